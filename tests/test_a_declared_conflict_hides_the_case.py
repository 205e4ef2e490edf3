"""Who steps back from a case loses vote and sight of it, by one mechanism; the last test takes it out and sees it."""

from collections.abc import Callable
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import orm

from oocd import clock
from oocd import db as database
from oocd.accounts import service as accounts
from oocd.accounts.models import ConflictOfInterest
from oocd.accounts.permissions import ROLES
from oocd.audit.models import AccessEntry, AuditEntry
from oocd.db import Base, CaseBound, SightEscape, db, everywhere, see_areas
from oocd.demo.people import AREA
from oocd.notifications.models import Notice, OutgoingEmail
from oocd.panels.models import PanelItem, PanelMeeting
from oocd.policy.facts import gather
from oocd.referrals.models import Child, PoliceMessage, Referral
from oocd.street.models import StreetReconciliationRow
from oocd.workflow.models import WorkflowMove
from tests import test_every_read_is_confined_to_areas as areas
from tests.accounts.test_signing_in import sign_in
from tests.people import Caller, People
from tests.story import WHY, Case, child, newcomer, nothing_written, offence
from tests.test_every_route_declares_who_may_use_it import routes

whole_case = areas.whole_case
EVERY_ROLE = {AREA: ("yjs", tuple(sorted(ROLES)))}
# Rows that tell of a case although they are not part of it.
TELLING = {Referral, WorkflowMove, AuditEntry, AccessEntry, StreetReconciliationRow, Notice, OutgoingEmail}


@pytest.fixture
def recused(whole_case: Case) -> Caller:
    """Somebody with every role here, who stepped back from the whole case and from nothing else."""
    caller = newcomer(whole_case.people, "recused", EVERY_ROLE)
    whole_case.step_back("recused").ok()
    return caller


def telling_models() -> list[type[Base]]:
    return [mapper.class_ for mapper in Base.registry.mappers if getattr(mapper.class_, "tells_of_case", None)]


def of(model: type[Base], case_id: UUID) -> sa.ColumnElement[bool]:
    name, prefix = model.tells_of_case
    return getattr(model, name) == (f"{prefix}{case_id}" if prefix else case_id)


def look_everywhere_for(case_id: UUID) -> None:
    """Fail if anything of this case can be seen or touched, however it is asked for."""
    for model in telling_models():
        alias, here = orm.aliased(model), of(model, case_id)
        asked: list[Callable[[], object]] = [
            lambda model=model, here=here: db.session.scalars(sa.select(model).where(here)).all(),
            lambda alias=alias: db.session.scalars(sa.select(alias).where(of(alias, case_id))).all(),
            lambda model=model, here=here: db.session.scalar(sa.select(sa.func.count()).select_from(model).where(here)),
            lambda model=model, here=here: db.session.scalars(sa.select(model.area).where(here)).all(),
        ]
        for ask in asked:
            assert not ask(), model
    for item in (item for meeting in db.session.scalars(sa.select(PanelMeeting)) for item in meeting.items):
        assert item.referral_id != case_id
    for change in (sa.update(Referral).values(officer_in_case="changed"), sa.delete(PanelItem)):
        touched = change.where(of(change.entity_description["entity"], case_id))
        assert db.session.execute(touched).rowcount == 0, change


def test_every_table_that_is_part_of_a_case_or_tells_of_one_says_which(app):
    refers = {table.name for table in Base.metadata.tables.values() if "referral_id" in table.columns}
    assert {model.__tablename__ for model in telling_models()} == refers | {"referral", "audit_entry", "access_entry"}
    assert {model for model in telling_models() if not issubclass(model, CaseBound)} == TELLING
    hanging = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in refers
    }
    assert hanging <= refers, "A row that hangs on a row of a case is part of that case: make it CaseBound."


