"""A child who does not take part: what is tried first, who agrees, and who hears of it."""

from datetime import timedelta

import pytest

from oocd import clock
from tests.people import People
from tests.story import Case, child, nothing_written, offence

KNIFE = offence(offence_id="bladed_article_public")


def tried(case: Case) -> Case:
    """As much as policy asks for, so that nothing needs a reason."""
    case.consider()
    for whom in ("child", "child", "mother"):
        case.try_to_reach(whom).ok()
    return case


def agreed(case: Case) -> Case:
    tried(case).raise_non_engagement().ok()
    case.of_non_engagement("agree").ok()
    return case


def test_attempts_say_when_how_by_whom_and_what_came_of_them(people: People):
    case = Case(people).at_work()
    wrong = [
        {"made_on": "2099-01-01"},
        {"whom": "neighbour"},
        {"method": "telepathy"},
        {"result": "lazy"},
        {"made_by": "elsewhere@demo.example"},
        {"intervention": case.id},
    ]
    with nothing_written(people):
        for sent in wrong:
            case.try_to_reach(**sent).refused()
        case.at("worker", "adjustments", {"adjustment": "hypnosis", "answer": "made"}).refused()
        case.at("worker", "adjustments", {"adjustment": "travel", "answer": "no"}).refused()
    case.try_to_reach("mother", method="visit", result="no_answer", made_by="manager@demo.example").ok()
    (attempt,) = case.file["contact_attempts"]
    assert (attempt["whom"], attempt["method"], attempt["result"]) == ("mother", "visit", "no_answer")


def test_a_manager_agrees_once_enough_was_tried_and_only_then_work_ends_for_that(people: People):
    case = tried(Case(people).at_work())
    with nothing_written(people):
        case.raise_non_engagement(barriers=" ").refused()
        case.of_work("end-early", {"end_reason": "not_engaged"}).refused("NE-05")
    case.raise_non_engagement().ok()
    with nothing_written(people):
        case.raise_non_engagement().refused(status=409)
        case.of_non_engagement("agree", who="worker").refused(status=403)
        case.of_work("end-early", {"end_reason": "not_engaged"}).refused("NE-05")
    case.of_non_engagement("send-back", {"reason": "Ask the school first."}).ok()
    case.raise_non_engagement().ok()
    case.of_non_engagement("agree").ok()
    case.of_work("end-early", {"end_reason": "not_engaged"}).ok()


def test_less_may_have_been_tried_where_the_worker_says_why(people: People):
    case = Case(people).at_work()
    case.raise_non_engagement(fewer_because="The court forbids all contact since Monday.").ok()
    case.of_non_engagement("agree").ok()
    other = Case(people).at_work(of=child(child_ref="C-2"))
    other.consider()
    for _ in range(3):
        other.try_to_reach().ok()
    other.raise_non_engagement().ok()
    other.of_non_engagement("agree").refused("NE-04")
    other.of_non_engagement("send-back", {"reason": "Speak to a carer."}).ok()
    other.raise_non_engagement(no_carer_because="Both parents are abroad and do not answer.").ok()
    other.of_non_engagement("agree").ok()


def police_see(case: Case):
    file = case.people.inspector.get(f"/referrals/{case.id}").ok()
    events = case.people.inspector.get(f"/referrals/{case.id}/timeline").ok()["events"]
    told = [event["action"] for event in events if event["action"].startswith("non_engagement")]
    return file["non_engagements"], told, [row["move"] for row in file["reasons"]]


def test_of_a_community_resolution_the_police_are_told_and_nothing_follows(people: People):
    """NE-01 and routes 6.1: they may weigh it next time."""
    case = tried(Case(people).at_work())
    case.raise_non_engagement().ok()
    assert police_see(case)[:2] == ([], [])  # not before a manager agreed
    case.of_non_engagement("agree").ok()
    assert case.file["non_engagements"][0]["outcomes"] == ["community_resolution"]
    told = case.of_non_engagement("tell-police", who="worker").ok()
    assert told["police_told_on"] == str(clock.today())
    assert len(police_see(case)[0]) == 1
    assert case.state == "in_intervention"
    with nothing_written(people):
        case.of_non_engagement("tell-police", who="worker").refused(status=409)


def test_of_a_youth_cautions_programme_nobody_is_told(people: People):
    """Routes 6.1: its programme is voluntary and no sanction follows."""
    case = agreed(Case(people).at_work("youth_caution"))
    assert case.file["non_engagements"][0]["outcomes"] == []
    with nothing_written(people):
        assert "never reported" in case.of_non_engagement("tell-police", who="worker").refused(status=409)["detail"]
    rows, actions, reasons = police_see(case)
    assert (rows, actions) == ([], [])
    assert "send_back" not in reasons


def test_where_there_was_a_weapon_the_police_hear_of_the_plan_of_any_disposal(people: People):
    """R-3: non-compliance is told for a disposal's plan, that of a youth caution too."""
    case = Case(people).explained("youth_caution", offences=[KNIFE])
    case.plan_work().ok()
    case.give().ok()
    case.hold_session().ok()
    assert agreed(case).file["non_engagements"][0]["outcomes"] == ["youth_caution"]


@pytest.mark.parametrize("sooner", [True, False])
def test_voluntary_work_is_never_reported_as_a_failure(people: People, sooner: bool):
    """TA-06 and R-3: neither support beside the outcome, even after a knife, nor work before any outcome is given."""
    if sooner:
        case = Case(people).sent(offences=[KNIFE])
        case.plan_work().ok()
    else:
        case = Case(people).explained(offences=[KNIFE])
        case.plan_work(sequence=2).ok()
        case.plan_work(sequence=1, voluntary=True).ok()
        case.give().ok()
    case.hold_session().ok()
    tried(case)
    with nothing_written(people):
        assert "take or leave" in case.raise_non_engagement().refused(status=409)["detail"]
        case.of_work("end-early", {"end_reason": "not_engaged"}).refused("NE-05")
    case.of_work("end-early", {"end_reason": "declined"}).ok()


def test_a_plan_of_an_awareness_course_alone_is_flagged_after_a_knife(people: People):
    """KNF-04: shown beside the plan, until there is more to it."""
    case = Case(people).explained(offences=[KNIFE, offence()])
    case.plan_work(kind="awareness_course", offence=1).ok()
    case.plan_work(kind="awareness_course", offence=2).ok()
    assert case.file["plan_flags"] == [{"offence": 1, "all_planned_is": "awareness_only"}]
    case.plan_work(kind="apology", offence=1).ok()
    assert case.file["plan_flags"] == []
    case.plan_work(kind="therapeutic_work").ok()
    assert case.file["plan_flags"] == []


def test_a_supervision_since_the_work_was_agreed_is_a_managers_look_before_anybody_speaks_of_failure(people: People):
    """NE-02: what a manager saw before there was any work says nothing of how it went."""
    case = Case(people).explained("outcome_22")
    case.oversee(held_on=str(clock.today() - timedelta(days=1))).ok()
    case.plan_work().ok()
    case.begin().ok()
    tried(case).fail(rule_reasons={}).refused("NE-02")
    case.oversee().ok()
    case.fail(rule_reasons={}).ok()
