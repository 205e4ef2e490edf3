"""One mechanism that no query can forget; the last test takes it out and watches the others' check fail."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event, orm
from werkzeug.routing import Rule

from oocd import clock
from oocd import db as database
from oocd.accounts import service as accounts
from oocd.accounts.actor import SYSTEM
from oocd.accounts.models import Membership
from oocd.accounts.permissions import ROLES
from oocd.config import ROOT
from oocd.db import AreaScoped, Base, SightEscape, SightNotSet, db, everywhere, see_areas
from oocd.demo.people import PASSWORD
from oocd.notifications.models import Notice
from oocd.referrals.models import Child, Offence, Referral
from oocd.victims.models import Victim
from tests.audit.life import OF_A_VICTIM
from tests.exchange.sheets import as_if_imported
from tests.notifications.ways import e_mails, rows_of, way_out
from tests.people import Caller, People
from tests.story import Case, child, condition, in_weeks
from tests.street.rows import as_if_from_the_street
from tests.tasks.desk import given_by_name_and_covered, id_of, id_of_cover
from tests.test_every_route_declares_who_may_use_it import routes
from tests.timing.timed import as_if_timed
from tests.turnaround.support import by_way_of_support

# Tables that belong to no area, each for its reason.
OF_NO_AREA = {
    "person": "a person works in several areas; what they see follows from memberships",
    "api_token": "a person's, as above",
    "kept_reply": "a person's, as above",
    "notice_choice": "a person's, as above",
    "quiet_hours": "a person's, as above",
    "policy_edition": "national law and areas' own policies are no secret",
    "matrix_copy": "a police force's copy of a matrix: the same in all its areas, and about no child",
    "matrix_score": "of such a copy, as above",
    "matrix_check": "of such a copy, as above",
    "audit_chain": "lengths and hashes only",
    "audit_anchor": "lengths and hashes only",
    "job_run": "when a job of the service ran and what it counted; about no child",
    "scheduler_heartbeat": "that a scheduler is alive, and no more",
}


@pytest.fixture
def whole_case(people: People) -> Case:
    """A Buckinghamshire case that went through every room, so that no table is empty."""
    case = Case(people)
    before = [{"outcome": "community_resolution", "given_on": "2025-06-30", "given_in": "Kent"}]
    of = child(previous_disposals=before, carers=[{"relation": "mother", "name": "A made-up mother"}])
    case.send(officer_in_case=None, victim_identified=True, of=of, incident="TVP-1").ok()
    as_if_imported(case)
    by_way_of_support(case)
    given_by_name_and_covered(case)
    case.at("coordinator", "ask-for-information", {"reason": "Who is the officer?"}).ok()
    case.at("referrer", "supply-information", {"text": "Here.", "officer_in_case": "Made up"}).ok()
    with way_out():
        case.accept().ok()
    chase = {"chased_on": str(clock.today()), "how": "phone"}
    people.worker.post(f"/information-requests/{case.file['checks'][0]['id']}/chases", chase).ok()
    case.answer().ok()
    made = case.consider_safeguarding().ok()["id"]
    decision = {"decision": "reasonable_grounds", "decided_on": str(clock.today())}
    people.worker.post(f"/safeguarding-referrals/{made}/decisions", decision).ok()
    case.agree_absence(case.not_heard("father").ok()["id"]).ok()
    case.hear("child").ok()
    case.hear("mother").ok()
    case.harm().ok()
    for step, sent in OF_A_VICTIM.items():
        case.of_victim("victims", step, sent).ok()
    case.step_back("health").ok()
    case.check_typed_score()
    case.score().ok()
    case.at("manager", "make-ready-by-exception", {"reason": "The limit for charging ends this week."}).ok()
    case.assessed_at_length()
    case.plan_meeting()
    case.of_meeting("coordinator", "apologies", {"person": "socialcare@demo.example"}).ok()
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    present = ("inspector", "manager", "victims")
    case.arrive(*present)
    case.of_item("manager", "begin").ok()
    for name in present:
        case.vote(name, "youth_conditional_caution").ok()
    case.of_item("manager", "reveal", {}).ok()
    case.escalate("victims").ok()
    for who in ("operations", "chief"):
        case.give_view(who, "youth_conditional_caution").ok()
    settled = case.settle(proposed_conditions=[{"kind": "reparative", "text": "A letter."}]).ok()
    recommendation = settled["recommendations"][0]["id"]
    people.manager.post(f"/recommendations/{recommendation}/addenda", {"words": "It was the older brother."}).ok()
    (decision,) = case.decide("youth_conditional_caution").ok()["decisions"]
    people.inspector.post(f"/decisions/{decision['id']}/addenda", {"text": "Made up."}).ok()
    case.explain().ok()
    case.sign().ok()
    case.begin().ok()
    case.fail().ok()
    case.answer_failure("excuse", planned_end=in_weeks(12), consent=True).ok()
    case.write_plan().ok()
    case.plan_work().ok()
    case.hold_session().ok()
    people.manager.post(f"/referrals/{case.id}/reasons-for-no-programme", {"offence": 1, "reason": "Made up."}).ok()
    case.try_to_reach().ok()
    case.consider()
    case.raise_non_engagement().ok()
    case.hold_interim_review().ok()
    case.complete_work().ok()
    case.at("worker", "end-work").ok()
    onward = [{"agency": "education", "service": "A youth club.", "accepted": True}]
    planned = {"area": "buckinghamshire", "held_on": str(clock.today()), "kind": "review"}
    panel = people.coordinator.post("/panel-meetings", planned).ok()["id"]
    people.coordinator.post(f"/exit-reviews/{case.exit_review_id}/list-for-panel", {"meeting": panel}).ok()
    case.hold_review(exit_decision="close_with_onward_support", onward=onward).ok()
    as_if_from_the_street(case)
    as_if_timed(case)
    period = {"period_from": "2026-01-01", "period_to": str(clock.today()), "listed": []}
    people.manager.post("/street-reconciliations", {"area": "buckinghamshire", **period}).ok()
    return case


@pytest.fixture
def stranger(people: People) -> Caller:
    """Somebody with every role, in another area."""
    with people.app.app_context(), everywhere():
        person = accounts.create_person("Demo stranger", "stranger@demo.example", PASSWORD)
        accounts.add_membership(person, area="staffordshire", agency="yjs", roles=list(ROLES), by=SYSTEM)
        token = accounts.issue_token("stranger@demo.example", name="test")
        db.session.commit()
    return Caller(people.app.test_client(), token)


def scoped_models() -> list[type[Base]]:
    return [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, AreaScoped)]


def look_everywhere_for_buckinghamshire() -> None:
    """Fail if anything of Buckinghamshire can be seen or touched with Staffordshire's eyes, however it is asked for."""
    for model in scoped_models():
        alias = orm.aliased(model)
        asked: list[Callable[[], object]] = [
            lambda model=model: db.session.scalars(sa.select(model).where(model.area == "buckinghamshire")).all(),
            lambda alias=alias: db.session.scalars(sa.select(alias).where(alias.area == "buckinghamshire")).all(),
            lambda model=model: db.session.scalar(
                sa.select(sa.func.count()).select_from(model).where(model.area == "buckinghamshire")
            ),
            lambda model=model: db.session.scalars(sa.select(model.area).distinct()).all() == ["buckinghamshire"],
        ]
        for ask in asked:
            assert not ask(), model
    for change in (sa.update(Child).values(name="changed"), sa.delete(Victim)):
        assert db.session.execute(change).rowcount == 0, change


