"""Who is offered Turnaround, by the criteria of the day, and who agrees. Section 1.2 of the research on routes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from oocd import clock
from oocd.config import ROOT
from oocd.policy.store import Policies
from oocd.turnaround.rules import excluded
from tests.exchange.sheets import past_case, until
from tests.people import People
from tests.story import WHY, Case, child, nothing_written, offence, without_history
from tests.turnaround.support import HELP, NOTHING_EXCLUDES, Support

ASKED_FOR = {
    "area": "buckinghamshire",
    "source": "partner",
    "other_source": "A made-up school",
    "qualifying_event": "antisocial_behaviour",
    "qualifying_event_on": "2026-09-01",
    "child": child(),
}
REASON = {"reason": "Made up, for a test."}


@pytest.fixture(scope="module")
def policies():
    return Policies(ROOT / "policies")


@pytest.mark.parametrize(
    ("day", "rule_set"),
    [
        (date(2022, 11, 30), None),
        (date(2022, 12, 1), "turnaround_2022"),
        (date(2025, 3, 31), "turnaround_2022"),
        (date(2025, 4, 1), "turnaround_2025"),
        (date(2026, 3, 31), "turnaround_2025"),
        (date(2026, 4, 1), "turnaround_2026"),
        (date(2029, 3, 31), "turnaround_2026"),
        (date(2029, 4, 1), None),
    ],
)
def test_one_set_of_criteria_is_in_force_from_its_first_day_to_its_last(policies, day, rule_set):
    for area in policies.areas:
        sets = policies.on(day, area).codes("turnaround_rule_sets")
        assert list(sets) == ([rule_set] if rule_set else [])


def test_what_nobody_could_read_of_the_criteria_says_so(policies):
    verified = {
        code: row["verified"]
        for day in (date(2024, 1, 1), date(2025, 5, 1), date(2026, 5, 1))
        for code, row in policies.on(day, "bexley").codes("turnaround_rule_sets").items()
    }
    assert verified == {"turnaround_2022": True, "turnaround_2025": False, "turnaround_2026": False}


def test_every_event_and_exclusion_that_a_set_names_is_on_its_list(policies):
    for day in (date(2024, 1, 1), date(2025, 5, 1), date(2026, 5, 1)):
        edition = policies.on(day, "bexley")
        (rule_set,) = edition.codes("turnaround_rule_sets").values()
        assert set(rule_set["events"]) == edition.codes("turnaround_events").keys() - {"outcome_22"}  # unverified
        assert set(rule_set["excludes"]) == {"youth_conditional_caution", "statutory_order"}


def test_one_exclusion_is_enough_and_one_that_nobody_knows_leaves_it_open():
    assert [excluded(answers) for answers in ([False, False], [None, True], [False, None], [])] == [
        False,
        True,
        None,
        False,
    ]


@pytest.mark.parametrize("who", ["socialcare", "worker", "coordinator", "manager"])
def test_a_partner_or_the_service_asks_for_support_without_the_police(people: People, who: str):
    sent = getattr(people, who).post("/referrals/for-support", ASKED_FOR).ok()
    assert sent["route"] == "turnaround"
    accepted = people.manager.post(f"/referrals/{sent['id']}/accept", {"case_worker": "worker@demo.example"})
    assert accepted.ok()["state"] == "checking"


@pytest.mark.parametrize("source", ["police", "court_return", "cps_return"])
def test_who_sends_offences_cannot_ask_for_support_in_place_of_it(people: People, source: str):
    with nothing_written(people):
        reply = people.worker.post("/referrals/for-support", ASKED_FOR | {"source": source}).refused()
        assert "Choose who else asks for support" in reply["detail"]


def test_who_asks_for_support_sends_nothing_else(people: People):
    with nothing_written(people):
        people.worker.post("/referrals", {}).refused(status=403)
        people.worker.post("/referrals/for-support", ASKED_FOR | {"offences": [offence()]}).refused()
        people.worker.post("/referrals/for-support", ASKED_FOR | {"area": "bexley"}).refused(status=403)


def test_the_window_is_held_to_on_its_last_day_and_the_day_after(people: People):
    with clock.stopped_at(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        for event_on, refused in (("2026-08-02", False), ("2026-08-01", True)):
            case = Support(people).checking(qualifying_event_on=event_on, of=child(child_ref=event_on))
            if refused:
                case.offer().refused("TA-02")
                look = case.offer(rule_reasons={"TA-02": WHY}).ok()
                assert look["rule_reasons"] == {"TA-02": WHY}
            else:
                case.offer().ok()
            assert case.file["turnaround"]["window_ends"] == ("2026-11-01" if refused else "2026-11-02")


def test_no_offence_and_no_admission_is_asked_for(people: People):
    """RT-05: antisocial behaviour is no offence; and what a child says of one makes no difference."""
    assert Support(people).offered().state == "offered"
    denied = [offence(admission="denied", evidence="none")]
    after_an_interview = {"of": child(child_ref="C-2"), "qualifying_event": "interviewed_under_caution"}
    assert Support(people).offered(offences=denied, **after_an_interview).state == "offered"


def test_a_panel_still_asks_for_an_offence(people: People):
    with nothing_written(people):
        refused = Case(people).send(offences=[]).refused()
    assert "at least one offence" in refused["detail"]


def test_a_child_outside_the_ages_is_not_taken_in(people: People):
    Support(people).refer(of=child(date_of_birth=str(clock.today() - timedelta(days=9 * 366)))).refused("AGE-00")


def test_eighteen_since_the_referral_is_too_old_for_an_offer(people: People):
    with clock.stopped_at(datetime(2026, 11, 4, 9, tzinfo=UTC)):
        case = Support(people).checking(of=child(date_of_birth="2008-11-05"))
    with clock.stopped_at(datetime(2026, 11, 5, 9, tzinfo=UTC)):
        case.offer().refused("TA-01")
        case.offer(rule_reasons={"TA-01": WHY}).refused("TA-01")  # no reason passes a hard rule


@pytest.mark.parametrize(
    "said",
    [{**NOTHING_EXCLUDES, "statutory_order": True}, {**NOTHING_EXCLUDES, "youth_conditional_caution": True}, {}],
    ids=["an order of a court", "a caution with conditions", "nobody has said"],
)
def test_who_the_criteria_leave_out_is_offered_support_only_with_a_reason(people: People, said):
    case = Support(people).checking()
    case.offer(exclusions=said).refused("RT-06")
    assert case.offer(exclusions=said, rule_reasons={"RT-06": WHY}).ok()["said_of_exclusions"] == said


def test_a_caution_with_conditions_that_runs_here_is_known_whatever_is_said(people: People):
    Case(people).given("youth_conditional_caution")
    Support(people).checking().offer().refused("RT-06")


@pytest.mark.parametrize(
    ("of", "refused"),
    [
        (child(), False),
        (child(previous_disposals=[{"outcome": "turnaround", "given_in": "Kent"}]), True),
        (without_history(), True),
    ],
    ids=["never", "declared", "nobody has declared anything"],
)
def test_a_child_has_turnaround_once(people: People, of, refused):
    case = Support(people).checking(of=of)
    if refused:
        case.offer().refused("TA-04")
    case.offer(rule_reasons={"TA-04": WHY}).ok()


def test_support_taken_up_here_counts_as_before_and_an_offer_declined_does_not(people: People):
    Support(people).offered().decline().ok()
    again = Support(people).checking()
    again.offer().ok()
    for whose in ("child", "family"):
        again.agree(whose).ok()
    again.at("worker", "take-up").ok()
    again.decline().ok()
    Support(people).checking().offer().refused("TA-04")


@pytest.mark.parametrize(("told", "refused"), [("intervention_start_date", True), ("referral_date", False)])
def test_support_that_a_spreadsheet_tells_of_counts_as_before_where_it_began(people: People, told, refused):
    row = until(told, route="turnaround", child_ref="C-1", date_of_birth=child()["date_of_birth"], outcome="")
    past_case(people, **row)
    reply = Support(people).checking().offer()
    assert ("TA-04" in reply.rules) is refused, reply.body


@pytest.mark.parametrize("agrees", [(), ("child",), ("family",)], ids=["nobody", "the child alone", "the family alone"])
def test_no_work_before_child_and_family_have_both_agreed(people: People, agrees):
    case = Support(people).offered()
    for whose in agrees:
        case.agree(whose).ok()
    case.at("worker", "take-up").refused("TA-03")
    case.plan_work().ok()
    case.hold_session().refused("TA-03")
    assert case.state == "offered"


def test_each_consent_says_who_when_and_how(people: People):
    case = Support(people).offered()
    case.agree("family", relation=None).refused(status=422)
    case.agree("child", how="by_pigeon").refused()
    case.agree("friend").refused()
    case.agree("child", said_on=str(clock.today() + timedelta(days=1))).refused()
    case.agree("family", person_name="A made-up mother").ok()
    (said,) = case.file["turnaround"]["consents"]
    assert (said["whose"], said["relation"], said["how"]) == ("family", "mother", "spoken")
    assert said["said_on"] == str(clock.today())


def test_consent_belongs_to_an_offer(people: People):
    case = Support(people).checking()
    with nothing_written(people):
        assert "offer" in case.agree("child").refused(status=409)["detail"]


def test_what_an_offer_rested_on_is_kept(people: People):
    case = Support(people).offered()
    (look,) = case.file["turnaround"]["looks"]
    assert look["rule_set"] == "turnaround_2026"
    assert look["answers"] == dict.fromkeys(("RT-06", "TA-01", "TA-02", "TA-04", "TA-07"), "holds")


def test_outside_the_criteria_other_help_is_named(people: People):
    case = Support(people).checking()
    case.at("worker", "find-not-eligible", REASON).refused()
    case.at("worker", "find-not-eligible", {**REASON, "other_help": HELP}).ok()
    (look,) = case.file["turnaround"]["looks"]
    assert (case.state, look["offered"], look["other_help"]) == ("not_eligible", False, HELP)


def test_a_case_for_another_area_says_so(people: People):
    case = Support(people).referred(caretaking_for="Milton  Keynes")
    assert case.file["arrival"]["caretaking_for"] == "Milton Keynes"


def test_an_event_after_the_referral_is_a_mistake(people: People):
    case = Support(people).checking(referral_date=str(clock.today() - timedelta(days=9)), qualifying_event_on=None)
    case.offer(qualifying_event_on=str(clock.today())).refused()
    case.offer(qualifying_event="a_whim").refused()


def test_every_rule_of_support_is_explained_before_the_offer_and_after(people: People):
    case = Support(people).checking()
    offer, start = explanation(case)["support"]
    before = {row["rule"]: row["comes_to"] for row in (*offer["rules"], *start["rules"])}
    assert before == {
        **dict.fromkeys(("TA-01", "TA-02", "TA-04", "TA-07"), "open"),
        "RT-06": "asked_later",
        "TA-03": "blocked",
    }
    case.offer().ok()
    for whose in ("child", "family"):
        case.agree(whose).ok()
    assert [(at["moment"], at["state"]) for at in explanation(case)["support"]] == [
        ("offer", "open"),
        ("start", "open"),
    ]
    told = people.app.test_cli_runner().invoke(
        args=["policies", "explain", "TA-03", "--case", case.file["referral"]["reference"]]
    )
    assert told.exit_code == 0, told.output
    assert "Voluntary support, start: open" in told.output
    assert "TA-03 (hard) holds" in told.output


def explanation(case: Case) -> dict:
    return case.people.manager.get(f"/referrals/{case.id}/explanation").ok().body