def test_nothing_of_the_case_is_left_to_see_and_everything_else_is(whole_case: Case, recused: Caller):
    other = whole_case.people.referrer.post(
        "/referrals", {"area": AREA, "child": child(child_ref="C-2"), "offences": [offence()]}
    ).ok()
    case_id = UUID(whole_case.id)
    with whole_case.people.app.app_context():
        with everywhere():
            for model in telling_models():
                found = db.session.scalars(sa.select(model).where(of(model, case_id)).limit(1)).first()
                assert found, f"nothing to look for in {model}"
            db.session.expunge_all()
            eyes = accounts.actor(accounts.find_person("recused@demo.example").id)
        see_areas(frozenset({AREA}), but_cases=eyes.recused_from)
        look_everywhere_for(case_id)
        assert db.session.get(Referral, case_id) is None
        assert db.session.scalars(sa.select(Referral.reference)).all() == [other["reference"]]


def test_every_address_of_the_case_answers_as_if_it_did_not_exist(whole_case: Case, recused: Caller):
    shared = {"meeting_id", "reconciliation_id", "person_id", "cover_id"}  # with other cases
    ids = {name: known for name, known in areas.known_ids(whole_case).items() if name not in shared}
    with nothing_written(whole_case.people):
        for method, there, nowhere, body in areas.addresses_of(whole_case, ids):
            areas.same_as_nowhere(recused, method, there, nowhere, body)


def test_the_case_is_in_no_list_no_page_and_on_no_agenda(whole_case: Case, recused: Caller):
    file = whole_case.file
    secrets = [whole_case.id, file["referral"]["reference"], whole_case.item_id]
    for method, rule in routes(whole_case.people.app):
        if method == "GET" and not rule.arguments and rule.rule.startswith("/api/v1"):
            text = recused.get(f"{rule.rule.removeprefix('/api/v1')}?area={AREA}").response.text
            assert not [secret for secret in secrets if secret in text], rule
    browser = whole_case.people.app.test_client()
    sign_in(browser, "recused@demo.example")
    assert browser.get(f"/cases/{whole_case.id}").status_code == 404
    assert file["referral"]["reference"] not in browser.get("/").text
    assert whole_case.id not in browser.get("/").text


def test_who_is_refused_the_case_is_on_its_list_of_readings(whole_case: Case, recused: Caller):
    recused.get(f"/referrals/{whole_case.id}").refused(status=404)
    readings = whole_case.people.auditor.get(f"/referrals/{whole_case.id}/readings").ok()["readings"]
    assert {"who": "Demo recused", "action": "denied"}.items() <= readings[-1].items()


def test_an_answer_kept_for_a_request_sent_again_is_not_given_any_more(people: People):
    case = Case(people).sent()
    why = {"reason": "Who is the officer in the case?"}
    case.at("coordinator", "ask-for-information", why, Idempotency_Key="k").ok()
    case.step_back("coordinator").ok()
    case.at("coordinator", "ask-for-information", why, Idempotency_Key="k").refused(status=404)


def test_nothing_is_written_into_a_case_somebody_stepped_back_from(people: People):
    case_id = UUID(Case(people).sent().id)
    with people.app.app_context():
        see_areas(frozenset({AREA}), but_cases=frozenset({case_id}))
        db.session.add(PoliceMessage(area=AREA, referral_id=case_id, text="Let in."))
        with pytest.raises(SightEscape, match="stepped back"):
            db.session.flush()


def test_declaring_it_is_the_last_thing_they_do_there(people: People):
    case = Case(people).sent()
    declared = case.step_back("manager").ok()
    assert (declared.status, declared["reason"]) == (201, "knows_child_or_family")
    for refused in (case.step_back("manager"), people.manager.get(f"/referrals/{case.id}")):
        refused.refused(status=404)
    people.manager.post(f"/conflicts/{declared['id']}/end", {"words": WHY}).refused(status=404)
    seen = people.worker.get(f"/referrals/{case.id}").ok()
    assert [(row["person"], row["ends"]) for row in seen["conflicts"]] == [("Demo YJS manager", None)]
    told = people.worker.get(f"/referrals/{case.id}/timeline").ok()["events"]
    assert told[-1]["says"] == "Declared a conflict of interest"


