"""What the inspection of Buckinghamshire (January 2023) described.

Every street community resolution is looked at and support offered, and a child who has had one before goes to the
joint decision-making panel.
"""

from datetime import timedelta

from oocd import clock
from tests.people import People
from tests.story import Case, child, offence, told_of_the_street


def ago(days: int) -> str:
    return str(clock.today() - timedelta(days=days))


def test_the_first_is_screened_and_supported_and_the_next_goes_to_the_panel(people: People):
    given = told_of_the_street(given_on=ago(70), scheme="drug_diversion_scheme", victim_view="A letter would be fine.")
    first = Case(people)
    first.notify(
        offences=[offence(offence_date=ago(71), evidence="offence_shown", admission="accepts_responsibility")],
        notice=given,
        victim_identified=True,
        referral_date=ago(66),
    ).ok()
    assert first.file["street"]["lag_days"] == 4
    assert first.file["standing"]["waits_on"] == ["yjs"]
    assert first.file["standing"]["late"]  # nobody looked at it for two months, and it is shown
    for step in ("screen", "offer-support", "accept-support"):
        first.street_step(step).ok()
    first.plan_work(voluntary=True).ok()
    first.hold_session().ok()
    assert first.state == "in_work"
    first.complete_work().ok()
    first.at("worker", "end-work").ok()
    first.hold_review().ok()
    first.at("manager", "close").ok()

    second = Case(people)
    second.notify(
        of=child(),
        offences=[offence(offence_id="drunk_highway", offence_date=ago(3), evidence="offence_shown")],
        notice=told_of_the_street(given_on=ago(2), history_weighed=True, authorised_by="A made-up sergeant"),
    ).ok()
    second.street_step("screen").ok()
    (prompt,) = second.file["street"]["prompts"]
    assert (prompt["rule"], "Buckinghamshire" in prompt["source"]) == ("RT-02", True)
    second.street_step("send-to-panel", words="Made up: as the protocol asks.").ok()
    second.accept().ok()
    assert (second.file["referral"]["route"], second.state) == ("panel", "preparing")
    assert second.file["case_worker"]

    watched = first.file["street"]
    assert (watched["accepted"], watched["repeat_within_12_months"], watched["later_upgraded"]) == (True, True, False)
    told = [event["says"] for event in people.manager.get(f"/referrals/{second.id}/timeline").ok()["events"]]
    assert told[:2] == ["Told the service of a street community resolution", "Recorded what an officer had given"]
    assert told[3:6] == [
        "Looked at the street community resolution",
        "Sent it on to the joint panel",
        "The case began on the route to the panel",
    ]
