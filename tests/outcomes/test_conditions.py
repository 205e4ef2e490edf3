"""Youth conditional cautions: what the conditions may ask, what is signed, and how they change with consent."""

from typing import Any

import pytest
import sqlalchemy as sa

from oocd.db import db, everywhere
from oocd.outcomes.models import Condition, Disposal, SignedDocument
from tests.outcomes.test_giving import refused_by
from tests.people import People
from tests.story import WHY, Case, child, condition, in_weeks, nothing_written, offence

CONDITIONAL = "youth_conditional_caution"
WHO = {"reason": WHY, "officer": "A made-up inspector", "officer_role": "sergeant_or_above", "consent": True}
EITHER_WAY = offence(offence_id="abh")
INDICTABLE = offence(offence_id="robbery")


def vary(case: Case, **changes: Any) -> Any:
    return case.of_disposal("vary", WHO | changes)


def test_an_indictable_only_offence_needs_the_authority_of_the_prosecution_service(people: People):  # DEC-03
    case = Case(people).recommended(CONDITIONAL, offences=[INDICTABLE])
    with nothing_written(people):
        assert case.decide(CONDITIONAL).refused("DEC-03").rules == {"DEC-03"}
        case.decide(CONDITIONAL, of_each={"cps_reference": "   "}).refused("DEC-03")
        case.decide(CONDITIONAL, of_each={"decided_by": "cps"}).refused()  # nobody named, no reference
    (made,) = case.decide(CONDITIONAL, of_each={"cps_reference": "CPS-1"}).ok()["decisions"]
    assert (made["decided_by"], made["cps_reference"]) == ("police", "CPS-1")


def test_an_officer_records_the_decision_of_a_named_prosecutor(people: People):
    case = Case(people).recommended(CONDITIONAL, offences=[INDICTABLE])
    by_cps = {"decided_by": "cps", "prosecutor": "A made-up prosecutor", "cps_reference": "CPS-2"}
    (made,) = case.decide(CONDITIONAL, of_each=by_cps, officer_role=None).ok()["decisions"]
    assert (made["decided_by"], made["prosecutor"], made["officer"]) == (
        "cps",
        "A made-up prosecutor",
        "A made-up inspector",
    )


def test_only_an_authorised_person_or_prosecutor_decides_on_one(people: People):  # DEC-02
    case = Case(people).recommended(CONDITIONAL)
    with nothing_written(people):
        case.decide(CONDITIONAL, officer_role="other").refused("DEC-02")
        unknown = case.decide(CONDITIONAL, officer_role=None).refused("DEC-02")
        assert "Not known yet: decision maker authorised" in unknown["detail"]
        assert "inspector_general" in case.decide(CONDITIONAL, officer_role="inspector_general").refused()["detail"]


@pytest.mark.parametrize(
    ("born", "sent", "most"),
    [("2013-01-10", EITHER_WAY, 25), ("2011-05-04", EITHER_WAY, 50), ("2011-05-04", offence(), 30)],
)
def test_a_penalty_above_the_ceiling_for_age_and_class_is_not_given(people: People, born: str, sent: Any, most: int):
    case = Case(people).recommended(CONDITIONAL, of=child(date_of_birth=born), offences=[sent])
    asks = [condition(kind="punitive", amount=most), condition(kind="punitive", amount=1)]
    case.decide(CONDITIONAL, of_each={"conditions": asks}).ok()
    case.explain().ok()
    case.sign().ok()
    with nothing_written(people):
        refused_by("COND-02", case.begin())
        refused_by("COND-02", case.begin(rule_reasons={"COND-02": "The family offered."}))
    case.of_disposal("conditions", {"conditions": asks[:1]}).ok()
    with nothing_written(people):
        refused_by("CON-01", case.begin())  # what was signed is another list
    case.sign().ok()
    case.begin().ok()


def test_conditions_are_tagged_and_within_their_hours_and_weeks(people: People):
    case = Case(people).explained(CONDITIONAL)
    wrong = [
        ("COND-01", condition(kind=None)),
        ("COND-03", condition(kind="punitive", hours=21)),
        ("COND-04", condition(due_on=in_weeks(17))),
        ("COND-06", condition(due_on=in_weeks(21))),
    ]
    for rule, one in wrong:
        case.of_disposal("conditions", {"conditions": [one]}).ok()
        case.sign().ok()
        with nothing_written(people):
            case.begin().refused(rule)
    with nothing_written(people):
        for bad in (
            condition(kind="educational"),
            condition(due_on="2020-01-01"),
            condition(amount=0),
            condition(amount=-5),
            condition(amount=10.5),
            condition(hours=5),
            condition(words="  "),
        ):
            case.of_disposal("conditions", {"conditions": [bad]}).refused()
        case.of_disposal("conditions", {"conditions": []}).refused()


