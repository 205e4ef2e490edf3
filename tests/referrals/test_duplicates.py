"""One matter of a child is one case at a time; what comes back from court or prosecutors is linked to the first."""

from typing import Any

import pytest

from tests.people import People
from tests.story import Case, child, nothing_written, offence

RETURNED = {"source": "court_return", "returned_from": "A made-up court", "returned_on": "2026-10-01"}


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ({}, {}),
        ({"crime_number": "43/1/26"}, {}),
        ({"crime_number": "43/1/26"}, {"crime_number": " 43/1/26 ", "offence_date": "2026-09-03"}),
        ({"crime_number": "43/1/26a"}, {"crime_number": "43/1/26A", "offence_id": "abh"}),
    ],
)
@pytest.mark.parametrize("source", [{}, RETURNED])
def test_the_same_matter_again_is_refused_with_the_reference_of_the_case_that_has_it(
    people: People, first: dict[str, Any], again: dict[str, Any], source: dict[str, Any]
):
    case = Case(people).sent(offences=[offence(offence_id="drunk_highway"), offence(**first)])
    with nothing_written(people):
        refused = Case(people).send(offences=[offence(**again)], **source).refused(status=409)
    assert refused["reference"] == case.file["referral"]["reference"]
    assert refused["reference"] in refused["detail"]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ({}, {"offence_date": "2026-09-02"}),
        ({}, {"offence_id": "abh"}),
        ({"offence_date": None}, {"offence_date": None}),
        ({"crime_number": "43/1/26"}, {"crime_number": "43/2/26"}),
    ],
)
def test_another_matter_of_the_same_child_is_another_case(people: People, first: dict[str, Any], again: dict[str, Any]):
    Case(people).sent(offences=[offence(**first)])
    assert Case(people).sent(offences=[offence(**again)]).file["arrival"].get("earlier") is None


def test_the_same_matter_of_another_child_is_another_case(people: People):
    number = offence(crime_number="43/1/26")
    Case(people).sent(offences=[number])
    Case(people).sent(offences=[number], of=child(child_ref="C-2"))


def test_what_comes_back_after_its_case_ended_names_the_earlier_case(people: People):
    first = Case(people).sent()
    first.at("referrer", "charge", {"reason": "Charged.", "charged_on": first.file["referral"]["referral_date"]}).ok()
    again = Case(people).sent(**RETURNED)
    assert again.file["arrival"]["earlier"] == first.file["referral"]["reference"]
    assert again.file["arrival"]["returned_from"] == "A made-up court"


def test_a_correction_does_not_make_two_cases_of_one_matter(people: People):
    Case(people).sent(offences=[offence(crime_number="43/1/26")])
    other = Case(people).sent(offences=[offence(crime_number="43/2/26")])
    wrong = {"text": "Wrong number.", "offences": [{"number": 1, "crime_number": "43/1/26"}]}
    with nothing_written(people):
        other.at("referrer", "corrections", wrong).refused(status=409)


def test_one_referral_names_an_offence_under_a_crime_number_once(people: People):
    number = offence(crime_number="43/1/26")
    with nothing_written(people):
        Case(people).send(offences=[number, number]).refused()
    Case(people).sent(offences=[number, {**number, "offence_id": "abh"}])
