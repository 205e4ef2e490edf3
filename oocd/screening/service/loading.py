"""The official scores, from the partner's own copy: one person enters what they read, and a second reads the same."""

import hashlib

from oocd import clock
from oocd.accounts.actor import Actor
from oocd.audit.service import locked, record_about
from oocd.db import db
from oocd.errors import NotAllowed
from oocd.policy import service as policy
from oocd.screening.errors import (
    CheckTheirs,
    CopyRefused,
    Finding,
    NothingToCheck,
    NothingToLoad,
    SayWhichForce,
    UnknownForce,
)
from oocd.screening.models import MatrixCheck, MatrixCopy, MatrixScore
from oocd.screening.queries import areas_of_force, latest_copy
from oocd.screening.reading import Read, read

ENTER, CHECK = "gravity.score", "gravity.check"


def enter_copy(content: bytes, *, edition: str, by: Actor, force: str | None = None) -> MatrixCopy:
    """What one person read in the copy of their police force. It counts for nothing until a second has read the same.

    Raises CopyRefused with every line that is wrong, NothingToLoad, SayWhichForce, UnknownForce or NotAllowed.
    """
    force = _force_of(by, ENTER, force)
    rows = _read(content, edition, force)
    _take_turn(force)
    before = latest_copy(force, edition)
    copy = MatrixCopy(
        force=force,
        edition=edition,
        number=before.number + 1 if before else 1,
        file_hash=_hash(content),
        entered_by=by.person_id,
        entered_at=clock.now(),
        scores=[MatrixScore(offence_id=row.offence_id, score=row.score) for row in rows],
    )
    db.session.add(copy)
    db.session.flush()
    _tell("matrix.enter", copy, by, rows=len(rows), hash=copy.file_hash)
    return copy


def check_copy(content: bytes, *, edition: str, by: Actor, force: str | None = None) -> MatrixCopy:
    """What a second person read, which must be the same, offence by offence. From then on these scores count.

    Raises CopyRefused with every line that differs, CheckTheirs, NothingToCheck, and as `enter_copy`.
    """
    force = _force_of(by, CHECK, force)
    _take_turn(force)
    copy = latest_copy(force, edition)
    if copy is None or copy.check:
        raise NothingToCheck(edition)
    if copy.entered_by == by.person_id:
        raise CheckTheirs
    if findings := _differences(copy, _read(content, edition, force)):
        raise CopyRefused(findings)
    check = MatrixCheck(file_hash=_hash(content), checked_by=by.person_id, checked_at=clock.now())
    copy.check = check
    db.session.flush()
    _tell("matrix.check", copy, by, hash=check.file_hash, same_file=check.file_hash == copy.file_hash)
    return copy


def _differences(copy: MatrixCopy, second: list[Read]) -> list[Finding]:
    """Where two people read differently. What the first one read is not told: the second looks again at the page."""
    first = {row.offence_id: row.score for row in copy.scores}
    findings = []
    for row in second:
        if row.offence_id not in first:
            findings.append(Finding(row.line, "offence_id", f"The first person has no score for {row.offence_id}."))
        elif first[row.offence_id] != row.score:
            reason = f"The first person read another score for {row.offence_id}. Both look at the page again."
            findings.append(Finding(row.line, "score", reason))
    end = max(row.line for row in second) + 1
    for code in sorted(first.keys() - {row.offence_id for row in second}):
        findings.append(Finding(end, "offence_id", f"{code} is missing, and the first person read it."))
    return findings


def _read(content: bytes, edition: str, force: str) -> list[Read]:
    in_force = policy.on(clock.today(), areas_of_force(force)[0])
    matrix = in_force.gravity_edition(edition)
    if matrix["scores"] != "partner_copy":
        raise NothingToLoad(edition)
    return read(content, offences=in_force.offences(), scale=(matrix["scale"]["min"], matrix["scale"]["max"]))


def _force_of(by: Actor, permission: str, named: str | None) -> str:
    """The police force whose copy it is: where this person may do this, and only there."""
    policies = policy.loaded()
    if named is not None and named not in policies.forces:
        raise UnknownForce(named, policies.forces)
    theirs = {policies.area(area)["force"] for area in by.areas if by.may(permission, area)}
    if named is None and len(theirs) > 1:
        raise SayWhichForce(sorted(theirs))
    if not theirs or named not in {None, *theirs}:
        raise NotAllowed(f"{by.name} has no role for this in an area of that police force. Ask somebody who has.")
    return named or theirs.pop()


def _take_turn(force: str) -> None:
    """Two people who enter or check at the same moment do so one after the other."""
    locked(f"area:{areas_of_force(force)[0]}")


def _tell(action: str, copy: MatrixCopy, by: Actor, **details: object) -> None:
    """In the log of every area that scores from this copy."""
    told = {"force": copy.force, "edition": copy.edition, "number": copy.number, **details}
    for area in areas_of_force(copy.force):
        subject = f"{copy.__tablename__}:{copy.id}"
        record_about(action, chain=f"area:{area}", area=area, subject=subject, by=by, details=told)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
