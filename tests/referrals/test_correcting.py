"""Facts change while a case is prepared, decided and given; who told it, and what it changed, is on record."""

from oocd import clock
from oocd.audit.queries import entries_of_case
from oocd.db import everywhere
from tests.people import People
from tests.story import Case, child, offence


def actions(people: People, case: Case) -> list[str]:
    with people.app.app_context(), everywhere():
        return [entry.action for entry in entries_of_case(case.id)]


def test_an_unknown_caution_history_bars_a_caution_until_the_police_say(people: People):
    unknown = child(previous_youth_cautions=None, previous_conditional_cautions=None)
    case = Case(people).explained("youth_caution", of=unknown)
    refused = case.give().refused("YJS-02")
    assert "previous youth cautions" in refused["detail"]
    told = {"text": "None on record.", "child": {"previous_youth_cautions": 0, "previous_conditional_cautions": 0}}
    case.at("referrer", "corrections", told).ok()
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
    first = Case(people).sent(of=child(previous_youth_cautions=2, care_status="looked_after"))
    Case(people).sent(of=child(child_ref="  C-1 ", previous_youth_cautions=0, care_status="none"))
    assert first.file["child"]["care_status"] == "none"
    assert actions(people, first) == ["panel.open", "child.change"]
    first.at("referrer", "corrections", {"text": "Fewer.", "child": {"previous_youth_cautions": 1}}).ok()
    assert first.file["child"]["previous_youth_cautions"] == 2


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
