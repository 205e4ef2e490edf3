from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.db import db, read_once
from oocd.policy import service as policy
from oocd.referrals.models import Offence, Referral
from oocd.screening import rules
from oocd.screening.models import GravityScore, MatrixCopy, MatrixScore


@read_once
def scores_of(offence_id: UUID) -> list[GravityScore]:
    of_offence = sa.select(GravityScore).where(GravityScore.offence_id == offence_id)
    return list(db.session.scalars(of_offence.order_by(GravityScore.number)))


def score_of(offence_id: UUID) -> GravityScore | None:
    """The score that counts: the latest."""
    scores = scores_of(offence_id)
    return scores[-1] if scores else None


def deviates(offence: Offence, outcome: str) -> bool:
    """Whether this outcome leaves the starting points of the score that counts for this offence."""
    score = score_of(offence.id)
    return rules.deviates(outcome, score.starting_points if score else None)


def meaning_of(score: GravityScore) -> str | None:
    """What its edition says of the final score, where it says anything in words."""
    edition = policy.on(score.scored_on or clock.today(), score.area).content.get(f"gravity/{score.edition}", {})
    meaning: str | None = edition.get("meanings", {}).get(score.final)
    return meaning


def factors_of(offence: Offence, edition: str, day: date) -> Mapping[str, Mapping[str, Any]]:
    """The factors that may be ticked when this offence is scored from this edition."""
    listed = policy.on(day, offence.area).codes("gravity_factors")
    return {code: row for code, row in listed.items() if rules.belongs(row, edition, offence.offence_id)}


def factors_on_offer(referral: Referral, day: date) -> Iterator[dict[str, Any]]:
    """Every factor that may be ticked for some offence of a case, with the editions in force that use it."""
    edition = policy.on(day, referral.area)
    for code, row in edition.codes("gravity_factors").items():
        editions = [name for name in row["editions"] if f"gravity/{name}" in edition.content]
        offences = [
            offence.number
            for offence in referral.offences
            if any(rules.belongs(row, name, offence.offence_id) for name in editions)
        ]
        if offences:
            known = {"code": code, "label": row["label"], "effect": row["effect"]}
            yield {**known, "editions": editions, "offences": offences}


def of_the_case(offences: Iterable[Offence]) -> Iterator[dict[str, Any]]:
    """For each edition used: the highest of its latest scores, for which offences, and what it says of that score.

    A case has no score over several editions.
    """
    latest = {(row.edition, offence.number): row for offence in offences for row in scores_of(offence.id)}
    for edition, highest in rules.highest_by_edition((key[0], row.final) for key, row in latest.items()).items():
        of_edition = {number: row for (name, number), row in latest.items() if name == edition}
        reached = [number for number, row in of_edition.items() if row.final == highest]
        yield {
            "edition": edition,
            "illustrative": of_edition[reached[0]].illustrative,
            "highest": highest,
            "reached_by_offences": reached,
            "scored_offences": sorted(of_edition),
            "starting_points": of_edition[reached[0]].starting_points,
        }


def areas_of_force(force: str) -> list[str]:
    policies = policy.loaded()
    return sorted(area for area in policies.areas if policies.area(area)["force"] == force)


def latest_copy(force: str, edition: str, *, checked: bool = False) -> MatrixCopy | None:
    """The last copy that was entered, or the last that a second person has checked: the one that counts."""
    copies = sa.select(MatrixCopy).where(MatrixCopy.force == force, MatrixCopy.edition == edition)
    if checked:
        copies = copies.where(MatrixCopy.check.has())
    return db.session.scalars(copies.order_by(MatrixCopy.number.desc()).limit(1)).one_or_none()


def loaded_score(offence: Offence, edition: str) -> tuple[int, int] | None:
    """The base that two people of the force read for this offence, and the number of their copy; or None."""
    force = policy.loaded().area(offence.area)["force"]
    copy = latest_copy(force, edition, checked=True)
    if copy is None:
        return None
    of_offence = sa.select(MatrixScore.score).where(
        MatrixScore.copy_id == copy.id, MatrixScore.offence_id == offence.offence_id
    )
    score = db.session.scalars(of_offence).one_or_none()
    return None if score is None else (score, copy.number)
