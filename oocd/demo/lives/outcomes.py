"""The police decision, giving it to the child, and what follows where it comes back to the police."""

from collections.abc import Sequence
from typing import Any

from oocd import clock
from oocd.demo.lives import arriving, preparing, working
from oocd.demo.lives.calendar import Steps
from oocd.demo.lives.casework import Casework, Said, ahead, rules_of
from oocd.demo.lives.meetings import HEAVIER, LIGHTER
from oocd.demo.words import REASONS, WHY, made_up
from oocd.errors import OocdError
from oocd.outcomes import service as outcomes
from oocd.outcomes.models import Disposal
from oocd.outcomes.queries import WAITING, standing_disposals_of, waiting_for_decision
from oocd.panels.queries import recommendations_of
from oocd.referrals.models import Offence

BY = {"officer": "Demo Inspector", "officer_role": "sergeant_or_above"}
WEEKS = 10  # that an activity or conditions are planned for
CPS = 0.10  # of what prosecutors may decide
NOT_AGREED = 0.06
DIFFERENT = 0.06


def decide(case: Casework) -> Steps[bool]:
    """Whether the case goes on to be given."""
    yield case.days(4, 25)
    if arriving.leave(case, "recommended"):
        return False
    chosen = {row.number: _chosen(case, row) for row in case.referral.offences}
    yield from _decided(case, [_decision(case, row, chosen[row.number]) for row in case.referral.offences])
    return True


def decide_again(case: Casework) -> Steps[bool]:
    """After an outcome came back. Whether another is given, or the police take the case back with nothing."""
    yield case.days(4, 25)
    reason = made_up("nothing more would help now.")
    if case.happens(0.3) and not case.refused(
        outcomes.return_case_to_police, case.referral, reason=reason, by=case.by("inspector")
    ):
        return False
    again = []
    for offence in waiting_for_decision(case.referral):
        before = next(row for row in standing_disposals_of(case.referral.id) if row.offence_id == offence.id)
        again.append(_decision(case, offence, _instead_of(case, before)) | {"differs_because": WHY})
    yield from _decided(case, again)
    return True


def give(case: Casework) -> Steps[None]:
    """Explain and give each outcome; where the child does not agree it goes back to the police."""
    yield case.days(5, 30)
    planned_before = case.happens(0.4, "planned_before")
    if planned_before:
        working.plan(case)
    refuses = case.happens(NOT_AGREED, "not_agreed")
    for disposal in _waiting(case):
        _explain(case, disposal, agreed=not refuses)
    yield case.days(1, 6)
    for disposal in _waiting(case):
        if refuses and case.edition.codes("outcomes")[disposal.outcome]["needs_agreement"]:
            outcomes.return_to_police(disposal, reason=made_up("the child does not want it."), by=case.by("inspector"))
        else:
            _give(case, disposal)
    if case.happens(0.7):
        preparing.tell_the_victims(case, "outcome")
    if case.state == "with_police_again":
        working.drop_all(case)


def _waiting(case: Casework) -> list[Disposal]:
    return [row for row in standing_disposals_of(case.referral.id) if row.state in WAITING]


# -- deciding


def _decided(case: Casework, decisions: Sequence[dict[str, Any]]) -> Steps[None]:
    said: Said = {"decisions": decisions, **BY, "by": case.by("inspector")}
    try:
        case.through(outcomes.decide, case.referral, **said)
    except OocdError as error:
        if "YJS-09" not in rules_of(error):
            raise
        yield case.days(5, 20)
        preparing.assess_again_at_length(case)
        yield 1
        case.through(outcomes.decide, case.referral, **said)


def _chosen(case: Casework, offence: Offence) -> str:
    """What the panel recommends, but for the few cases in which the police think otherwise."""
    recommended = [row for row in recommendations_of(case.referral.id) if row.offence_id == offence.id][-1].outcome
    lighter = LIGHTER.get(recommended)
    return lighter if lighter and case.on_offer(lighter) and case.happens(DIFFERENT, "police_differ") else recommended


