"""Views and restorative justice: heard before the decision by the clock, weighed, and never deciding."""

from datetime import UTC, datetime

import pytest

from oocd import clock
from oocd.accounts.permissions import ROLES
from oocd.config import ROOT
from oocd.policy.store import Policies
from tests.people import People
from tests.story import REASONS, Case, child, newcomer, nothing_written, offence

OBJECTS = {"needs_and_wishes": "I want this child charged, and I agree to nothing else."}
RESOLUTION = "community_resolution"


@pytest.fixture
def harmed(people: People) -> Case:
    case = Case(people).sent(victim_identified=True)
    case.harm().ok()
    return case


def test_what_a_victim_wants_is_nothing_a_rule_can_ask_for():  # VIC-02
    edition = Policies(ROOT / "policies").on(clock.today(), "bexley")
    about_victims = {name for name, fact in edition.content["facts"].items() if fact["comes_from"] == "victims"}
    assert about_victims == {"has_victim", "victim_heard_or_reason", "victim_consent_asked"}
    for gate in edition.gates:
        assert about_victims & set(gate.needs) <= {"has_victim", "victim_heard_or_reason", "victim_consent_asked"}


def test_an_objecting_victim_bars_no_outcome_that_an_agreeing_one_does_not(harmed: Case):  # VIC-02
    def barred() -> dict[str, set[str]]:
        menu = harmed.file["offences"][0]["outcomes"]
        return {row["code"]: {refusal["rule"] for refusal in row["barred_by"]} for row in menu}

    harmed.of_victim("victims", "views", {"needs_and_wishes": "I should like an apology."}).ok()
    agreeing = barred()
    harmed.of_victim("victims", "views", OBJECTS).ok()
    assert barred() == agreeing
    assert not any("VIC" in rule for rules in agreeing.values() for rule in rules)


def test_no_field_anywhere_lets_a_victims_view_decide(people: People):  # VIC-02
    case = Case(people).recommended()
    case.harm().ok()
    veto = {"victim_veto": True}
    victim = {"kind": "person", "contact_consent": "yes"}
    with nothing_written(people):
        refused = [
            case.harm(**veto),
            case.of_victim("victims", "views", OBJECTS | veto),
            case.of_victim("victims", "corrections", veto),
            case.decide(RESOLUTION, **veto),
            case.decide(RESOLUTION, of_each=veto),
            case.decide(RESOLUTION, of_each={"reasons": REASONS | veto}),
            case.at("victims", "victims", victim | {"decides": "charge"}),
        ]
        for reply in refused:
            assert "Unknown field" in reply.refused()["detail"]
    case.of_victim("victims", "views", OBJECTS).ok()
    case.decide(RESOLUTION).ok()
    assert case.state == "decided"


def test_the_clock_says_which_views_came_before_the_decision(people: People):
    case = Case(people).recommended()
    case.harm().ok()
    case.harm().ok()
    case.of_victim("victims", "views", {"needs_and_wishes": "An apology.", "given_on": "2026-09-01"}, 1).ok()
    case.of_victim("victims", "views", {"reason_for_none": "could_not_reach"}, 2).ok()
    assert {view["before_first_decision"] for view in case.file["victim_views"]} == {None}
    case.decide(RESOLUTION).ok()
    late = {"needs_and_wishes": "To be left alone.", "given_on": "2026-09-01", "given_how": "by_phone"}
    case.of_victim("victims", "views", late, 2).ok()  # a day before the decision, told after it
    views = case.file["victim_views"]
    assert [(view["victim"], view["before_first_decision"]) for view in views] == [(1, True), (2, True), (2, False)]
    assert [view["before_latest_decision"] for view in views] == [True, True, False]


