"""Consent purpose by purpose: who asked, what is in force, what the police still owe, and what stops at once."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from oocd import clock
from tests.people import People, Reply
from tests.story import ASKED, Case, nothing_written, offence

PURPOSES = ["share_with_yjs", "contact", "restorative_justice", "updates", "survey"]


def states(reply: Reply | Mapping[str, Any]) -> dict[str, str]:
    return {row["purpose"]: row["state"] for row in reply["consents"]}


def today() -> str:
    return str(clock.today())


def contact(case: Case, purpose: str = "contact", **changes: Any) -> Reply:
    sent = {"purpose": purpose, "contacted_on": today(), "how": "by_phone", **changes}
    return case.of_victim("victims", "contacts", sent)


def ask(case: Case, answers: dict[str, str], who: str = "referrer", **changes: Any) -> Reply:
    return case.of_victim(who, "consents", {"answers": answers, **ASKED, **changes})


@pytest.fixture
def case(people: People) -> Case:
    return Case(people).sent()


def test_a_victim_is_of_all_offences_unless_some_are_named(people: People):
    case = Case(people).sent(offences=[offence(), offence(offence_id="drunk_highway")])
    assert case.harm().ok()["offences"] == [1, 2]
    assert case.harm(offences=[2], victim_ref="V-77").ok()["offences"] == [2]
    file = case.file
    reference = file["referral"]["reference"]
    assert [victim["victim_ref"] for victim in file["victims"]] == [reference, "V-77"]
    with nothing_written(people):
        assert "V-77" in case.harm(victim_ref="V-77").refused()["detail"]
        assert "number 3" in case.harm(offences=[3]).refused()["detail"]
        case.harm(offences=[]).refused()
        for name in ("Mrs Smith", "Smith", "Smith 1"):
            assert "never a name" in case.harm(victim_ref=name).refused()["detail"]
        case.harm(kind="dragon").refused()
        case.harm(contact_consent="perhaps").refused()


def test_each_purpose_has_its_own_state_and_nobody_asked_stands_until_somebody_does(case: Case):
    assert states(case.harm(contact_consent="not_asked").ok()) == dict.fromkeys(PURPOSES, "not_asked")
    answered = {"share_with_yjs": "yes", "contact": "could_not_reach", "survey": "no"}
    in_force = dict.fromkeys(PURPOSES, "not_asked") | answered
    assert states(ask(case, answered).ok()) == in_force
    assert states(case.file["victims"][0]) == in_force


def test_asking_for_consent_is_a_task_of_the_police_that_the_case_file_lists_until_it_is_done(people: People):
    monday = datetime(2026, 9, 7, 9, tzinfo=UTC)
    with clock.stopped_at(monday):
        case = Case(people).sent(victim_identified=True)
        case.harm(contact_consent="not_asked").ok()
        owed = case.file["victim_consents_owed"]
    assert [(row["victim"], row["purpose"]) for row in owed] == [(1, "share_with_yjs"), (1, "contact")]
    assert [(row["due_on"], row["late"]) for row in owed] == [("2026-09-14", False)] * 2
    with clock.stopped_at(monday + timedelta(8)):
        assert all(row["late"] for row in case.file["victim_consents_owed"])
        ask(case, {"share_with_yjs": "yes"}, who="inspector", asked_on="2026-09-15").ok()
        assert [row["purpose"] for row in case.file["victim_consents_owed"]] == ["contact"]
        ask(case, {"contact": "could_not_reach"}, who="victims", asked_on="2026-09-15").ok()
        assert case.file["victim_consents_owed"] == []


def test_who_asked_when_and_how_is_on_record_and_what_is_no_answer_is_refused(people: People, case: Case):
    case.harm(contact_consent="not_asked").ok()
    with nothing_written(people):
        for missing in ("asked_on", "asked_by", "asked_how"):
            sent = {name: value for name, value in ASKED.items() if name != missing}
            refused = case.of_victim("referrer", "consents", {"answers": {"contact": "yes"}, **sent}).refused()
            assert missing in refused["errors"]
        for state in ("not_asked", "withdrawn", "perhaps"):
            ask(case, {"contact": state}).refused()
        ask(case, {"marketing": "yes"}).refused()
        ask(case, {}).refused()
        ask(case, {"contact": "yes"}, asked_on="2999-01-01").refused()
        ask(case, {"contact": "yes"}, asked_how="by_pigeon").refused()
        ask(case, {"contact": "yes"}, expires_on="2026-09-01").refused()
        ask(case, {"contact": "yes"}, who="worker").refused(status=403)


def test_there_is_no_contact_without_a_yes_for_its_purpose(people: People, case: Case):
    case.harm(contact_consent="not_asked", consents={"share_with_yjs": "yes"}).ok()
    for state in ("could_not_reach", "no"):
        ask(case, {"contact": state}).ok()
        with nothing_written(people):
            assert "no consent in force for contact" in contact(case).refused(status=409)["detail"]
    ask(case, {"contact": "yes"}).ok()
    contact(case).ok()
    with nothing_written(people):
        contact(case, "restorative_justice").refused(status=409)
        contact(case, "share_with_yjs").refused()  # a yes to sharing is no yes to being called
        contact(case, contacted_on="2999-01-01").refused()
        case.of_victim("worker", "contacts", {"purpose": "contact", "contacted_on": today()}).refused(status=403)
    assert [row["purpose"] for row in case.file["victims"][0]["contacts"]] == ["contact"]


def test_withdrawing_consent_stops_contact_at_once_also_for_days_before(people: People, case: Case):
    case.harm(consents={"updates": "yes", "restorative_justice": "yes"}).ok()
    contact(case).ok()
    withdrawn = case.of_victim("worker", "withdraw-consent", {}).ok()  # whoever the victim tells
    assert {purpose for purpose, state in states(withdrawn).items() if state == "withdrawn"} == {
        "contact",
        "updates",
        "restorative_justice",
    }
    told = {"what": "progress", "told_on": today(), "told_how": "letter", "told_by": "A made-up worker"}
    done = {"step": "rj_direct", "result": "done", "happened_on": today()}
    with nothing_written(people):
        contact(case).refused(status=409)
        contact(case, contacted_on="2026-09-02").refused(status=409)
        for who in ("victims", "referrer"):
            case.of_victim(who, "tell", told).refused(status=409)
        case.of_victim("victims", "restorative-steps", done).refused(status=409)
        case.of_victim("victims", "withdraw-consent", {}).refused(status=409)
    ask(case, {"contact": "yes"}, asked_on="2026-09-01").ok()  # an older yes, typed in late
    contact(case).refused(status=409)
    ask(case, {"contact": "yes"}, asked_on=today()).ok()
    contact(case).ok()


def test_one_purpose_can_be_withdrawn_alone_and_not_before_it_was_given(people: People, case: Case):
    case.harm(contact_consent="not_asked").ok()
    ask(case, {"contact": "yes", "updates": "yes"}).ok()
    with nothing_written(people):
        case.of_victim("victims", "withdraw-consent", {"purposes": ["survey"]}).refused(status=409)
        case.of_victim("victims", "withdraw-consent", {"withdrawn_on": "2026-09-01"}).refused()
        case.of_victim("victims", "withdraw-consent", {"purposes": ["marketing"]}).refused()
    case.of_victim("victims", "withdraw-consent", {"purposes": ["updates"]}).ok()
    assert states(case.file["victims"][0])["contact"] == "yes"
    contact(case).ok()


def test_a_yes_that_ran_out_opens_nothing(people: People):
    with clock.stopped_at(datetime(2026, 9, 7, 9, tzinfo=UTC)):
        case = Case(people).sent()
        case.harm(contact_consent="not_asked").ok()
        ask(case, {"contact": "yes"}, expires_on="2026-09-30").ok()
    with clock.stopped_at(datetime(2026, 9, 30, 12, tzinfo=UTC)):
        contact(case).ok()
    with clock.stopped_at(datetime(2026, 10, 1, 12, tzinfo=UTC)):
        contact(case).refused(status=409)
        (row,) = [row for row in case.file["victims"][0]["consents"] if row["purpose"] == "contact"]
        assert (row["state"], row["may_contact"]) == ("yes", False)


def test_a_victim_who_objects_to_sharing_is_contacted_for_nothing(people: People, case: Case):
    case.harm(consents={"updates": "yes"}).ok()
    contact(case).ok()
    ask(case, {"share_with_yjs": "no"}).ok()
    with nothing_written(people):
        contact(case).refused(status=409)
        contact(case, "updates").refused(status=409)


def test_the_police_tell_a_victim_of_the_outcome_unless_they_object_and_others_need_a_yes(case: Case):
    told = {"what": "outcome", "told_on": today(), "told_how": "letter", "told_by": "A made-up officer"}
    case.harm(contact_consent="no").ok()
    case.of_victim("victims", "tell", told).refused(status=409)
    case.of_victim("inspector", "tell", told | {"what": "gossip"}).refused()
    case.of_victim("inspector", "tell", told).ok()
    ask(case, {"updates": "no"}).ok()
    case.of_victim("inspector", "tell", told).refused(status=409)
    (row,) = case.file["victims"][0]["told"]
    assert (row["what"], row["told_agency"]) == ("outcome", "police")


def test_once_a_case_is_over_a_victim_is_told_of_its_ending_and_can_withdraw_but_nothing_else(people: People):
    case = Case(people).sent()
    case.harm(consents={"updates": "yes"}).ok()
    case.at("referrer", "withdraw", {"reason": "Made up, for a test."}).ok()
    told = {"what": "ending", "told_on": today(), "told_how": "letter", "told_by": "A made-up worker"}
    with nothing_written(people):
        over = [
            contact(case),
            ask(case, {"survey": "yes"}),
            case.of_victim("victims", "views", {"needs_and_wishes": "An apology."}),
            case.of_victim("victims", "corrections", {"kind": "child"}),
            case.of_victim("victims", "identity", {"name": "A made-up victim"}),
            case.of_victim(
                "victims",
                "restorative-steps",
                {"step": "rj_information", "result": "offered", "happened_on": today()},
            ),
        ]
        for reply in over:
            assert "This case is over" in reply.refused(status=409)["detail"]
    case.of_victim("victims", "tell", told).ok()
    case.of_victim("victims", "withdraw-consent", {}).ok()
    case.of_victim("victims", "tell", told).refused(status=409)


def test_a_panel_waits_for_consent_to_be_asked_or_says_why_it_goes_on(people: People):
    case = Case(people).prepared(victim_identified=True)
    case.harm(contact_consent="not_asked").ok()
    case.at("worker", "make-ready").ok()
    case.plan_meeting()
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    case.arrive("inspector", "manager", "victims")
    case.of_item("manager", "begin").ok()
    for name in ("inspector", "manager", "victims"):
        case.vote(name, "community_resolution").ok()
    case.of_item("manager", "reveal", {}).ok()
    assert case.recommend().refused("RF-02").rules == {"RF-02"}
    case.recommend(rule_reasons={"RF-02": "The officer is away, and the child turns 18 tomorrow."}).ok()


def test_what_was_believed_of_a_victim_is_corrected_and_the_log_keeps_both(people: People):
    case = Case(people).sent(offences=[offence(), offence(offence_id="drunk_highway")])
    case.harm().ok()
    changed = {"kind": "child", "offences": [1], "in_childs_home": True}
    corrected = case.of_victim("victims", "corrections", changed).ok()
    assert (corrected["kind"], corrected["offences"], corrected["enhanced_rights"]) == ("child", [1], True)
    with nothing_written(people):
        case.of_victim("victims", "corrections", {"kind": "dragon"}).refused()
        case.of_victim("victims", "corrections", {"offences": [3]}).refused()
    case.of_victim("victims", "corrections", {"offences": [2]}).ok()
    assert case.file["victims"][0]["offences"] == [2]