def test_every_table_belongs_to_an_area_or_says_why_not(app: Flask):
    scoped = {model.__tablename__ for model in scoped_models()}
    assert scoped | OF_NO_AREA.keys() == set(Base.metadata.tables)
    assert not scoped & OF_NO_AREA.keys()


def test_nothing_of_another_area_can_be_seen_however_it_is_asked_for(whole_case: Case):
    with whole_case.people.app.app_context():
        with everywhere():
            for model in scoped_models():
                assert db.session.scalars(sa.select(model).limit(1)).first(), f"nothing to look for in {model}"
            db.session.expunge_all()
        see_areas(frozenset({"staffordshire"}))
        look_everywhere_for_buckinghamshire()


def test_a_row_whose_id_is_known_is_not_found_from_another_area(whole_case: Case):
    with whole_case.people.app.app_context():
        with everywhere():
            of_case = sa.select(Offence).where(Offence.referral_id == UUID(whole_case.id))
            offence = db.session.scalars(of_case).one()
            ids = offence.id, offence.referral_id
            db.session.expunge_all()
        see_areas(frozenset({"staffordshire"}))
        assert db.session.get(Offence, ids[0]) is None
        assert db.session.get(Referral, ids[1]) is None


def test_without_saying_whose_eyes_nothing_is_seen(app: Flask):
    with app.app_context(), pytest.raises(SightNotSet):
        db.session.scalars(sa.select(Child)).all()


