"""A case as the police send it, what they had not said, and the ways in which it leaves again before a decision."""

from datetime import date, timedelta
from typing import Any

from oocd.demo.lives.calendar import Steps, last_working_day
from oocd.demo.lives.casework import Casework, Said, ago, rules_of
from oocd.demo.lives.children import Demography, pick
from oocd.demo.words import made_up
from oocd.referrals import service as referrals

# What was said and how far the evidence goes, where this is what a panel would come to.
SAID = {
    "nfa": (("denied", "none"), ("no_comment", "offence_shown")),
    "outcome_20": (("accepts_responsibility", "offence_shown"), ("no_comment", "offence_shown")),
    "outcome_21": (("no_comment", "offence_shown"), ("accepts_responsibility", "offence_shown")),
    "outcome_22": (("no_comment", "sufficient_to_charge"), ("denied", "full_code_test")),
    "community_resolution": (("accepts_responsibility", "offence_shown"), ("admitted", "sufficient_to_charge")),
    "outcome_23": (("no_comment", "full_code_test"), ("denied", "full_code_test")),
    "youth_caution": (("admitted", "sufficient_to_charge"), ("admitted", "full_code_test")),
    "youth_conditional_caution": (("admitted", "full_code_test"), ("admitted", "sufficient_to_charge")),
    "charge": (("denied", "full_code_test"), ("no_comment", "full_code_test")),
}
HISTORY = {
    "none": 70,
    "community_resolution": 8,
    "street_community_resolution": 6,
    "youth_caution": 7,
    "youth_conditional_caution": 3,
    "nfa": 4,
    "turnaround": 2,
}
STATUSES = {"voluntary": 45, "rui": 25, "bail": 20, "none": 10}
SOURCES = {"police": 93, "court_return": 4, "cps_return": 3}
WAYS_OUT = {"none": 89, "withdraw": 3, "transfer": 3, "send_back": 2, "charge": 3}
BAIL_DAYS = 84
SECOND_OFFENCE = 0.15
NO_OFFICER = 0.12  # the police forget to say who is in charge


def history(case: Casework) -> list[dict[str, Any]]:
    before = pick(HISTORY, case.chance)
    if before == "none":
        return []
    return [{"outcome": before, "given_on": ago(case.chance.randrange(200, 500)), "given_in": "Made-up town"}]


def offences(case: Casework, wanted: str, *, evidence: str | None = None) -> list[dict[str, Any]]:
    """One or two, on the day the child was dealt with, with the same answer to each."""
    demography = Demography(case.place.area)
    kind = case.card.offences if case.card else None
    names = [demography.offence(case.chance, kind) for _ in range(2 if case.happens(SECOND_OFFENCE) else 1)]
    admission, known = case.chance.choice(SAID[wanted])
    return [
        {
            "offence_id": name,
            "offence_date": case.child.dealt_with,
            "summary": "Made up for demonstration.",
            "admission": admission,
            "adult_present_at_acceptance": True,
            "evidence": evidence or known,
            "crime_number": f"DEMO/{case.child.reference}/{case.chance.randrange(10**6):06}",
            "arrest_or_interview_date": interviewed_on(case),
        }
        for name in dict.fromkeys(names)
    ]


def interviewed_on(case: Casework) -> date:
    """The same for everything told of one case: within two weeks of what happened."""
    return min(case.child.dealt_with + timedelta(days=case.child.born.day % 14), ago(0))


def send(case: Casework, wanted: str) -> None:
    """The police's referral to the panel."""
    told = offences(case, wanted)
    case.wanted = wanted
    case.referral = referrals.send(
        area=case.place.area,
        child=case.child.told(history(case)),
        offences=told,
        by=case.by("referrer"),
        referral_date=_entered_late(case),
        **_source(case),
        **_waiting(case),
        **_of_the_case(case, told),
    )


