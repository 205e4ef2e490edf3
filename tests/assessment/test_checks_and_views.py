"""Agency checks and own words: what is refused while a case is prepared."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from oocd import clock
from oocd.accounts import service as accounts
from oocd.assessment.guards import checks_answered
from oocd.db import db, everywhere
from oocd.policy.facts import gather
from oocd.referrals.models import Offence, Referral
from oocd.workflow import Attempt
from tests.people import People
from tests.story import Case, child, newcomer, nothing_written
from tests.test_every_route_declares_who_may_use_it import routes


def test_an_agency_is_asked_once_at_a_time(people: People):
    case = Case(people).sent()
    check = case.ask().ok()["id"]
    with nothing_written(people):
        assert "open check" in case.ask().refused(status=409)["detail"]
        assert "scouts" in case.ask("scouts").refused()["detail"]
        answer = {"answer": "do_not_know"}
        people.socialcare.post(f"/information-requests/{check}/answer", answer).refused()
    people.worker.post(f"/information-requests/{check}/give-up", {"reason": "Four weeks without a word."}).ok()
    case.ask().ok()


def test_a_missing_view_counts_once_another_manager_agrees_to_its_reason(people: People):
    newcomer(people, "both", {"buckinghamshire": ("yjs", ("practitioner", "manager"))})
    case = Case(people).prepared(without={"child"})
    with nothing_written(people):
        assert "bored" in case.not_heard("child", "bored").refused()["detail"]
        assert "neighbour" in case.not_heard("neighbour").refused()["detail"]
        case.at("manager", "absent-views", {"whose": "child", "reason_for_none": "declined"}).refused(status=403)
    mine = case.at("both", "absent-views", {"whose": "child", "reason_for_none": "declined"}).ok()["id"]
    with nothing_written(people):
        case.agree_absence(mine, "worker").refused(status=403)
        assert "another manager" in case.agree_absence(mine, "both").refused(status=403)["detail"]
        case.at("worker", "make-ready").refused("AS-02")
    assert case.agree_absence(mine).ok()["agreement"]["agreed_by"] == "Demo YJS manager"
    with nothing_written(people):
        case.agree_absence(mine).refused(status=409)
        case.agree_absence(case.file["views"][0]["id"]).refused(status=409)
    case.at("worker", "make-ready").ok()


def test_who_could_not_be_reached_was_tried_on_named_days(people: People):
    case = Case(people).accepted()
    tried = {"tried_on": str(clock.today()), "how": "visit"}
    with nothing_written(people):
        assert "each attempt" in case.not_heard("child", "not_reached").refused()["detail"]
        case.not_heard("child", "not_reached", attempts=[tried | {"how": "telepathy"}]).refused()
        tomorrow = str(clock.today() + timedelta(days=1))
        case.not_heard("child", "not_reached", attempts=[tried | {"tried_on": tomorrow}]).refused()
    assert case.not_heard("child", "not_reached", attempts=[tried]).ok()["attempts"] == [tried]


def test_each_carer_is_heard_apart_and_may_see_it_otherwise_than_the_child(people: People):
    case = Case(people).accepted()
    case.hear("child", view_of_outcome="I would rather say sorry.", communication_aid="pictures_or_symbols").ok()
    case.hear("mother", disagrees_with_child="She thinks the friends led.", lives_with_child=True).ok()
    case.hear("father", person_name="Made-up father", lives_with_child=False, words="I hear of it late.").ok()
    case.hear("other", person_name="First aunt").ok()
    case.hear("other", person_name="Second aunt").ok()
    kept = [(view["whose"], view["person_name"]) for view in case.file["views"]]
    assert kept == [
        ("child", None),
        ("mother", None),
        ("father", "Made-up father"),
        ("other", "First aunt"),
        ("other", "Second aunt"),
    ]
    with nothing_written(people):
        case.hear("child", disagrees_with_child="No.").refused()
        case.hear("child", communication_aid="shouting").refused()


def test_a_carer_known_to_be_missing_is_waited_for_even_if_another_was_heard(people: People):
    case = Case(people).prepared()
    missing = case.not_heard("father", "unsafe").ok()["id"]
    with nothing_written(people):
        assert "father" in case.at("worker", "make-ready").refused("AS-02")["detail"]
    case.agree_absence(missing).ok()
    case.at("worker", "make-ready").ok()


@pytest.mark.parametrize("words", ["N/A", "n.a.", "Not applicable", " - ", "None", "TBC"])
def test_what_fills_a_box_is_nobodys_words(people: People, words: str):
    case = Case(people).accepted()
    with nothing_written(people):
        case.hear("child", words=words).refused()
        case.not_heard("child", words).refused()


def test_own_words_are_never_rewritten_only_added_to(people: People, app: Flask):
    """The attack: by every method at every address, then with the keys to the database."""
    case = Case(people).accepted()
    view = case.hear("child", words="It was not me alone.").ok()["id"]
    with nothing_written(people):
        for method, rule in routes(app):
            assert method in {"GET", "POST"}, f"{method} {rule} could rewrite what somebody said"
        for statement in ("UPDATE heard_view SET words = 'It was me.'", "DELETE FROM heard_view"):
            with (
                app.app_context(),
                pytest.raises(sa.exc.DatabaseError, match="only ever added to"),
                db.engine.begin() as connection,
            ):
                connection.execute(sa.text(statement))
        other = case.hear("mother", words="He told me.", corrects=view)
        assert "earlier view of the mother" in other.refused()["detail"]
        case.hear("child", corrects=str(uuid4())).refused()
    corrected = case.hear("child", words="It was not me alone. Two were older.", corrects=view).ok()
    assert corrected["corrects"] == view
    assert [kept["words"] for kept in case.file["views"]] == ["It was not me alone.", corrected["words"]]


def test_nobody_corrects_what_was_said_in_another_case(people: People):
    first, second = Case(people).accepted(), Case(people).accepted(of=child(child_ref="C-2"))
    said = first.hear("child").ok()["id"]
    with nothing_written(people):
        second.hear("child", corrects=said).refused()


# -- checks


def test_social_care_is_asked_the_day_a_case_is_accepted_and_only_once(people: People):
    case = Case(people).accepted()
    (check,) = case.file["checks"]
    assert (check["agency"], check["asked_on"], check["result"]) == ("social_care", str(clock.today()), "waiting")
    before = Case(people).sent(of=child(child_ref="C-2"))
    before.ask().ok()
    before.accept().ok()
    assert [check["agency"] for check in before.file["checks"]] == ["social_care"]


def test_a_case_that_was_prepared_elsewhere_still_waits_for_social_care(people: People):
    """An imported case opens nothing by itself, so the guard asks again."""
    case = Case(people).sent()
    with people.app.app_context(), everywhere():
        referral = db.session.scalars(sa.select(Referral)).one()
        manager = accounts.actor(accounts.find_person("manager@demo.example").id)
        unmet = checks_answered(Attempt(referral, manager, clock.today()))
    assert case.id
    assert unmet == ["Not asked yet: Children's social care."]


def test_an_agency_that_is_late_is_shown_so_and_chased_until_it_answers_or_is_given_up_on(people: People):
    with clock.stopped_at(datetime(2026, 11, 2, 9, tzinfo=UTC)):  # a Monday
        case = Case(people).accepted()
        (check,) = case.file["checks"]
        assert check["due_on"] == "2026-11-09"  # five working days
        chase = partial(people.worker.post, f"/information-requests/{check['id']}/chases")
    with clock.stopped_at(datetime(2026, 11, 9, 9, tzinfo=UTC)):
        assert case.file["checks"][0]["overdue"] is False
    with clock.stopped_at(datetime(2026, 11, 10, 9, tzinfo=UTC)):
        assert case.file["checks"][0]["overdue"] is True
        with nothing_written(people):
            chase({"chased_on": "2026-11-11", "how": "phone"}).refused()
            chase({"chased_on": "2026-11-10", "how": "pigeon"}).refused()
        chase({"chased_on": "2026-11-10", "how": "phone"}).ok()
        chase({"chased_on": "2026-11-10", "how": "email"}).ok()
        assert [chase["how"] for chase in case.file["checks"][0]["chases"]] == ["phone", "email"]
    give_up = f"/information-requests/{check['id']}/give-up"
    people.worker.post(give_up, {"reason": "Two reminders, no word."}).ok()
    with nothing_written(people):
        chase({"chased_on": "2026-11-10", "how": "phone"}).refused(status=409)
    assert case.file["checks"][0]["result"] == "no_reply"


def test_a_late_answer_is_added_after_a_check_was_given_up_and_an_answer_is_final(people: People):
    case = Case(people).accepted()
    answer = partial(people.socialcare.post, f"/information-requests/{case.file['checks'][0]['id']}/answer")
    people.worker.post(f"/information-requests/{case.file['checks'][0]['id']}/give-up", {"reason": "No word."}).ok()
    late = answer({"answer": "information_shared", "information": "There is a plan."}).ok()
    assert (late["state"], late["result"]) == ("answered", "information_shared")
    with nothing_written(people):
        answer({"answer": "nothing_held"}).refused(status=409)


# -- safeguarding


def fact(people: People, name: str) -> Any:
    with people.app.app_context(), everywhere():
        offence = db.session.scalars(sa.select(Offence)).one()
        return gather(offence, clock.today())[name]


@pytest.mark.parametrize("referred", [True, False])
def test_the_national_referral_mechanism_is_considered_by_a_referral_or_by_a_reason_against(
    people: People, referred: bool
):
    case = Case(people).accepted()
    case.consider_safeguarding(kind="child_protection").ok()
    assert fact(people, "nrm_considered") is False
    with nothing_written(people):
        case.consider_safeguarding(reason=" ").refused()
        case.consider_safeguarding(kind="police").refused()
        case.consider_safeguarding(agency="scouts").refused()
        case.consider_safeguarding(made_on=str(clock.today() + timedelta(days=1))).refused()
    case.consider_safeguarding(referred=referred).ok()
    assert fact(people, "nrm_considered") is True


def test_what_came_of_a_safeguarding_referral_is_added_as_it_comes(people: People):
    case = Case(people).accepted()
    made, considered = case.consider_safeguarding().ok(), case.consider_safeguarding(referred=False).ok()
    today = str(clock.today())

    def decide(row: Any, decision: str) -> Any:
        sent = {"decision": decision, "decided_on": today}
        return people.worker.post(f"/safeguarding-referrals/{row['id']}/decisions", sent)

    with nothing_written(people):
        decide(considered, "reasonable_grounds").refused(status=409)
        assert "child_in_need_plan" in decide(made, "child_in_need_plan").refused()["detail"]
    decide(made, "reasonable_grounds").ok()
    decide(made, "conclusive_grounds").ok()
    (kept, _) = case.file["safeguarding"]
    assert [row["decision"] for row in kept["decisions"]] == ["reasonable_grounds", "conclusive_grounds"]


def test_nothing_is_added_to_checks_views_or_safeguarding_once_a_case_is_over(people: People):
    case = Case(people).accepted()
    check, view = case.file["checks"][0]["id"], case.not_heard("mother").ok()["id"]
    made = case.consider_safeguarding().ok()["id"]
    case.at("referrer", "withdraw", {"reason": "Charged with something else."}).ok()
    today = str(clock.today())
    with nothing_written(people):
        for reply in (
            case.ask("health"),
            people.socialcare.post(f"/information-requests/{check}/answer", {"answer": "nothing_held"}),
            people.worker.post(f"/information-requests/{check}/chases", {"chased_on": today, "how": "phone"}),
            case.hear("child"),
            case.not_heard("child"),
            case.agree_absence(view),
            case.consider_safeguarding(),
            people.worker.post(
                f"/safeguarding-referrals/{made}/decisions", {"decision": "reasonable_grounds", "decided_on": today}
            ),
        ):
            reply.refused(status=409)


@pytest.mark.parametrize("what", ["views", "victims"])
def test_nobody_was_heard_tomorrow(people: People, what: str):
    tomorrow = str(clock.today() + timedelta(days=1))
    sent = {
        "views": {"whose": "child", "words": "Sorry.", "given_how": "spoken", "given_on": tomorrow},
        "victims": {"kind": "person", "contact_consent": "yes", "asked_on": tomorrow},
    }
    Case(people).sent().at("worker", what, sent[what]).refused()