def test_statements_that_could_escape_are_refused(app: Flask):
    with app.app_context():
        see_areas(frozenset({"staffordshire"}))
        for escape in (sa.text("SELECT * FROM child"), sa.select(sa.table("child", sa.column("name")))):
            with pytest.raises(SightEscape):
                db.session.execute(escape)


def test_nobody_writes_into_an_area_out_of_sight(app: Flask):
    with app.app_context():
        see_areas(frozenset({"staffordshire"}))
        db.session.add(Membership(area="buckinghamshire", agency="yjs", roles=[]))
        with pytest.raises(SightEscape, match="buckinghamshire"):
            db.session.flush()


def known_ids(whole_case: Case) -> dict[str, str]:
    """An id for each name that addresses use, of something that belongs to the case or to its meeting."""
    file = whole_case.file
    reconciliations = whole_case.people.manager.get("/street-reconciliations").ok()["reconciliations"]
    return {
        "referral_id": whole_case.id,
        "check_id": file["checks"][0]["id"],
        "view_id": file["views"][0]["id"],
        "safeguarding_id": file["safeguarding"][0]["id"],
        "victim_id": file["victims"][0]["id"],
        "assessment_id": file["assessment"]["id"],
        "action_id": file["oversight"][-1]["actions"][0]["id"],
        "meeting_id": whole_case.meeting_id,
        "item_id": whole_case.item_id,
        "decision_id": file["decisions"][0]["id"],
        "disposal_id": file["disposals"][0]["id"],
        "intervention_id": file["interventions"][0]["id"],
        "session_id": file["interventions"][0]["sessions"][0]["id"],
        "non_engagement_id": file["non_engagements"][0]["id"],
        "review_id": file["exit_review"]["id"],
        "score_id": file["offences"][0]["gravity_scores"][0]["id"],
        "recommendation_id": file["recommendations"][0]["id"],
        "escalation_id": file["escalations"][0]["id"],
        "conflict_id": file["conflicts"][0]["id"],
        "reconciliation_id": reconciliations[0]["id"],
        "person_id": id_of(whole_case.people, "health"),
        "cover_id": id_of_cover(whole_case.people),
        "email_id": str(e_mails(whole_case.people)[0].id),
        "notice_id": str(rows_of(whole_case.people, Notice, "worker")[0].id),
    }


def addresses_of(whole_case: Case, ids: dict[str, str]) -> Iterator[tuple[str, str, str, dict]]:
    """Every method and address under the API that takes one of these ids, there and nowhere, with a body that fits."""
    bodies = _anything_that_fits(whole_case)
    for method, rule in routes(whole_case.people.app):
        (name,) = ids_in(rule) or ("",)
        if name not in ids or not rule.rule.startswith("/api/v1"):
            continue
        path = re.sub("<int:[^>]*>", "1", rule.rule.removeprefix("/api/v1"))
        there = path.replace(f"<uuid:{name}>", ids[name])
        nowhere = path.replace(f"<uuid:{name}>", "00000000-0000-4000-8000-000000000000")
        step = path.rsplit("/", 1)[1]
        yield method, there, nowhere, bodies.get(rule.endpoint, bodies.get(step, {}))


def ids_in(rule: Rule) -> list[str]:
    return re.findall("<uuid:([^>]*)>", rule.rule)


def same_as_nowhere(caller: Caller, method: str, there: str, nowhere: str, body: dict) -> None:
    """Fail unless this person is answered there exactly as where there is nothing."""
    answers = [caller.get(where) if method == "GET" else caller.post(where, body) for where in (there, nowhere)]
    assert [answer.status for answer in answers] == [404, 404], (there, answers[0].body)
    assert answers[0].body == answers[1].body, there


def test_every_address_of_another_areas_case_answers_as_if_it_did_not_exist(whole_case: Case, stranger: Caller):
    known = known_ids(whole_case)
    named = {name for _, rule in routes(whole_case.people.app) for name in ids_in(rule) if "/api/v1" in rule.rule}
    assert named == known.keys()
    for method, there, nowhere, body in addresses_of(whole_case, known):
        same_as_nowhere(stranger, method, there, nowhere, body)