def _instead_of(case: Casework, before: Disposal) -> str:
    """Where it was not agreed to or not done; a prosecution that was on hold stands again."""
    if before.outcome == "outcome_23":
        return "charge"
    heavier = HEAVIER.get(before.outcome)
    admitted = before.offence.admission == "admitted" and before.offence.evidence != "offence_shown"
    choices = ["nfa"] if case.on_offer("nfa") else []
    if before.outcome == "youth_conditional_caution" or before.offence.evidence == "full_code_test":
        choices.append("charge")
    elif heavier == "youth_caution" and admitted:
        choices.append(heavier)
    return str(case.chance.choice(choices or ["charge"]))


def _decision(case: Casework, offence: Offence, outcome: str) -> dict[str, Any]:
    recommended = [row for row in recommendations_of(case.referral.id) if row.offence_id == offence.id][-1].outcome
    said: Said = {
        "offence": offence.number,
        "outcome": outcome,
        "reasons": REASONS,
        "deviation_reason": WHY,
        **_asked_of(outcome),
    }
    if outcome != recommended:
        said["differs_because"] = WHY
    prosecutors = outcome in ("youth_conditional_caution", "charge", "outcome_23") and case.happens(CPS)
    if prosecutors or (outcome == "youth_conditional_caution" and offence.offence_class == "indictable_only"):
        named: Said = {"prosecutor": "Demo prosecutor", "cps_reference": "DEMO-CPS"}
        said |= {"decided_by": "cps", **named, "child_information_form": True}
    return said


def _asked_of(outcome: str) -> dict[str, Any]:
    """What a decision for this outcome must say beside its reasons."""
    end = ahead(7 * WEEKS)
    asked: dict[str, dict[str, Any]] = {
        "nfa": {"home_office_code": "10", "failed_limb": "public_interest"},
        "outcome_22": {"form": "plain", "planned_end": end},
        "outcome_23": {
            "planned_end": end,
            "held_charge": "Made up: as the police would charge it",
            "held_by": "Demo Inspector",
            "held_on": clock.today(),
        },
        "youth_conditional_caution": {
            "conditions": [
                {"kind": "rehabilitative", "words": made_up("meet the mentor once a week."), "due_on": end},
                {"kind": "reparative", "words": made_up("write to the person harmed."), "due_on": end},
            ]
        },
        "charge": {"child_information_form": True},
    }
    return asked.get(outcome, {})


# -- giving


def _explain(case: Casework, disposal: Disposal, *, agreed: bool) -> None:
    told: Said = {"explained_how": "spoken", "adult_role": "parent_or_guardian", "understood": True}
    outcomes.explain(disposal, **told, agreed=agreed, legal_advice_offered=True, by=case.by("inspector"))


def _give(case: Casework, disposal: Disposal) -> None:
    """In the way its outcome is given; a plan that a rule asks for first is then agreed."""
    course = case.edition.codes("outcomes")[disposal.outcome]["course"]
    if course == "conditions":
        signed: Said = {"signed_on": clock.today(), "authorised_person": "Demo Sergeant", "consent": True}
        adult: Said = {"adult_name": "Made-up mother", "adult_role": "parent_or_guardian"}
        outcomes.sign(disposal, **signed, **adult, by=case.by("inspector"))
    verb = outcomes.give if course == "none" else outcomes.begin
    given: Said = {"given_by": "Demo Sergeant", "giver_role": "sergeant_or_above", "adult_role": "parent_or_guardian"}
    try:
        case.through(verb, disposal, **given, by=case.by("inspector"))
    except OocdError as error:
        if "KNF-03" in rules_of(error):
            working.plan(case)
            case.through(verb, disposal, **given, by=case.by("inspector"))
        elif {"AGE-02", "AGE-03"} & set(rules_of(error)):  # of age now, so the police decide as they do of adults
            outcomes.return_to_police(disposal, reason=made_up("the child has turned 18."), by=case.by("inspector"))
        else:
            raise
    if disposal.outcome == "youth_caution" and disposal.state == "given" and case.happens(0.8):
        outcomes.tell_yjs(disposal, by=case.by("inspector"))
