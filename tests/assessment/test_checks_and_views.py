"""Agency checks and own words: what is refused while a case is prepared."""

from datetime import timedelta

import pytest

from oocd import clock
from tests.people import People
from tests.story import QuickCase, nothing_written


def test_an_agency_is_asked_once_at_a_time(people: People):
    case = QuickCase(people).sent()
    check = case.ask().ok()["id"]
    with nothing_written(people):
        assert "open check" in case.ask().refused(status=409)["detail"]
        assert "scouts" in case.ask("scouts").refused()["detail"]
        answer = {"answer": "do_not_know"}
        people.socialcare.post(f"/information-requests/{check}/answer", answer).refused()
    people.worker.post(f"/information-requests/{check}/give-up", {"reason": "Four weeks without a word."}).ok()
    case.ask().ok()


def test_only_a_manager_agrees_that_somebody_was_not_heard(people: People):
    case = QuickCase(people).prepared(without={"child"})
    absent = {"whose": "child", "reason_for_none": "declined"}
    with nothing_written(people):
        case.at("worker", "absent-views", absent).refused(status=403)
        assert "bored" in case.at("manager", "absent-views", absent | {"reason_for_none": "bored"}).refused()["detail"]
        assert "neighbour" in case.at("manager", "absent-views", absent | {"whose": "neighbour"}).refused()["detail"]
    case.at("manager", "absent-views", absent).ok()
    case.at("worker", "make-ready").ok()


@pytest.mark.parametrize("what", ["views", "victims"])
def test_nobody_was_heard_tomorrow(people: People, what: str):
    tomorrow = str(clock.today() + timedelta(days=1))
    sent = {
        "views": {"whose": "child", "words": "Sorry.", "given_how": "spoken", "given_on": tomorrow},
        "victims": {"kind": "person", "contact_consent": "yes", "asked_on": tomorrow},
    }
    QuickCase(people).sent().at("worker", what, sent[what]).refused()