def _anything_that_fits(case: Case) -> dict[str, dict]:
    """A body that passes validation for each address that needs one, so that 404 is the only thing in the way."""
    reason = {"reason": "Because."}
    decider = reason | {"officer": "X", "officer_role": "prosecutor"}
    person = {"person": "manager@demo.example"}
    why = "x" * 30
    reasons = dict.fromkeys(
        (
            *("why_this_outcome", "why_not_the_one_below", "why_not_the_one_above"),
            "how_views_counted",
        ),
        why,
    )
    return {
        "conflicts": {"reason": "knows_victim", "words": why},
        "end": {"words": why},
        "cancel": reason,
        "papers": {"sent_on": "2026-01-01"},
        "apologies": person,
        "make-ready-by-exception": {"reason": why},
        "take-off": reason,
        "place": {"place": 1},
        "addenda": {"words": why},
        "escalate": {"reason": why},
        "give-view": {"views": [{"offence": 1, "outcome": "nfa", "reasons": why}]},
        "go-up": reason,
        "settle": {"reasons": reasons},
        "ask-for-information": reason,
        "withdraw": reason,
        "send-back": reason,
        "offer-turnaround": {},
        "find-not-eligible": {**reason, "other_help": "X"},
        "turnaround-consents": {"whose": "child", "said_on": "2026-01-01", "how": "spoken"},
        "decline-turnaround": {"whose": "child", "said_on": "2026-01-01", "how": "spoken"},
        "change-route": {**reason, "route": "turnaround"},
        "transfer": {**reason, "transferred_to": "Elsewhere"},
        "charge": {**reason, "charged_on": "2026-01-01"},
        "reassign": {**reason, **person},
        "cover": {
            **{"area": "buckinghamshire", "covered_by": "worker@demo.example"},
            **{"from_date": "2099-01-01", "to_date": "2099-01-01"},
        },
        "hand-over": {**reason, "area": "buckinghamshire", "to": "worker@demo.example"},
        "reallocate": {**reason, "case_worker": "worker@demo.example"},
        "incident": {"incident": "TVP-1"},
        "return-to-police": reason,
        "screen": {"words": "Hi."},
        "offer-support": {"words": "Hi."},
        "close-without-offer": {"no_offer_reason": "no_need_found"},
        "send-to-panel-anyway": reason,
        "give-up": reason,
        "return-for-changes": reason,
        "vote-again": reason,
        "supply-information": {"text": "Here."},
        "corrections": {"text": "Here."},
        "accept": {"case_worker": "worker@demo.example"},
        "information-requests": {"agency": "health", "question": "What?"},
        "answer": {"answer": "nothing_held"},
        "chases": {"chased_on": "2026-01-01", "how": "phone"},
        "safeguarding-referrals": {
            "kind": "nrm",
            "made_on": "2026-01-01",
            "agency": "yjs",
            "raised_at": "panel",
            "reason": "Hi.",
        },
        "decisions": {"decision": "reasonable_grounds", "decided_on": "2026-01-01"},
        "victims": {"kind": "person", "contact_consent": "yes"},
        "views": {"whose": "child", "words": "Hi.", "given_how": "spoken", "given_on": "2026-01-01"},
        "victims.record_view": {"needs_and_wishes": "Hi."},
        "victims.correct": {"kind": "child"},
        **{step: sent for step, sent in OF_A_VICTIM.items() if step != "views"},
        "absent-views": {"whose": "child", "reason_for_none": "declined"},
        "gravity-scores": {"offence": 1, "edition": "illustrative"},
        "factors": {"factor": "gen_a_group"},
        "check": {"base": 2},
        "versions": {"tool": "pdat", "sections": {}},
        "kinds": {"kind": "screening", "reason": "Because."},
        "require-assetplus": reason,
        "contributors": person,
        "shared-copies": {"shared_on": "2026-01-01", "shared_how": "visit"},
        "assessments": {"because": "review"},
        "oversight-records": {"kind": "supervision", "held_on": "2026-01-01", "finding": "Hi."},
        "done": {"done_on": "2026-01-01"},
        "arrivals": person,
        "departures": person,
        "list-for-panel": {"meeting": case.meeting_id},
        "votes": {"votes": [{"offence": 1, "reasons": why}]},
        "recommend": {"reasons": reasons},
        "defer": {"deferral_reason": "other"},
        "decide": {"officer": "X", "decisions": [{"offence": 1, "outcome": "nfa", "reasons": reasons}]},
        "outcomes.add_to_decision": {"text": "Here."},
        "conditions": {"conditions": [condition()]},
        "documents": {
            **{"signed_on": "2026-01-01", "authorised_person": "X", "consent": True},
            **{"adult_name": "X", "adult_role": "parent_or_guardian"},
        },
        "begin": {"given_by": "X", "given_by_constable": True},
        "outcomes.withdraw_consent": reason,
        "vary": decider | {"consent": True, "planned_end": "2027-01-01"},
        "progress-reports": {"kind": "begun", "words": "X"},
        "outcomes.complete": {"completed_on": "2026-01-01", "words": "X"},
        "report-failure": {"failure_reason": "other", "words": "X", "attempts": 1},
        **dict.fromkeys(("excuse", "treat-as-completed", "not-excused", "revive"), decider),
        "explain": {"explained_how": "spoken"},
        "give": {"given_by": "X", "given_by_constable": True},
        "interventions": {"kind": "other", "objective": "X", "agency": "yjs"},
        "hold-session": {"held_on": "2026-01-01"},
        "missed-sessions": {"held_on": "2026-01-01"},
        "cancelled-sessions": {"held_on": "2026-01-01", "reason": "other"},
        "sessions": {"planned_on": "2026-01-01"},
        "interventions.correct_session": {"result": "missed", "held_on": "2026-01-01", "because": "X"},
        "plans": dict.fromkeys(("what_helps", "victim_safety", "contingency", "exit_route"), "X"),
        "revise": {"why_changed": "X"},
        "reasons-for-no-programme": {"offence": 1, "reason": "X"},
        "complete": {"result": "completed"},
        "end-early": {"end_reason": "other"},
        "contact-attempts": {"made_on": "2026-01-01", "whom": "child", "method": "phone", "result": "spoke"},
        "adjustments": {"adjustment": "travel", "answer": "made"},
        "non-engagements": {"barriers": "X"},
        "extend": {"extended_to": "2099-01-01", **reason},
        "interim-reviews": {"what_worked": "X", "child_feedback": "X"},
        "hold": {"plan_result": "completed", "exit_decision": "close", "what_worked": "X", "child_feedback": "X"},
    }


