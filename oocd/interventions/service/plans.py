"""What is agreed with a child: the plan as a whole, its parts, and why there is none."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.accounts.models import Person
from oocd.db import db
from oocd.interventions.errors import EndsBeforeItStarts, NotSomebodyHere, SayWhyItChanges, WorkHasEnded
from oocd.interventions.models import Intervention, InterventionVersion, NoProgramme, WorkPlan
from oocd.interventions.queries import ENDED, plans_of
from oocd.interventions.rules import VOLUNTARY_ROUTES
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.referrals.errors import NoSuchOffence
from oocd.referrals.models import Offence, Referral
from oocd.referrals.queries import offence_of
from oocd.referrals.service import check_not_future


def plan(
    referral: Referral,
    *,
    kind: str,
    objective: str,
    agency: str,
    by: Actor,
    offence: int | None = None,
    voluntary: bool = False,
    **agreed: Any,
) -> Intervention:
    """Agree a piece of work, for one offence or for the whole case. It may be voluntary work before any outcome.

    Raises CaseIsOver, NoSuchOffence, NotSomebodyHere or EndsBeforeItStarts.
    """
    workflow.require_running(referral)
    edition = policy.on(clock.today(), referral.area)
    intervention = Intervention(
        area=referral.area,
        referral_id=referral.id,
        kind=edition.codes("intervention_kinds").check(kind),
        offence_id=_offence(referral, offence).id if offence is not None else None,
        voluntary=voluntary or referral.route in VOLUNTARY_ROUTES,
        agreed_on=clock.today(),
    )
    said = {"objective": objective, "agency": agency, "action": None, "start_by": None, "end_by": None} | agreed
    intervention.versions.append(_version(intervention, said, edition, by))
    voluntary = intervention.voluntary
    workflow.start(intervention, by=by, kind=kind, agency=agency, offence=offence, voluntary=voluntary)
    return intervention


def revise(intervention: Intervention, *, why_changed: str, by: Actor, **changes: Any) -> InterventionVersion:
    """Agree anew on a piece of work: what is left out stays as it was. Raises WorkHasEnded."""
    workflow.require_running(intervention.case)
    audit.take_turn(intervention)
    db.session.expire(intervention)  # somebody may have revised or ended it while we waited
    if intervention.state in ENDED:
        raise WorkHasEnded
    edition = policy.on(clock.today(), intervention.area)
    version = _version(intervention, _as_it_stands(intervention) | changes, edition, by, why_changed=why_changed)
    intervention.versions.append(version)
    db.session.flush()
    audit.record("intervention.revise", on=intervention, by=by, number=version.number, changed=sorted(changes))
    workflow.work_out_again(intervention, by=by)
    return version


def write_plan(
    referral: Referral,
    *,
    what_helps: str,
    victim_safety: str,
    contingency: str,
    exit_route: str,
    by: Actor,
    agreed_with_child_on: date | None = None,
    agreed_with_carer_on: date | None = None,
    why_changed: str | None = None,
) -> WorkPlan:
    """Write the plan as a whole; a later one is its next version and says why. Raises SayWhyItChanges."""
    workflow.require_running(referral)
    check_not_future(agreed_with_child_on, "agreed with child on")
    check_not_future(agreed_with_carer_on, "agreed with carer on")
    audit.take_turn(referral)
    number = len(plans_of(referral.id)) + 1
    if number > 1 and not (why_changed or "").strip():
        raise SayWhyItChanges
    version = WorkPlan(
        area=referral.area,
        referral_id=referral.id,
        number=number,
        what_helps=what_helps,
        victim_safety=victim_safety,
        contingency=contingency,
        exit_route=exit_route,
        agreed_with_child_on=agreed_with_child_on,
        agreed_with_carer_on=agreed_with_carer_on,
        why_changed=why_changed if number > 1 else None,
        written_by=by.person_id,
    )
    db.session.add(version)
    db.session.flush()
    audit.record("work_plan.write", on=version, by=by, number=number)
    return version


def decline_programme(referral: Referral, *, offence: int, reason: str, by: Actor) -> NoProgramme:
    """Record, as the manager who decides so, why a programme would be inappropriate for this child."""
    workflow.require_running(referral)
    row = NoProgramme(
        area=referral.area,
        referral_id=referral.id,
        offence_id=_offence(referral, offence).id,
        reason=reason,
        decided_on=clock.today(),
        decided_by=by.person_id,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("no_programme.record", on=row, by=by, offence=offence)
    return row


def person_here(email: str, area: str) -> Person:
    """Somebody who works in the area, of whatever agency. Raises NotSomebodyHere."""
    here = {person.email: person for person in accounts.people_who_may("case.read", area)}
    person = here.get(email.strip().lower())
    if person is None:
        raise NotSomebodyHere(email)
    return person


def _version(
    intervention: Intervention,
    said: Mapping[str, Any],
    edition: Edition,
    by: Actor,
    why_changed: str | None = None,
) -> InterventionVersion:
    start_by, end_by, worker = said["start_by"], said["end_by"], said.get("worker")
    if start_by and end_by and end_by < start_by:
        raise EndsBeforeItStarts(start_by)
    return InterventionVersion(
        area=intervention.area,
        referral_id=intervention.referral_id,
        number=len(intervention.versions) + 1,
        objective=said["objective"],
        action=said["action"],
        agency=edition.codes("agencies").check(said["agency"]),
        worker_id=person_here(worker, intervention.area).id if worker else None,
        start_by=start_by,
        end_by=end_by,
        sequence=said.get("sequence"),
        why_changed=why_changed,
        written_by=by.person_id,
    )


def _as_it_stands(intervention: Intervention) -> dict[str, Any]:
    latest = intervention.latest
    names = ("objective", "agency", "action", "start_by", "end_by", "sequence")
    stands: dict[str, Any] = {name: getattr(latest, name, None) for name in names}
    return stands | {"worker": latest.worker.email if latest and latest.worker else None}


def _offence(referral: Referral, number: int) -> Offence:
    offence = offence_of(referral, number)
    if offence is None:
        raise NoSuchOffence(number)
    return offence