def test_a_chair_has_somebody_else_step_back_and_nobody_else_does(people: People):
    case = Case(people).sent()
    of_the_inspector = {"person": "inspector@demo.example"}
    with nothing_written(people):
        case.step_back("worker", **of_the_inspector).refused(status=403)
        case.step_back("manager", person="nobody@demo.example").refused()
        case.step_back("manager", person="admin@demo.example").refused()
        case.step_back("manager", reason="a_hunch").refused()
        case.step_back("manager", words="Because.").refused()
    case.step_back("manager", **of_the_inspector).ok()
    people.inspector.get(f"/referrals/{case.id}").refused(status=404)
    with nothing_written(people):
        assert "already" in case.step_back("manager", **of_the_inspector).refused(status=409)["detail"]


def test_a_conflict_declared_in_error_is_ended_by_a_manager_as_another_row(people: People):
    newcomer(people, "other_manager", {AREA: ("yjs", ("manager",))})
    case = Case(people).sent()
    conflict = case.step_back("manager").ok()["id"]
    with nothing_written(people):
        people.worker.post(f"/conflicts/{conflict}/end", {"words": WHY}).refused(status=403)
        people.other_manager.post(f"/conflicts/{conflict}/end", {"words": "No."}).refused()
    ending = people.other_manager.post(f"/conflicts/{conflict}/end", {"words": WHY}).ok()["id"]
    rows = people.manager.get(f"/referrals/{case.id}").ok()["conflicts"]
    assert [(row["id"], row["ends"]) for row in rows] == [(conflict, None), (ending, conflict)]
    with nothing_written(people):
        for which in (conflict, ending):
            people.other_manager.post(f"/conflicts/{which}/end", {"words": WHY}).refused(status=409)
    case.step_back("manager").ok()
    people.manager.get(f"/referrals/{case.id}").refused(status=404)


def test_a_case_that_is_over_is_stepped_back_from_as_well(people: People):
    case = Case(people).sent()
    case.at("referrer", "withdraw", {"reason": "Sent in error."}).ok()
    case.step_back("worker").ok()
    people.worker.get(f"/referrals/{case.id}").refused(status=404)


def test_a_meeting_counts_the_cases_its_chair_stepped_back_from_without_naming_them(people: People):
    newcomer(people, "other_chair", {AREA: ("yjs", ("manager",))})
    case = Case(people).under_discussion("inspector", "other_chair")
    reference = case.file["referral"]["reference"]
    following = Case(people)
    following.ready(of=child(child_ref="C-2"))
    for who in ("manager", "coordinator"):
        case.step_back(who).ok()
    following.meeting_id = case.meeting_id
    assert following.put_on_agenda().ok()["place"] == 2  # the first place is taken, by whatever it may be
    with nothing_written(people):
        for refused in (
            following.of_item("manager", "begin").refused("PNL-05"),
            following.of_meeting("manager", "end-meeting").refused("PNL-04"),
        ):
            assert "A case you have stepped back from" in refused["detail"]
            assert reference not in refused.response.text
    for who in ("inspector", "other_chair"):
        case.vote(who, "nfa").ok()
    case.of_item("other_chair", "defer", {"deferral_reason": "other"}).ok()
    following.of_item("manager", "begin").ok()


def test_a_vote_by_whoever_stepped_back_is_refused_and_their_earlier_vote_counts_no_more(people: People):
    newcomer(people, "chief_inspector", {AREA: ("police", ("police_decision_maker",))})
    case = Case(people).under_discussion("inspector", "chief_inspector", "manager")
    case.vote("inspector", "nfa").ok()
    case.step_back("inspector").ok()
    with nothing_written(people):
        case.vote("inspector", "youth_caution").refused(status=404)
        assert "Still to vote: police, yjs." in case.of_item("manager", "reveal", {}).refused("PNL-03")["detail"]
    case.vote("chief_inspector", "community_resolution").ok()
    shown = people.chief_inspector.get(f"/referrals/{case.id}").ok()["panel"][0]["votes"]
    assert [vote["counts"] for vote in shown] == [True]  # the sealed vote of whoever stepped back is not theirs to see
    case.vote("manager", "community_resolution").ok()
    case.of_item("manager", "reveal", {}).ok()
    shown = case.file["panel"][0]["votes"]
    assert {(vote["agency"], vote["outcome"]) for vote in shown if not vote["counts"]} == {("police", "nfa")}
    assert case.recommend().ok()["recommendations"][0]["outcome"] == "community_resolution"


