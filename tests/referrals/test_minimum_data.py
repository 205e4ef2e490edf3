"""What the police are asked for: kept as sent, missing where not sent, and held to codes and an order of dates."""

from datetime import timedelta
from typing import Any

import pytest

from oocd import clock
from tests.people import People
from tests.story import Case, child, nothing_written, offence
from tests.workflows.maps import RULES

TODAY = str(clock.today())
CARER = {"relation": "mother", "name": "A made-up mother", "contact": "01", "parental_responsibility": True}
WHOLE_CHILD = {
    "address": "1 Made-up Street",
    "ward": "Made-up ward",
    "language": "Polish",
    "interpreter": True,
    "school": "Made-up school",
    "social_worker": "A made-up social worker",
    "placing_authority": "A made-up council",
    "care_status": "looked_after",
}
WHOLE_OFFENCE = {
    "offence_date": "2026-09-01",
    "offence_time": "23:30:00",
    "place": "A made-up home",
    "arrest_or_interview_date": "2026-09-02",
    "crime_number": "43/1/26",
    "co_accused": 0,
}
WHOLE_CASE = {
    "investigation_status": "bail",
    "bail_date": "2026-09-02",
    "bail_expires_on": "2099-01-01",
    "bail_conditions": "Stay away from the home.",
    "interview_date": "2026-09-02",
    "interview_adult_present": True,
    "interview_solicitor": False,
    "interview_representative": True,
    "supervisor": "A made-up sergeant",
    "police_proposed_outcome": "community_resolution",
    "victim_identified": True,
    "victim_personal_statement": False,
    "risk_flags": ["placement", "weapon"],
    "alternatives_tried": "The home's own behaviour plan.",
}


def whole(people: People) -> Case:
    of = child(**WHOLE_CHILD, carers=[CARER])
    return Case(people).sent(of=of, offences=[offence(**WHOLE_OFFENCE)], **WHOLE_CASE)


def missing(case: Case, **of: Any) -> set[str]:
    return {row["field"] for row in case.file["still_missing"] if all(row[name] == of[name] for name in of)}


def test_all_that_the_police_sent_is_kept_and_nothing_is_missing(people: People):
    kept = whole(people).file
    assert kept["still_missing"] == []
    assert {name: kept["arrival"][name] for name in WHOLE_CASE} == WHOLE_CASE
    assert {name: kept["child"][name] for name in WHOLE_CHILD} == WHOLE_CHILD
    assert kept["child"]["carers"] == [CARER]
    assert {name: kept["offences"][0][name] for name in WHOLE_OFFENCE} == WHOLE_OFFENCE
    assert kept["offences"][0]["statute"] == "Criminal Justice Act 1988, section 39"


def test_only_what_the_rule_names_keeps_a_referral_from_being_accepted(people: People):
    case = Case(people).sent(officer_in_case=None, risk_flags=None, offences=[offence(evidence=None)])
    assert missing(case, required=True) == {"officer_in_case", "evidence"}
    assert {"risk_flags", "supervisor", "address", "crime_number"} < missing(case, required=False)
    refused = case.accept().refused("RF-01")
    assert (
        refused["detail"]
        == f"{RULES['RF-01']['says']} Missing: officer in the case, how far the evidence goes of offence 1."
    )
    told = {"text": "Here.", "officer_in_case": "Made up", "offences": [{"number": 1, "evidence": "offence_shown"}]}
    case.at("referrer", "corrections", told).ok()
    case.accept().ok()


@pytest.mark.parametrize(
    ("said", "asked", "not_asked"),
    [
        ({"investigation_status": "bail"}, {"bail_date", "bail_expires_on"}, {"rui_since", "voluntary_interview_date"}),
        ({"investigation_status": "rui"}, {"rui_since"}, {"bail_date", "voluntary_interview_date"}),
        ({"investigation_status": "voluntary"}, {"voluntary_interview_date"}, {"bail_date", "rui_since"}),
        ({"risk_flags": ["placement"]}, {"alternatives_tried"}, {"risk_flags"}),
        ({"risk_flags": []}, set(), {"alternatives_tried", "risk_flags"}),
        ({"victim_identified": True}, {"victim_personal_statement"}, set()),
        ({"victim_identified": False}, set(), {"victim_personal_statement"}),
        ({"of": child(care_status="looked_after")}, {"social_worker", "placing_authority"}, set()),
        ({"of": child(care_status="none")}, set(), {"social_worker", "placing_authority"}),
    ],
)
def test_what_is_asked_for_depends_on_what_was_said(people: People, said: Any, asked: set[str], not_asked: set[str]):
    still = missing(Case(people).sent(**said))
    assert asked <= still
    assert not still & not_asked


def test_null_says_nothing_and_takes_nothing_back(people: People):
    case = whole(people)
    case.at("referrer", "corrections", {"text": "Nothing new.", "bail_date": None, "child": {"school": None}}).ok()
    assert case.file["arrival"]["bail_date"] == WHOLE_CASE["bail_date"]
    assert case.file["child"]["school"] == WHOLE_CHILD["school"]


def test_what_is_learnt_of_a_child_and_its_carers_later_is_added(people: People):
    case = whole(people)
    father = {"relation": "father", "name": "A made-up father"}
    known = {"school": "Another school", "carers": [{**CARER, "contact": "02"}, father]}
    case.at("referrer", "corrections", {"text": "They moved.", "child": known}).ok()
    assert case.file["child"]["school"] == "Another school"
    assert {carer["name"]: carer.get("contact") for carer in case.file["child"]["carers"]} == {
        CARER["name"]: "02",
        father["name"]: None,
    }