def test_another_areas_cases_are_in_no_list(whole_case: Case, stranger: Caller):
    assert stranger.get("/referrals").ok()["referrals"] == []
    assert len(whole_case.people.manager.get("/referrals").ok()["referrals"]) == 1


def test_taking_the_mechanism_out_is_noticed(whole_case: Case):
    with whole_case.people.app.app_context():
        see_areas(frozenset({"staffordshire"}))
        event.remove(database.Session, "do_orm_execute", database.confine_to_areas)
        try:
            with pytest.raises(AssertionError):
                look_everywhere_for_buckinghamshire()
        finally:
            db.session.rollback()
            event.listen(database.Session, "do_orm_execute", database.confine_to_areas)


def test_only_the_engine_the_log_the_notices_and_the_policies_speak_past_the_session():
    speaks = {str(path.relative_to(ROOT)) for path in ROOT.glob("oocd/**/*.py") if ".connection(" in path.read_text()}
    assert speaks == {
        "oocd/audit/queries.py",
        "oocd/audit/service.py",
        "oocd/bulk.py",
        "oocd/db.py",
        "oocd/notifications/queries.py",
        "oocd/notifications/service/telling.py",
        "oocd/policy/service.py",
        "oocd/jobs/many.py",
        "oocd/jobs/waking.py",
        "oocd/workflow/service.py",
    }


def test_a_permission_held_in_one_area_opens_nothing_in_another(whole_case: Case, people: People):
    with people.app.app_context(), everywhere():
        person = accounts.create_person("Demo of two areas", "two@demo.example", PASSWORD)
        accounts.add_membership(person, area="staffordshire", agency="yjs", roles=list(ROLES), by=SYSTEM)
        accounts.add_membership(person, area="buckinghamshire", agency="yjs", roles=["administrator"], by=SYSTEM)
        token = accounts.issue_token("two@demo.example", name="test")
        db.session.commit()
    caller = Caller(people.app.test_client(), token)
    assert caller.get("/referrals").ok()["referrals"] == []
    caller.get(f"/referrals/{whole_case.id}").refused(status=404)
    caller.get(f"/referrals/{whole_case.id}/readings").refused(status=404)
    ask = {"agency": "health", "question": "What do you know?"}
    caller.post(f"/referrals/{whole_case.id}/information-requests", ask).refused(status=404)