def test_each_victim_of_an_offence_is_heard_before_it_is_decided(people: People):
    two = [offence(), offence(offence_id="drunk_highway")]
    case = Case(people).recommended(offences=two)
    case.harm(offences=[1]).ok()
    case.harm(offences=[1, 2]).ok()
    case.of_victim("victims", "views", OBJECTS, 2).ok()
    refused = case.decide(RESOLUTION).refused("VIC-01")
    (unmet,) = refused["unmet"]
    assert unmet["sentence"].startswith("Offence 1:")
    case.of_victim("victims", "views", {"reason_for_none": "declined"}, 1).ok()
    case.decide(RESOLUTION).ok()


def test_a_view_says_when_and_how_it_was_given_and_is_refused_where_it_cannot_be_so(people: People, harmed: Case):
    with nothing_written(people):
        for wrong in ({"given_on": "2999-01-01"}, {"given_how": "by_pigeon"}, {"reason_for_none": "declined"}):
            harmed.of_victim("victims", "views", OBJECTS | wrong).refused()
    harmed.of_victim("referrer", "views", OBJECTS | {"given_on": "2026-09-02", "given_how": "by_phone"}).ok()
    (view,) = harmed.file["victim_views"]
    assert (view["given_on"], view["given_how"]) == ("2026-09-02", "by_phone")


# Monday 7 September: five working days, or one, later; a day late is a breach on record and no block.
@pytest.mark.parametrize(
    ("victim", "due"),
    [
        ({}, "2026-09-14"),
        ({"kind": "child"}, "2026-09-08"),
        ({"enhanced_because": "persistently_targeted"}, "2026-09-08"),
    ],
)
def test_a_victim_hears_of_restorative_justice_in_time_or_the_breach_is_on_record(people: People, victim, due):  # T-09
    with clock.stopped_at(datetime(2026, 9, 7, 9, tzinfo=UTC)):
        case = Case(people).sent()
        assert case.harm(**victim).ok()["rj_information_due_on"] == due
        on_time = Case(people).sent(of=child(child_ref="C-2"))
        on_time.harm(**victim).ok()
    with clock.stopped_at(datetime(2026, 9, 21, 9, tzinfo=UTC)):
        assert case.file["victims"][0]["rj_information_late"] is True
        step = {"step": "rj_information", "result": "offered"}
        late = case.of_victim("victims", "restorative-steps", step | {"happened_on": "2026-09-15"}).ok()
        assert late["rj_information_late"] is True
        assert late["restorative_steps"][0]["late"] is True
        kept = on_time.of_victim("victims", "restorative-steps", step | {"happened_on": due}).ok()
        assert kept["rj_information_late"] is False


def test_restorative_justice_is_offered_again_after_a_no_and_done_only_with_a_yes(people: People, harmed: Case):
    def step(step: str, result: str):
        sent = {"step": step, "result": result, "happened_on": str(clock.today())}
        return harmed.of_victim("victims", "restorative-steps", sent)

    step("rj_direct", "offered").ok()
    step("rj_direct", "declined").ok()
    step("rj_indirect", "offered").ok()
    step("victim_service", "accepted").ok()
    step("child_willing", "willing").ok()
    with nothing_written(people):
        step("rj_indirect", "done").refused(status=409)
        step("rj_indirect", "offered_twice").refused()
        step("rj_by_post", "done").refused()
        step("child_willing", "done").refused()
    harmed.at("victims", "victims", {"kind": "person", "contact_consent": "yes"}).ok()
    answers = {
        "answers": {"restorative_justice": "yes"},
        "asked_on": "2026-09-02",
        "asked_by": "X",
        "asked_how": "letter",
    }
    harmed.of_victim("victims", "consents", answers).ok()
    step("rj_indirect", "done").ok()
    assert len(harmed.file["victims"][0]["restorative_steps"]) == 6
    assert harmed.file["victims"][1]["restorative_steps"] == []


def test_nobody_but_who_works_with_victims_does_restorative_work_in_their_name(people: People, harmed: Case):
    newcomer(people, "all_but", {"buckinghamshire": ("yjs", tuple(sorted(set(ROLES) - {"victim_worker"})))})
    sent = {"step": "rj_direct", "result": "done", "happened_on": str(clock.today())}
    harmed.of_victim("all_but", "restorative-steps", sent).refused(status=403)
