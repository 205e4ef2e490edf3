"""One made-up child, two offences, two people harmed and another child accused; then the log alone retells it.

Police and youth justice service disagree, the ladder settles it, a youth conditional caution and a community
resolution are given, sessions are missed, excused and made up for, and the exit review closes the case.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from oocd import clock
from oocd.audit.queries import entries_of_case
from oocd.db import everywhere
from tests.people import People
from tests.story import WHY, Case, child, nothing_written, offence

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
CAUTION, RESOLUTION = "youth_conditional_caution", "community_resolution"
INCIDENT = "TVP 43/7"
ASSAULT = offence(offence_id="abh", offence_date="2026-02-20", co_accused=1)
DAMAGE = offence(offence_id="criminal_damage", offence_date="2026-02-20")


# The people of the story, as the log names them.
REFERRER, POLICE, WORKER = "Demo police referrer", "Demo police decision maker", "Demo case worker"
MANAGER, COORDINATOR, SOCIAL_CARE = "Demo YJS manager", "Demo coordinator", "Demo social worker"
VICTIMS, OPERATIONS = "Demo victim worker", "Demo YJS operations manager"
CHIEF = "Demo police inspector for disagreements"

# What the log tells, by the day of the story on which it was told.
TOLD = {
    0: [("panel.open", REFERRER)],
    2: [
        ("panel.accept", MANAGER),
        ("assessment.open", MANAGER),
        ("information_request.open", MANAGER),
    ],
    5: [
        ("information_request.answer", SOCIAL_CARE),
        ("heard_view.record", WORKER),
        ("heard_view.record", WORKER),
        ("victim.add", VICTIMS),
        ("victim_view.record", VICTIMS),
        ("victim.add", VICTIMS),
        ("victim_view.record", VICTIMS),
        ("intervention.open", WORKER),
    ],
    9: [
        ("intervention.hold_session", WORKER),
        ("gravity.score", WORKER),
        ("gravity.score", WORKER),
        ("assessment.write", WORKER),
        ("assessment.submit", WORKER),
        ("assessment.opened", MANAGER),
        ("assessment.countersign", MANAGER),
        ("oversight.record", MANAGER),
        ("panel.make_ready", WORKER),
    ],
    14: [
        ("panel.list_for_panel", COORDINATOR),
        ("panel_item.open", COORDINATOR),
        ("panel_item.begin", MANAGER),
        ("panel.begin_discussion", MANAGER),
        ("vote.cast", POLICE),
        ("vote.cast", MANAGER),
        ("vote.cast", SOCIAL_CARE),
        ("vote.cast", VICTIMS),
        ("panel_item.reveal", MANAGER),
        ("panel_item.escalate", MANAGER),
        ("panel.escalate", MANAGER),
        ("escalation.open", MANAGER),
    ],
    17: [
        ("escalation.give_view", OPERATIONS),
        ("escalation.give_view", CHIEF),
        ("escalation.settle", OPERATIONS),
        ("panel_item.settle", OPERATIONS),
        ("panel.settle", OPERATIONS),
    ],
    18: [
        ("panel.decide", POLICE),
        ("disposal.open", POLICE),
        ("disposal.open", POLICE),
    ],
    21: [
        ("disposal.explain", POLICE),
        ("disposal.explain", POLICE),
        ("work_plan.write", WORKER),
        ("intervention.open", WORKER),
        ("intervention.open", WORKER),
        ("disposal.sign", POLICE),
        ("disposal.begin", POLICE),
        ("disposal.give", POLICE),
        ("panel.give", POLICE),
        ("exit_review_day.set", POLICE),
    ],
    25: [
        ("intervention.hold_session", WORKER),
        ("panel.begin_work", WORKER),
        ("intervention.hold_session", WORKER),
    ],
    32: [("work_session.missed", WORKER)],
    39: [("work_session.missed", WORKER)],
    40: [
        *[("contact_attempt.record", WORKER)] * 3,
        *[("adjustment.record", WORKER)] * 4,
        ("non_engagement.open", WORKER),
    ],
    42: [
        ("non_engagement.agree", MANAGER),
        ("non_engagement.tell_police", WORKER),
        ("disposal.report_failure", WORKER),
    ],
    44: [
        ("disposal.excuse", POLICE),
        ("work_session.correct", WORKER),
    ],
    50: [
        ("interim_review.record", WORKER),
        ("intervention.hold_session", WORKER),
    ],
    80: [
        ("intervention.hold_session", WORKER),
        *[("intervention.complete", WORKER)] * 3,
        ("exit_review_day.set", WORKER),  # what is left is the day the conditions end
        ("disposal.complete", WORKER),
        ("exit_review_day.set", WORKER),
        ("panel.end_work", WORKER),
        ("exit_review.open", WORKER),
    ],
    87: [
        ("exit_review.hold", WORKER),
        ("panel.finish_review", WORKER),
        ("panel.close", MANAGER),
    ],
}


@contextmanager
def on_day(number: int) -> Iterator[None]:
    with clock.stopped_at(BEGAN + timedelta(days=number)):
        yield


def live_through(people: People) -> Case:
    """Twenty weeks in the life of the case."""
    case = arrives_with_another_childs(people)
    prepares(case)
    goes_to_the_panel_and_up_the_ladder(case)
    is_decided_and_given(case)
    is_worked_through(case)
    is_reviewed_and_closed(case)
    return case


def arrives_with_another_childs(people: People) -> Case:
    case, other = Case(people), Case(people)
    with on_day(0):
        case.sent(incident=INCIDENT, offences=[ASSAULT, DAMAGE], victim_identified=True)
        other.sent(incident=INCIDENT, of=child(child_ref="C-2", name="Another made-up child"), offences=[ASSAULT])
        assert case.file["co_accused"] == [other.file["referral"]["reference"]]
        assert "Another made-up child" not in json.dumps(case.file)
    with on_day(2):
        case.accept().ok()
    return case


def prepares(case: Case) -> None:
    with on_day(5):
        case.answer().ok()
        for whose in ("child", *case.family):
            case.hear(whose).ok()
        for number, wishes in ((1, "That it does not happen again."), (2, "The window paid for.")):
            case.harm(offences=[number]).ok()
            case.of_victim("victims", "views", {"needs_and_wishes": wishes}, number).ok()
        case.plan_work(kind="family_support", voluntary=True, sequence=3).ok()
    with on_day(9):
        case.hold_session().ok()  # support that the family takes up before anything is decided
        for number in (1, 2):
            case.score(number).ok()
        case.write().ok()
        for who, step in (("worker", "submit"), ("manager", "open"), ("manager", "countersign")):
            case.of_assessment(who, step).ok()
        case.at("worker", "make-ready").ok()


def votes(case: Case, who: str, first: str, second: str = RESOLUTION) -> Any:
    said = [{"offence": number, "outcome": named, "reasons": WHY} for number, named in ((1, first), (2, second))]
    return case.of_item(who, "votes", {"votes": said})


def goes_to_the_panel_and_up_the_ladder(case: Case) -> None:
    """The service wants a community resolution for both; the police a conditional caution for the assault."""
    with on_day(14):
        case.plan_meeting()
        case.put_on_agenda().ok()
        case.of_meeting("manager", "open-meeting").ok()
        case.arrive("inspector", "manager", "socialcare", "victims")
        case.of_item("manager", "begin").ok()
        for who in ("inspector", "manager", "socialcare", "victims"):
            votes(case, who, CAUTION if who == "inspector" else RESOLUTION).ok()
        case.of_item("manager", "reveal", {}).ok()
        case.recommend().refused("PNL-02")
        case.escalate("manager").ok()
        case.of_meeting("manager", "end-meeting").ok()
    with on_day(17):
        for who in ("operations", "chief"):
            views = [
                {"offence": 1, "outcome": CAUTION, "reasons": WHY},
                {"offence": 2, "outcome": RESOLUTION, "reasons": WHY},
            ]
            case.of_escalation(who, "give-view", {"views": views}).ok()
        case.settle().ok()
        assert case.state == "recommended"


def is_decided_and_given(case: Case) -> None:
    with on_day(18):
        decisions = [case.one_decision(CAUTION), case.one_decision(RESOLUTION, offence=2)]
        case.decide(CAUTION, decisions=decisions).ok()
    with on_day(21):
        for number in (0, 1):
            case.explain(number).ok()
        case.write_plan(agreed_with_child_on=str(clock.today())).ok()
        case.plan_work(offence=1, sequence=1, kind="mentoring").ok()
        case.plan_work(offence=2, sequence=2, kind="reparation").ok()
        with nothing_written(case.people):
            case.begin(0).refused("CON-01")  # nothing is signed yet
        case.sign(0).ok()
        case.begin(0).ok()
        assert case.state == "decided"  # the other outcome waits
        case.give(1).ok()
        assert case.state == "given"


def is_worked_through(case: Case) -> None:
    with on_day(25):
        case.hold_session(0).ok()
        case.hold_session(1).ok()
        assert case.state == "in_intervention"
    for day in (32, 39):
        with on_day(day):
            case.of_work("missed-sessions", {"held_on": str(clock.today())}).ok()
    with on_day(40):
        for whom in ("child", "child", "mother"):
            case.try_to_reach(whom).ok()
        case.consider()
        case.raise_non_engagement(child_says="I was in hospital.").ok()
    with on_day(42):
        case.of_non_engagement("agree").ok()
        case.of_non_engagement("tell-police", who="worker").ok()
        case.fail(0).ok()
    with on_day(44):
        case.answer_failure("excuse", 0).ok()  # ill for two weeks: it goes on
        first = case.file["interventions"][0]["sessions"][-1]
        because = {
            "result": "missed",
            "held_on": first["held_on"],
            "reason": "unwell",
            "because": "The ward wrote to us.",
        }
        case.people.worker.post(f"/work-sessions/{first['id']}/corrections", because).ok()
    with on_day(50):
        case.hold_interim_review().ok()
        case.hold_session(0).ok()
    with on_day(80):
        case.hold_session(0).ok()
        for number in (0, 1, 2):
            case.complete_work(number=number).ok()
        case.complete_course(0).ok()
        case.at("worker", "end-work").ok()


def is_reviewed_and_closed(case: Case) -> None:
    with on_day(87):
        onward = [{"agency": "education", "service": "A football club.", "accepted": True}]
        told = str(clock.today())
        case.hold_review(
            exit_decision="close_with_onward_support", onward=onward, victim_told_on=told, police_told_on=told
        ).ok()
        case.at("manager", "close").ok()
        assert case.state == "closed"


def told_by_the_log(people: People, case: Case) -> dict[int, list[tuple[str, str, dict[str, Any]]]]:
    """By day of the story: each entry's action, who it names, and its details."""
    told: dict[int, list[tuple[str, str, dict[str, Any]]]] = {}
    with people.app.app_context(), everywhere():
        for entry in entries_of_case(case.id):
            day = (entry.recorded_at - BEGAN).days
            told.setdefault(day, []).append((entry.action, entry.actor_name, json.loads(entry.details)))
    return told


