"""Facts change while a case is prepared, decided and given; who told it, and what it changed, is on record."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.audit.queries import entries_of_case
from oocd.db import db, everywhere
from oocd.policy.facts import gather
from oocd.referrals.models import Offence
from tests.people import People
from tests.story import Case, child, nothing_written, offence, without_history


def actions(people: People, case: Case) -> list[str]:
    with people.app.app_context(), everywhere():
        return [entry.action for entry in entries_of_case(case.id)]


def test_an_unknown_caution_history_bars_a_caution_until_the_police_say(people: People):
    case = Case(people).explained("youth_caution", of=without_history())
    assert case.file["child"]["history_declared"] is None
    refused = case.give().refused("YJS-02")
    assert "previous youth cautions" in refused["detail"]
    case.at("referrer", "corrections", {"text": "None on record.", "child": {"previous_disposals": []}}).ok()
    case.give().ok()
    assert case.file["messages"] == [{"text": "None on record.", "sent_on": str(clock.today())}]
    assert "referral.correct" in actions(people, case)


def test_acceptance_without_an_adult_can_be_asked_again_and_corrected(people: People):
    case = Case(people).explained(offences=[offence(adult_present_at_acceptance=False)])
    case.give().refused("AA-02")
    again = {"text": "Asked again.", "offences": [{"number": 1, "adult_present_at_acceptance": True}]}
    case.at("referrer", "corrections", again).ok()
    case.give().ok()


def test_what_a_later_referral_says_of_a_child_is_on_record_in_the_earlier_case_and_cautions_never_get_fewer(
    people: People,
):
    cautions = [{"outcome": "youth_caution", "given_on": day} for day in ("2025-01-31", None)]
    first = Case(people).sent(of=child(previous_disposals=cautions, care_status="looked_after"))
    later = child(child_ref="  C-1 ", previous_disposals=[], care_status="none")
    Case(people).sent(of=later, offences=[offence(offence_date="2026-09-02")])
    assert first.file["child"]["care_status"] == "none"
    assert actions(people, first) == ["panel.open", "child.change"]
    fewer = {"text": "Only one.", "child": {"previous_disposals": [{"outcome": "youth_caution"}]}}
    first.at("referrer", "corrections", fewer).ok()
    assert [told["outcome"] for told in first.file["child"]["previous_disposals"]] == ["youth_caution"] * 2


def test_a_day_learnt_later_is_put_to_the_caution_that_had_none(people: People):
    case = Case(people).sent(of=child(previous_disposals=[{"outcome": "youth_caution"}]))
    told = {"outcome": "youth_caution", "given_on": "2025-01-31", "given_in": "Kent"}
    for _ in range(2):
        case.at("referrer", "corrections", {"text": "It was in Kent.", "child": {"previous_disposals": [told]}}).ok()
    assert case.file["child"]["previous_disposals"] == [told]
    assert actions(people, case).count("child.change") == 1


def test_history_is_held_to_codes_and_to_the_past(people: People):
    tomorrow = str(clock.today() + timedelta(days=1))
    with nothing_written(people):
        for wrong, field in (
            ({"outcome": "a_telling_off"}, None),
            ({"outcome": "youth_caution", "given_on": tomorrow}, "day_it_was_given"),
            ({"given_on": "2025-01-31"}, "child.previous_disposals.0.outcome"),
        ):
            refused = Case(people).send(of=child(previous_disposals=[wrong])).refused()
            assert field is None or refused["errors"].keys() == {field}


def test_a_caution_given_here_and_declared_again_counts_once(people: People):
    Case(people).given("youth_caution")
    given = {"outcome": "youth_caution", "given_on": str(clock.today())}
    again = Case(people).sent(of=child(previous_disposals=[given]), offences=[offence(offence_date="2026-09-02")])
    with people.app.app_context(), everywhere():
        of_case = sa.select(Offence).where(Offence.referral_id == UUID(again.id))
        facts = gather(db.session.scalars(of_case).one(), clock.today())
    assert facts["previous_youth_cautions"] == 1
    assert facts["previous_conditional_cautions"] == facts["previous_convictions"] == 0


def test_a_case_that_is_over_takes_nothing_more(people: People):
    case = Case(people).accepted()
    case.at("referrer", "withdraw", {"reason": "Sent in error."}).ok()
    for refused in (
        case.at("referrer", "corrections", {"text": "Too late."}),
        case.ask(),
        case.hear("child"),
        case.score(),
        case.write(),
        case.plan_work(),
        case.at("victims", "victims", {"kind": "person", "contact_consent": "yes"}),
    ):
        assert "This case is over" in refused.refused(status=409)["detail"]
