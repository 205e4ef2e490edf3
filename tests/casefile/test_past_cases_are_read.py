"""What a spreadsheet tells of days before there were rules can be read, and nothing is worked out from it."""

import pytest

from tests.exchange.sheets import past_case
from tests.people import People

LONG_AGO = {
    "offence_date": "2012-01-01",
    "arrest_or_interview_date": "2012-01-02",
    "referral_date": "2012-02-01",
    "previous_disposals": "youth_caution:2011-06-01",
    "decision_date": "2012-04-30",
    "outcome_given_date": "2012-05-01",
    "panel_date": "",
}


@pytest.mark.parametrize(
    "told",
    [
        LONG_AGO,
        {name: day.replace("2012", "2015") for name, day in LONG_AGO.items()} | {"outcome": "outcome_22"},
        {"outcome": "outcome_23", "decision_date": "2024-04-30", "outcome_given_date": "2024-05-01"},
    ],
)
def test_an_outcome_that_no_rule_of_its_day_knows_can_be_read_and_says_nothing_more(people: People, told):
    case = past_case(people, **told)
    file = case.file
    assert set(file["disposals"][0]["later"].values()) == {None}
    explained = people.manager.get(f"/referrals/{case.id}/explanation").ok()
    assert "spent_on" not in {row["name"] for row in explained["offences"][0]["computed"]}