def test_whoever_stepped_back_neither_makes_a_quorum_nor_is_waited_for(people: People):
    looked_after = child(care_status="looked_after")
    case = Case(people).under_discussion("inspector", "manager", "socialcare", of=looked_after)
    case.step_back("socialcare").ok()
    assert people.worker.get(f"/referrals/{case.id}").ok()["panel"][0]["still_to_vote"] == ["police", "yjs"]
    for who in ("inspector", "manager"):
        case.vote(who, "nfa").ok()
    case.of_item("manager", "reveal", {}).ok()
    assert case.recommend().refused("QRM-01").rules == {"QRM-01"}


def test_cautions_given_in_a_case_stepped_back_from_still_count_for_the_child(people: People):
    first = Case(people).given("youth_caution")
    second = Case(people).sent(offences=[offence(offence_date="2026-09-02")])
    first.step_back("inspector").ok()
    with people.app.app_context():
        with everywhere():
            eyes = accounts.actor(accounts.find_person("inspector@demo.example").id)
        see_areas(frozenset({AREA}), but_cases=eyes.recused_from)
        (charged,) = db.session.get(Referral, UUID(second.id)).offences
        assert gather(charged, clock.today())["previous_youth_cautions"] == 1


def test_nobody_is_given_a_case_to_work_on_that_they_stepped_back_from(people: People):
    newcomer(people, "other_worker", {AREA: ("yjs", ("practitioner",))})
    case = Case(people).sent()
    case.step_back("worker").ok()
    with nothing_written(people):
        assert "stepped back" in case.accept().refused()["detail"]
    case.at("manager", "accept", {"case_worker": "other_worker@demo.example"}).ok()
    with nothing_written(people):
        case.at("manager", "reallocate", {"case_worker": "worker@demo.example", "reason": WHY}).refused()


def test_a_matter_of_a_case_stepped_back_from_is_not_referred_twice_and_not_named_either(people: People):
    case = Case(people).sent()
    reference = case.file["referral"]["reference"]
    case.step_back("referrer").ok()
    with nothing_written(people):
        refused = Case(people).send().refused(status=409)
    assert "stepped back" in refused["detail"]
    assert reference not in refused.response.text
    case.at("manager", "send-back", {"reason": WHY}).ok()
    returned = {"source": "court_return", "returned_from": "A made-up court", "returned_on": "2026-10-01"}
    again = Case(people).sent(**returned)
    assert again.file["arrival"]["earlier"] == reference
    assert reference not in people.referrer.get(f"/referrals/{again.id}").ok().response.text


def test_what_becomes_known_of_a_child_is_on_record_in_every_case_of_theirs(people: People):
    hidden = Case(people).sent()
    hidden.step_back("referrer").ok()
    Case(people).sent(offences=[offence(offence_date="2026-09-02")], of=child(ward="A made-up ward"))
    told = people.manager.get(f"/referrals/{hidden.id}/timeline").ok()["events"]
    assert [event["action"] for event in told][-1] == "child.change"


def test_people_without_conflicts_pay_nothing_for_it_in_any_statement(people: People):
    Case(people).sent()
    with people.app.app_context():
        see_areas(frozenset({AREA}))
        before = database._but_for.cache_info()
        db.session.scalars(sa.select(Child)).all()
        assert database._but_for.cache_info() == before


def test_taking_the_mechanism_out_is_noticed(whole_case: Case, recused: Caller, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "_but_for", lambda _cases: ())
    with whole_case.people.app.app_context():
        see_areas(frozenset({AREA}), but_cases=frozenset({UUID(whole_case.id)}))
        try:
            with pytest.raises(AssertionError):
                look_everywhere_for(UUID(whole_case.id))
        finally:
            db.session.rollback()
    recused.get(f"/referrals/{whole_case.id}").ok()


def test_only_whoever_stepped_back_is_kept_out(whole_case: Case, recused: Caller):
    whole_case.people.manager.get(f"/referrals/{whole_case.id}").ok()
    with whole_case.people.app.app_context(), everywhere():
        people = {row.person.email for row in db.session.scalars(sa.select(ConflictOfInterest))}
    assert people == {"health@demo.example", "recused@demo.example"}