def test_the_log_alone_retells_two_offences_a_disagreement_and_a_conditional_caution(people: People):
    case = live_through(people)
    told = told_by_the_log(people, case)
    assert {day: [(action, who) for action, who, _ in entries] for day, entries in told.items()} == TOLD
    details = {(day, action): said for day, entries in told.items() for action, _, said in entries}
    assert details[14, "escalation.open"]["level"] == 2
    for settled in (details[17, "escalation.settle"], details[18, "panel.decide"]):
        assert settled["outcomes"] == [CAUTION, RESOLUTION]
    assert details[42, "non_engagement.agree"]["police_told_of"] == [CAUTION]
    assert details[42, "disposal.report_failure"]["to"] == "not_completed"
    assert details[44, "disposal.excuse"]["decision"] == "reasonable_excuse"
    assert details[44, "work_session.correct"]["reason"] == "unwell"
    assert details[80, "disposal.complete"]["to"] == "completed"
    assert details[87, "exit_review.hold"]["exit_decision"] == "close_with_onward_support"
    assert details[87, "panel.close"]["to"] == "closed"
    words = json.dumps(list(details.values()))
    assert not [
        said for said in ("hospital", "window", "made-up", WHY) if said in words
    ]  # who acted, never what was said
    assert "0 findings" in people.app.test_cli_runner().invoke(args=["audit", "verify"]).output
    replayed = people.app.test_cli_runner().invoke(args=["policies", "replay"])
    counts = "recommendations 2, decisions 2, outcomes given 2"
    assert (replayed.exit_code, replayed.output) == (0, f"Replayed: {counts}; 0 differ.\n")


def test_the_case_shows_how_soon_work_began_and_nothing_of_the_other_child(people: People):
    case = live_through(people)
    delays = [(row["outcome"], row["days"], row["voluntary_sessions"]) for row in case.file["start_delays"]]
    assert sorted(delays) == [(RESOLUTION, 4, 1), (CAUTION, 4, 1)]
    missed = [row for work in case.file["interventions"] for row in work["sessions"] if row["result"] == "missed"]
    assert [[kept["reason"] for kept in row["records"]] for row in missed] == [[None], [None, "unwell"]]
    (other,) = case.file["co_accused"]
    listed = people.manager.get("/referrals").ok()["referrals"]
    assert {row["reference"]: row["state"] for row in listed}[other] == "received"  # their case goes its own way
    assert "Another made-up child" not in json.dumps(case.file)
