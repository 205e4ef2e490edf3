"""One made-up case, lived through day by day; then the audit log alone is asked to retell it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from oocd import clock
from oocd.audit.queries import entries_of_case
from oocd.db import db, everywhere
from oocd.outcomes.models import Decision
from oocd.policy import service as policy
from oocd.policy.edition import written_out
from oocd.policy.models import PolicyEdition
from tests.people import People
from tests.story import Case, child, offence

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday

TOLD = [
    ("panel.open", "Demo police referrer"),
    ("panel.ask_for_information", "Demo coordinator"),
    ("panel.supply_information", "Demo police referrer"),
    ("panel.accept", "Demo YJS manager"),
    ("assessment.open", "Demo YJS manager"),
    ("information_request.open", "Demo YJS manager"),
    ("information_request.answer", "Demo social worker"),
    ("heard_view.record", "Demo case worker"),
    ("heard_view.record", "Demo case worker"),
    ("heard_view.record", "Demo case worker"),
    ("victim.add", "Demo victim worker"),
    ("victim_view.record", "Demo victim worker"),
    ("gravity.score", "Demo case worker"),
    ("assessment.write", "Demo case worker"),
    ("assessment.submit", "Demo case worker"),
    ("assessment.opened", "Demo YJS manager"),
    ("assessment.countersign", "Demo YJS manager"),
    ("oversight.record", "Demo YJS manager"),
    ("panel.make_ready", "Demo case worker"),
    ("panel.list_for_panel", "Demo coordinator"),
    ("panel_item.open", "Demo coordinator"),
    ("panel_item.begin", "Demo YJS manager"),
    ("panel.begin_discussion", "Demo YJS manager"),
    ("vote.cast", "Demo police decision maker"),
    ("vote.cast", "Demo YJS manager"),
    ("vote.cast", "Demo social worker"),
    ("vote.cast", "Demo victim worker"),
    ("panel_item.reveal", "Demo YJS manager"),
    ("panel_item.vote_again", "Demo YJS manager"),
    ("vote.cast", "Demo police decision maker"),
    ("vote.cast", "Demo YJS manager"),
    ("vote.cast", "Demo social worker"),
    ("vote.cast", "Demo victim worker"),
    ("panel_item.reveal", "Demo YJS manager"),
    ("panel_item.recommend", "Demo YJS manager"),
    ("panel.recommend", "Demo YJS manager"),
    ("panel.decide", "Demo police decision maker"),
    ("disposal.open", "Demo police decision maker"),
    ("disposal.explain", "Demo police decision maker"),
    ("disposal.give", "Demo police decision maker"),
    ("panel.give", "Demo police decision maker"),
    ("exit_review_day.set", "Demo police decision maker"),
    ("disposal.tell_yjs", "Demo police referrer"),
    ("intervention.open", "Demo case worker"),
    ("work_session.missed", "Demo case worker"),
    ("intervention.hold_session", "Demo case worker"),
    ("panel.begin_work", "Demo case worker"),
    ("intervention.complete", "Demo case worker"),
    ("exit_review_day.set", "Demo case worker"),
    ("panel.end_work", "Demo case worker"),
    ("exit_review.open", "Demo case worker"),
    ("exit_review.hold", "Demo case worker"),
    ("panel.finish_review", "Demo case worker"),
    ("panel.close", "Demo YJS manager"),
]


@contextmanager
def on_day(number: int) -> Iterator[None]:
    with clock.stopped_at(BEGAN + timedelta(days=number)):
        yield


def live_through(people: People) -> Case:
    """A looked-after child and a victim: police and service disagree at first, and a youth caution is given."""
    case = Case(people)
    with on_day(0):
        told = offence(offence_id="abh", offence_date="2026-02-20", evidence="sufficient_to_charge")
        case.send(
            of=child(care_status="looked_after"), offences=[told], officer_in_case=None, victim_identified=True
        ).ok()
    with on_day(1):
        case.at("coordinator", "ask-for-information", {"reason": "Who is the officer in the case?"}).ok()
    with on_day(2):
        case.at("referrer", "supply-information", {"text": "Made up.", "officer_in_case": "A made-up officer"}).ok()
    with on_day(3):
        case.accept().ok()
    with on_day(8):
        case.answer(answer="information_shared", information="Made up.").ok()
        for whose in ("child", "mother", "foster_carer"):
            case.hear(whose).ok()
        victim = case.at("victims", "victims", {"kind": "person", "contact_consent": "yes"}).ok()
        people.victims.post(f"/victims/{victim['id']}/views", {"needs_and_wishes": "An apology."}).ok()
        case.score().ok()
    with on_day(10):
        case.write().ok()
        for who, step in (("worker", "submit"), ("manager", "open"), ("manager", "countersign")):
            case.of_assessment(who, step).ok()
        case.at("worker", "make-ready").ok()
    with on_day(15):
        panel(case)
    with on_day(16):
        case.decide("youth_caution").ok()
    with on_day(18):
        case.explain().ok()
        case.give().ok()
        case.of_disposal("tell-yjs", who="referrer").ok()
        case.plan_work().ok()
    with on_day(22):
        case.of_work("missed-sessions", {"held_on": str(clock.today())}).ok()
    with on_day(25):
        case.hold_session().ok()
    with on_day(70):
        case.complete_work().ok()
        case.at("worker", "end-work").ok()
    with on_day(77):
        case.hold_review().ok()
        case.at("manager", "close").ok()
    return case


def panel(case: Case) -> None:
    present = ("inspector", "manager", "socialcare", "victims")
    case.plan_meeting()
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    case.arrive(*present)
    case.of_item("manager", "begin").ok()
    for who in present:
        case.vote(who, "youth_caution" if who == "inspector" else "community_resolution").ok()
    case.of_item("manager", "reveal", {}).ok()
    case.recommend().refused("PNL-02")
    case.of_item("manager", "vote-again", {"reason": "The police explained what the child admitted."}).ok()
    for who in present:
        case.vote(who, "community_resolution" if who == "socialcare" else "youth_caution").ok()
    case.of_item("manager", "reveal", {}).ok()
    case.recommend().ok()
    case.of_meeting("manager", "end-meeting").ok()


def test_a_case_goes_from_the_polices_message_to_a_closed_exit_review_and_the_log_alone_retells_it(people: People):
    case = live_through(people)
    with people.app.app_context(), everywhere():
        entries = entries_of_case(case.id)
        assert [(entry.action, entry.actor_name) for entry in entries] == TOLD
        assert [entry.number for entry in entries] == list(range(1, len(TOLD) + 1))
        days = [(entry.recorded_at - BEGAN).days for entry in entries]
        assert days == sorted(days)
        assert days[-1] == 77
        told = {entry.action: json.loads(entry.details) for entry in entries}
    assert told["panel_item.recommend"]["outcomes"] == ["youth_caution"]
    assert told["panel.close"]["to"] == "closed"
    assert "An apology." not in str(told)  # the log says that somebody spoke, never what they said
    verified = people.app.test_cli_runner().invoke(args=["audit", "verify"])
    assert "0 findings" in verified.output
    replayed = people.app.test_cli_runner().invoke(args=["policies", "replay"])
    counts = "recommendations 1, decisions 1, outcomes given 1"
    assert (replayed.exit_code, replayed.output) == (0, f"Replayed: {counts}; 0 differ.\n")


def test_the_decision_keeps_what_it_rested_on(people: People):
    live_through(people)
    with people.app.app_context(), everywhere():
        decision = db.session.query(Decision).one()
        kept = db.session.get(PolicyEdition, decision.edition_hash)
        with on_day(16):
            edition = policy.on(clock.today(), "buckinghamshire")
        assert kept.content == written_out(edition)
        assert edition.hash == decision.edition_hash
        facts = decision.facts
    assert facts["admission"] == "admitted"
    assert facts["care_experienced"] is True
    assert facts["step_date"] == "2026-03-18"
    assert decision.answers["ADM-01"] == "holds"
    assert set(decision.answers.values()) == {"holds"}


def test_a_child_who_does_not_agree_goes_back_to_the_police_with_nothing_given(people: People):
    case = Case(people).decided("community_resolution")
    case.explain(agreed=False).ok()
    case.give().refused("CON-03")
    case.of_disposal("return-to-police", {"reason": "The child does not agree to take part."}).ok()
    assert case.state == "with_police_again"
    case.at("inspector", "return-to-police", {"reason": "Nothing more is to be decided here."}).ok()
    assert case.state == "returned"
    assert case.file["disposals"][0]["state"] == "returned"
    assert case.file["moves"] == []