def _of_the_case(case: Casework, told: list[dict[str, Any]]) -> dict[str, Any]:
    flags = ["exploitation"] if case.happens(0.08) else []
    if any("knife" in case.edition.offences()[row["offence_id"]]["flags"] for row in told):
        flags.append("weapon")
    if case.child.care_status == "looked_after" and case.happens(0.3):
        flags.append("placement")
    said: Said = {
        "victim_identified": case.happens(Demography(case.place.area)["victim_share"]),
        "risk_flags": flags,
        "supervisor": "Demo sergeant",
        "police_proposed_outcome": case.wanted if case.wanted in case.edition.codes("outcomes") else None,
        "interview_date": interviewed_on(case),
        "interview_adult_present": True,
        "interview_solicitor": case.happens(0.6),
    }
    if not case.happens(NO_OFFICER, "officer_forgotten"):
        said["officer_in_case"] = "Demo officer in the case"
    if case.happens(0.02):
        said["caretaking_for"] = "A made-up neighbouring area"
    return said


def _waiting(case: Casework) -> dict[str, Any]:
    status, day = pick(STATUSES, case.chance), interviewed_on(case)
    of_status: dict[str, dict[str, Any]] = {
        "bail": {"bail_date": day, "bail_expires_on": day + timedelta(days=BAIL_DAYS)},
        "rui": {"rui_since": day},
        "voluntary": {"voluntary_interview_date": day},
    }
    return {"investigation_status": status, **of_status.get(status, {})}


def _entered_late(case: Casework) -> date:
    """Now and then a referral is typed in some days after it came."""
    days = case.chance.randrange(2, 6) if case.happens(0.08, "entered_late") else 0
    return last_working_day(max(interviewed_on(case), ago(days)))


def _source(case: Casework) -> dict[str, Any]:
    source = pick(SOURCES, case.chance)
    if source == "police":
        return {}
    sent_back = "The made-up youth court" if source == "court_return" else "Made-up prosecutors"
    return {"source": source, "returned_from": sent_back, "returned_on": interviewed_on(case)}


def check(case: Casework) -> Steps[bool]:
    """Look at what came, ask for what is missing, and accept it; whether the case goes on."""
    yield case.days(2, 10)
    if leave(case, "received"):
        return False
    said: Said = {"case_worker": case.email("worker"), "by": case.by("manager")}
    while (refusal := case.refused(referrals.accept, case.referral, **said)) is not None:
        if "RF-01" not in rules_of(refusal):  # the child has turned 18 meanwhile
            _end(case, "send_back")
            return False
        reason = made_up("please tell us who is in charge of it.")
        referrals.ask_for_information(case.referral, reason=reason, by=case.by("coordinator"))
        yield case.days(9, 45)
        told: Said = {"text": made_up("here it is."), "officer_in_case": "Demo officer in the case"}
        referrals.supply_information(case.referral, by=case.by("referrer"), **told)
        yield case.days(2, 5)
    return True


def leave(case: Casework, at: str) -> bool:
    """Whether the case ends here before it is decided; where and how is drawn once."""
    if case.way_out is None:
        dealt = next((way for way in WAYS_OUT if case.happens(0, way)), "none")
        way = dealt if case.card else pick(WAYS_OUT, case.chance)
        case.way_out = (way, case.chance.choice(("received", "preparing", "ready", "recommended")))
    way, where = case.way_out
    if way == "none" or at != ("received" if way == "send_back" else where):
        return False
    _end(case, way)
    return True


def _end(case: Casework, way: str) -> None:
    reason = made_up("this is what fits now.")
    if way == "withdraw":
        referrals.withdraw(case.referral, reason=reason, by=case.by("referrer"))
    elif way == "transfer":
        to = "The service of a made-up area"
        referrals.transfer(case.referral, reason=reason, transferred_to=to, by=case.by("manager"))
    elif way == "charge":
        referrals.charge(case.referral, reason=reason, charged_on=ago(0), by=case.by("referrer"))
    else:
        referrals.send_back(case.referral, reason=reason, by=case.by("manager"))


def correct_the_referral(case: Casework) -> None:
    """It had come a day or two before the date they gave."""
    right = (case.referral.referral_date or ago(0)) - timedelta(days=case.chance.randrange(1, 3))
    text = made_up("it was sent earlier than we said.")
    case.refused(referrals.correct, case.referral, text=text, referral_date=right, by=case.by("referrer"))


def correct_the_day(case: Casework) -> None:
    """The police had the wrong day: it was the day after, if that was no later than the interview."""
    right = min(case.child.dealt_with + timedelta(days=1), interviewed_on(case))
    text = made_up("the day was wrong in our first message.")
    changed = [{"number": 1, "offence_date": right}]
    case.refused(referrals.correct, case.referral, text=text, offences=changed, by=case.by("referrer"))