def test_a_code_of_the_data_set_that_no_list_knows_is_refused_by_name(people: People):
    wrong: list[dict[str, Any]] = [
        {"police_proposed_outcome": "a_telling_off"},
        {"risk_flags": ["weapon", "a_telling_off"]},
        {"of": child(carers=[{"relation": "a_telling_off"}])},
    ]
    with nothing_written(people):
        for sent in wrong:
            assert "a_telling_off" in Case(people).send(**sent).refused()["detail"]


def test_a_date_of_the_data_set_in_the_future_is_refused_where_it_tells_the_past(people: People):
    tomorrow = str(clock.today() + timedelta(days=1))
    past = ("bail_date", "rui_since", "voluntary_interview_date", "interview_date")
    with nothing_written(people):
        for field in past:
            assert Case(people).send(**{field: tomorrow}).refused()["errors"].keys() == {field}
        refused = Case(people).send(offences=[offence(arrest_or_interview_date=tomorrow)]).refused()
        assert refused["errors"].keys() == {"arrest_or_interview_date"}


OUT_OF_ORDER = {
    "arrested before the offence": {"offences": [offence(arrest_or_interview_date="2026-08-31")]},
    "sent before the offence": {"referral_date": "2026-08-31"},
    "sent before the arrest": {
        "referral_date": "2026-09-10",
        "offences": [offence(arrest_or_interview_date="2026-09-11")],
    },
    "bail ends before it began": {"bail_date": "2026-09-20", "bail_expires_on": "2026-09-19"},
    "bail before the offence": {"bail_date": "2026-08-31"},
    "released before the offence": {"rui_since": "2026-08-31"},
    "interviewed before the offence": {"interview_date": "2026-08-31"},
    "interviewed of free will before the offence": {"voluntary_interview_date": "2026-08-31"},
}


def test_dates_that_cannot_both_be_right_are_refused_at_first_and_later(people: People):
    case = Case(people).sent()
    for changes in OUT_OF_ORDER.values():
        with nothing_written(people):
            sent = Case(people).send(of=child(child_ref="C-2"), **changes).refused()
            assert "lies before" in sent["detail"], changes
            if "referral_date" not in changes:
                told = {"text": "Wrong.", **changes, "offences": [{"number": 1}]}
                told["offences"][0] |= {
                    name: value
                    for name, value in changes.get("offences", [{}])[0].items()
                    if name == "arrest_or_interview_date"
                }
                assert "lies before" in case.at("referrer", "corrections", told).refused()["detail"]


def test_what_cannot_be_meant_is_refused(people: People):
    case = Case(people).sent()
    twice = {"text": "Twice.", "offences": [{"number": 1, "place": "Here"}, {"number": 1, "place": "There"}]}
    with nothing_written(people):
        case.at("referrer", "corrections", twice).refused()
        for wrong in ({"co_accused": -1}, {"co_accused": 2000}, {"offence_time": "25:00"}):
            Case(people).send(of=child(child_ref="C-2"), offences=[offence(**wrong)]).refused()


def test_a_date_of_birth_is_filled_in_and_never_replaced(people: People):
    case = Case(people).sent()
    other = {"text": "Another.", "child": {"date_of_birth": "2011-05-05"}}
    with nothing_written(people):
        assert "another date of birth" in case.at("referrer", "corrections", other).refused()["detail"]


def test_a_corrected_offence_date_is_held_to_the_ages_of_this_service(people: People):
    case = Case(people).sent()
    too_young = {"text": "Long ago.", "offences": [{"number": 1, "offence_date": "2020-09-01"}]}
    with nothing_written(people):
        case.at("referrer", "corrections", too_young).refused("AGE-00")


def test_the_police_are_asked_in_rounds_and_each_says_how_long_it_lay_with_them(people: People):
    case = Case(people).sent()
    case.at("manager", "ask-for-information", {"reason": "Which school?"}).ok()
    case.at("referrer", "supply-information", {"text": "Made-up school.", "child": {"school": "Made-up"}}).ok()
    case.at("manager", "ask-for-information", {"reason": "Which carer?"}).ok()
    first, second = case.file["information_rounds"]
    assert first == {"asked_on": TODAY, "reason": "Which school?", "ended_on": TODAY, "answered": True, "days": 0}
    assert (second["reason"], second["ended_on"], second["answered"]) == ("Which carer?", None, False)
    assert case.file["standing"]["waits_on"] == ["police"]


SOURCES: dict[str, dict[str, Any]] = {
    "court_return": {"returned_from": "A made-up youth court", "returned_on": "2026-10-01"},
    "cps_return": {"returned_from": "Made-up prosecutors", "returned_on": "2026-10-01"},
    "other": {"other_source": "A made-up youth club"},
}


def test_a_source_says_what_goes_with_it_and_nothing_else(people: People):
    for number, (source, needed) in enumerate(SOURCES.items()):
        of = child(child_ref=f"C-{number}")
        with nothing_written(people):
            for name in needed:
                left_out = {key: value for key, value in needed.items() if key != name}
                refused = Case(people).send(of=of, source=source, **left_out).refused()
                assert refused["errors"].keys() == {name}
            refused = Case(people).send(of=of, source="police", **needed).refused()
            assert refused["errors"].keys() == set(needed)
        arrival = Case(people).sent(of=of, source=source, **needed).file["arrival"]
        assert {name: arrival[name] for name in needed} == needed
    with nothing_written(people):
        tomorrow = str(clock.today() + timedelta(days=1))
        Case(people).send(source="court_return", returned_from="A court", returned_on=tomorrow).refused()
