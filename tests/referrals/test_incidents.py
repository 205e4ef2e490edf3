"""Children accused together: a case each, found from one another by reference and nothing more."""

import json

from tests.people import People
from tests.story import Case, child, newcomer, nothing_written

REFERRER = {"staffordshire": ("police", ("police_referrer", "manager"))}


def reference(case: Case) -> str:
    return str(case.file["referral"]["reference"])


def test_cases_of_one_incident_name_each_other_by_reference_only(people: People):
    first = Case(people).sent(incident="TVP 43/1")
    second = Case(people).sent(of=child(child_ref="SECOND", name="A second child"), incident=" tvp43/1 ")
    assert first.file["arrival"]["incident"] == "TVP43/1"
    assert first.file["co_accused"] == [reference(second)]
    assert second.file["co_accused"] == [reference(first)]
    assert "A second child" not in json.dumps(first.file)
    assert "SECOND" not in json.dumps(first.file)


def test_a_case_is_linked_later_and_the_log_says_so(people: People):
    first = Case(people).sent(incident="TVP43/1")
    second = Case(people).sent(of=child(child_ref="C-2"))
    assert second.file["co_accused"] == []
    second.at("coordinator", "incident", {"incident": "TVP43/1"}).ok()
    assert second.file["co_accused"] == [reference(first)]
    assert people.manager.get(f"/referrals/{second.id}/timeline")["events"][-1]["action"] == "referral.link_incident"


def test_another_case_of_the_same_child_is_not_a_co_accused(people: People):
    first = Case(people).sent(incident="TVP43/1")
    first.at("referrer", "withdraw", {"reason": "Sent in error."}).ok()
    assert Case(people).sent(incident="TVP43/1").file["co_accused"] == []


def test_a_case_that_somebody_stepped_back_from_is_not_named_to_them(people: People):
    first = Case(people).sent(incident="TVP43/1")
    second = Case(people).sent(of=child(child_ref="C-2"), incident="TVP43/1")
    first.step_back("worker").ok()
    assert people.worker.get(f"/referrals/{second.id}").ok()["co_accused"] == []
    assert second.file["co_accused"] == [reference(first)]


def test_an_incident_of_another_area_is_another_incident(people: People):
    here = Case(people).sent(incident="TVP43/1")
    newcomer(people, "of_staffordshire", REFERRER)
    people.referrer = people.manager = people.of_staffordshire
    there = Case(people).sent(area="staffordshire", incident="TVP43/1")
    assert there.file["co_accused"] == []
    people.of_staffordshire.get(f"/referrals/{here.id}").refused(status=404)


def test_an_incident_without_a_reference_and_a_case_that_is_over_are_refused(people: People):
    case = Case(people).sent()
    with nothing_written(people):
        case.at("coordinator", "incident", {"incident": " \n "}).refused()
        Case(people).send(incident="  ").refused()
    case.at("referrer", "withdraw", {"reason": "Sent in error."}).ok()
    with nothing_written(people):
        case.at("coordinator", "incident", {"incident": "TVP43/1"}).refused(status=409)


def test_each_child_needs_a_decision_of_its_own(people: People):
    first = Case(people)
    first.decided(incident="TVP43/1")
    second = Case(people).recommended(of=child(child_ref="C-2"), incident="TVP43/1")
    assert (first.state, second.state) == ("decided", "recommended")
    assert second.file["decisions"] == []
