"""What the police may send, and what is refused with nothing written."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from oocd import clock
from tests.people import People, Reply
from tests.story import Case, child, newcomer, nothing_written, offence
from tests.workflows.maps import RULES


def send_with(case: Case, field: str, value: Any) -> Reply:
    """A referral that is right but for one field, such as `child.sex`."""
    where, _, name = field.rpartition(".")
    if where == "child":
        return case.send(of=child(**{name: value}))
    if where == "offences.0":
        return case.send(offences=[offence(**{name: value})])
    return case.send(**{name: value})


CODED_FIELDS = (
    "child.sex",
    "child.ethnicity",
    "child.care_status",
    "child.send",
    "offences.0.offence_id",
    "offences.0.offence_class",
    "offences.0.admission",
    "offences.0.evidence",
    "investigation_status",
    "source",
    "route",
)


def test_a_code_that_no_list_knows_is_refused_by_name(people: People):
    case = Case(people)
    with nothing_written(people):
        for field in CODED_FIELDS:
            assert "no_such_code" in send_with(case, field, "no_such_code").refused()["detail"], field


def test_a_date_in_the_future_is_refused(people: People):
    case, tomorrow = Case(people), clock.today() + timedelta(days=1)
    with nothing_written(people):
        for field in ("child.date_of_birth", "offences.0.offence_date", "referral_date"):
            refused = send_with(case, field, str(tomorrow)).refused()
            assert refused["errors"] == {field.rpartition(".")[2]: ["This is in the future."]}


NEEDED = ("child.child_ref", "child.date_of_birth", "child.sex", "offences.0.offence_id", "offences.0.summary")


def test_what_is_needed_and_empty_is_named(people: People):
    case = Case(people)
    with nothing_written(people):
        for field in NEEDED:
            for empty in ("", " \n ", None):
                assert send_with(case, field, empty).refused()["errors"].keys() == {field}


def test_a_reference_and_a_ward_are_of_one_line_however_they_are_typed(people: People):
    case = Case(people).sent(of=child(child_ref=" C-1\n 7 ", ward="High\tStreet"))
    told = case.file["child"]
    assert (told["child_ref"], told["ward"]) == ("C-1 7", "High Street")
    with nothing_written(people):
        for field, wrong in (("child.child_ref", "C\x07"), ("child.ward", "W" * 101)):
            send_with(Case(people), field, wrong).refused()


def test_a_referral_names_at_least_one_offence(people: People):
    sent = {"area": "buckinghamshire", "child": child(), "offences": []}
    with nothing_written(people):
        refused = people.referrer.post("/referrals", sent).refused()
    assert refused["errors"] == {"offences": ["Name at least one offence."]}


OUT_OF_RANGE = {
    "nine at the offence": (child(date_of_birth="2016-09-02"), offence(offence_date="2026-09-01")),
    "nine at one of two offences": (
        child(date_of_birth="2016-09-02"),
        offence(offence_date="2026-09-02"),
        offence(offence_date="2026-09-01"),
    ),
    "nine today, and the offence has no date": (child(date_of_birth="2016-11-21"), offence(offence_date=None)),
    "eighteen today": (child(date_of_birth="2008-11-20"), offence(offence_date="2026-09-01")),
}
IN_RANGE = {
    "ten at the offence": (child(date_of_birth="2016-09-01"), offence(offence_date="2026-09-01")),
    "eighteen tomorrow": (child(date_of_birth="2008-11-21"), offence(offence_date="2026-09-01")),
}


@pytest.fixture
def on_20_november_2026() -> Any:
    with clock.stopped_at(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        yield


@pytest.mark.usefixtures("on_20_november_2026")
def test_a_child_out_of_the_ages_of_this_service_is_refused_by_law(people: People):
    with nothing_written(people):
        for ages, (of, *offences) in OUT_OF_RANGE.items():
            refused = Case(people).send(of=of, offences=offences).refused("AGE-00")
            assert refused["source"] == RULES["AGE-00"]["source"]["title"], ages
            assert refused["detail"] == RULES["AGE-00"]["says"]


@pytest.mark.usefixtures("on_20_november_2026")
def test_a_child_just_within_the_ages_of_this_service_is_taken(people: People):
    for number, (of, *offences) in enumerate(IN_RANGE.values()):
        Case(people).sent(of=of | {"child_ref": f"C-{number}"}, offences=offences)


def test_nobody_sends_to_an_area_they_do_not_work_in(people: People):
    with nothing_written(people):
        for area in ("staffordshire", "narnia"):
            assert area in Case(people).send(area=area).refused(status=403)["detail"]


def test_whoever_refers_in_one_area_may_still_only_read_in_another(people: People):
    places = {"buckinghamshire": ("police", ("auditor",)), "staffordshire": ("police", ("police_referrer",))}
    people.referrer = newcomer(people, "of_two_areas", places)
    with nothing_written(people):
        Case(people).send(area="buckinghamshire").refused(status=403)
    Case(people).send(area="staffordshire").ok()


def test_one_reference_means_one_child(people: People):
    Case(people).sent(of=child(child_ref="C-9", date_of_birth="2011-05-04"))
    with nothing_written(people):
        refused = Case(people).send(of=child(child_ref="C-9", date_of_birth="2011-05-05")).refused()
    assert "C-9" in refused["detail"]


def test_what_the_police_add_is_held_to_the_same_codes_and_dates(people: People):
    case = Case(people).sent(offences=[offence(evidence=None)])
    case.at("manager", "ask-for-information", {"reason": "How far does the evidence go?"}).ok()
    tomorrow = str(clock.today() + timedelta(days=1))
    for change in ({"number": 1, "evidence": "a_hunch"}, {"number": 1, "offence_date": tomorrow}, {"number": 7}):
        with nothing_written(people):
            case.at("referrer", "supply-information", {"text": "Here it is.", "offences": [change]}).refused()
    known = {"number": 1, "evidence": "full_code_test"}
    case.at("referrer", "supply-information", {"text": "Here it is.", "offences": [known]}).ok()
    assert case.file["offences"][0]["evidence"] == "full_code_test"
    case.accept().ok()


def test_a_case_goes_only_to_somebody_who_works_cases_here(people: People):
    case = Case(people).sent()
    for other in ("inspector@demo.example", "nobody@demo.example"):
        with nothing_written(people):
            assert other in case.at("manager", "accept", {"case_worker": other}).refused()["detail"]