def test_it_is_not_given_without_the_childs_signature(people: People):  # CON-01
    case = Case(people).explained(CONDITIONAL)
    with nothing_written(people):
        refused_by("CON-01", case.begin())
        assert "Ask the child" in case.sign(consent=False).refused()["detail"]
        case.sign(adult_role="a_friend").refused()
        case.sign(signed_on=in_weeks(1)).refused()
        case.sign(adult_name=" ").refused()
    document = case.sign().ok()
    assert document["content"]["consent"] is True
    assert document["content"]["admission"] == "admitted"
    assert document["content"]["conditions"][0]["words"] == condition()["words"]
    case.begin().ok()
    with nothing_written(people):
        case.sign().refused(status=409)


def test_a_document_somebody_tampered_with_is_no_signature(people: People):
    case = Case(people).explained(CONDITIONAL)
    with people.app.app_context(), everywhere():
        disposal = db.session.scalars(sa.select(Disposal)).one()
        content = {"offence": {"offence_id": "abh"}, "admission": "admitted", "consent": True, "conditions": [1]}
        forged = SignedDocument(
            **{name: getattr(disposal, name) for name in ("area", "referral_id")},
            disposal_id=disposal.id,
            number=1,
            list_number=1,
            content=content,
            content_hash="0" * 64,
            signed_on=disposal.state_since,
            authorised_person="Nobody",
            adult_name="Nobody",
            adult_role="parent_or_guardian",
        )
        db.session.add(forged)
        db.session.commit()
    with nothing_written(people):
        refused_by("CON-01", case.begin())


def test_a_youth_caution_carries_no_conditions(people: People):  # COND-05
    case = Case(people).recommended("youth_caution")
    with nothing_written(people):
        refused = case.decide("youth_caution", of_each={"conditions": [condition()]}).refused("COND-05")
        assert "voluntary programme" in refused["detail"]
    case.decide("youth_caution").ok()
    with nothing_written(people):
        case.of_disposal("conditions", {"conditions": [condition()]}).refused("COND-05")
    case.explain().ok()
    with people.app.app_context(), everywhere():  # however they came there
        disposal = db.session.scalars(sa.select(Disposal)).one()
        db.session.add(
            Condition(
                **{name: getattr(disposal, name) for name in ("area", "referral_id", "decision_id")},
                list_number=1,
                number=1,
                kind="punitive",
                words="Made up.",
                due_on=disposal.state_since,
            )
        )
        db.session.commit()
    with nothing_written(people):
        refused_by("COND-05", case.give())


def test_nothing_but_a_conditional_caution_carries_conditions(people: People):
    case = Case(people).recommended("outcome_22")
    with nothing_written(people):
        refused = case.decide("outcome_22", of_each={"conditions": [condition()]}).refused()
    assert "carries no conditions" in refused["detail"]


def test_conditions_change_with_consent_only_and_earlier_lists_stay(people: People):
    case = Case(people).given(CONDITIONAL, offences=[EITHER_WAY])
    with nothing_written(people):
        case.of_disposal("conditions", {"conditions": [condition()]}).refused(status=409)
        assert "Ask the child" in vary(case, consent=False, planned_end=in_weeks(12)).refused()["detail"]
        assert "Say what changes" in vary(case).refused()["detail"]
        vary(case, planned_end="2020-01-01").refused()
        assert "neither" in vary(case, planned_end=in_weeks(12), officer_role="other").refused()["detail"]
        vary(case, conditions=[condition(kind="punitive", amount=51)]).refused("COND-02")
        vary(case, planned_end=in_weeks(21)).refused("COND-06")
    vary(case, conditions=[condition(words="Meet the mentor by phone.")]).ok()
    disposal = case.file["disposals"][0]
    assert [row["words"] for row in disposal["conditions"]] == ["Meet the mentor by phone."]
    assert disposal["documents"][0]["content"]["conditions"][0]["words"] == condition()["words"]
    assert disposal["variations"][0]["officer"] == WHO["officer"]
    with people.app.app_context(), everywhere():
        lists = db.session.scalars(sa.select(Condition.list_number).order_by(Condition.list_number)).all()
    assert lists == [1, 2]


def test_a_longer_course_than_usual_is_agreed_by_a_manager_with_a_reason(people: People):  # COND-04
    case = Case(people).given(CONDITIONAL, offences=[EITHER_WAY])
    with nothing_written(people):
        vary(case, planned_end=in_weeks(18)).refused("COND-04")
        vary(case, planned_end=in_weeks(18), longer_course={"manager": "A made-up manager"}).refused()
    agreed = {"manager": "A made-up manager", "reason": "The child was in hospital."}
    vary(case, planned_end=in_weeks(18), longer_course=agreed).ok()
    assert case.file["disposals"][0]["planned_end"] == in_weeks(18)
