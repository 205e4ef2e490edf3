"""What the police say they gave, held against the notices that came: missing, late, or on no list."""

from datetime import date, timedelta
from uuid import uuid4

from oocd import clock
from oocd.street.rules import Listed, Noticed, compare
from tests.people import People
from tests.story import Case, child, newcomer, nothing_written, offence, told_of_the_street

DAY = date(2026, 9, 3)


def noticed(number: str = "", child_ref: str = "C-1", late: bool = False) -> Noticed:
    return Noticed(uuid4(), frozenset({number} if number else ()), child_ref, DAY, late)


def found(listed: list[Listed], came: list[Noticed]) -> list[str]:
    return [line.found for line in compare(listed, came)]


def test_a_line_is_answered_by_its_crime_number_however_it_is_typed():
    assert found([Listed("tvp 1/26", None, DAY)], [noticed("TVP1/26")]) == ["received"]
    assert found([Listed("TVP1/26", "C-1", DAY)], [noticed("TVP2/26")]) == ["missing", "not_on_list"]


def test_a_line_without_a_number_is_answered_by_the_child_and_the_day():
    assert found([Listed(None, " C-1 ", DAY)], [noticed("TVP1/26", late=True)]) == ["late"]
    assert found([Listed(None, "C-1", DAY + timedelta(days=1))], [noticed()]) == ["missing", "not_on_list"]


def listed(**changes: str) -> dict:
    period = {"period_from": str(clock.today() - timedelta(days=60)), "period_to": str(clock.today())}
    return {"area": "buckinghamshire", **period, **changes}


def test_a_list_is_kept_with_who_held_it_against_the_notices_and_what_came_of_it(people: People):
    given = str(clock.today() - timedelta(days=40))
    late = told_of_the_street(given_on=given)
    Case(people).on_the_street(offences=[offence(crime_number="TVP1", offence_date=given)], notice=late)
    Case(people).on_the_street(of=child(child_ref="C-2"))
    text = f"crime_number,child_ref,given_on\ntvp1,,{given}\nTVP9,C-9,{given}\n"
    made = people.coordinator.post("/street-reconciliations", listed(csv=text)).ok()
    assert [(row["found"], row["child_ref"]) for row in made["rows"]] == [
        ("late", "C-1"),
        ("missing", "C-9"),
        ("not_on_list", "C-2"),
    ]
    read = people.manager.get(f"/street-reconciliations/{made['id']}").ok()
    assert read.body == made.body
    assert read["made_by"]
    assert read["listed"] == 2


def test_nothing_is_said_of_another_area(people: People):
    newcomer(people, "both", dict.fromkeys(("buckinghamshire", "bexley"), ("police", ("police_referrer",))))
    case = Case(people)
    people.referrer = people.both
    case.notify(area="bexley").ok()
    made = people.both.post("/street-reconciliations", listed(listed=[])).ok()
    assert made["rows"] == []
    people.coordinator.post("/street-reconciliations", listed(area="bexley", listed=[])).refused(status=403)


def test_whoever_stepped_back_from_a_case_is_not_shown_its_line(people: People):
    case = Case(people).on_the_street()
    case.step_back("coordinator").ok()
    made = people.coordinator.post("/street-reconciliations", listed(listed=[])).ok()
    assert people.coordinator.get(f"/street-reconciliations/{made['id']}").ok()["rows"] == []
    assert len(people.manager.get(f"/street-reconciliations/{made['id']}").ok()["rows"]) == 1


def test_a_list_with_a_mistake_is_refused_by_its_line_and_nothing_is_kept(people: People):
    today = str(clock.today())
    with nothing_written(people):
        for text, words in (
            ("crime_number,given_on\n", "no column child_ref"),
            ("crime_number,child_ref,given_on\nTVP1,,last week\n", "Line 2"),
            (f"crime_number,child_ref,given_on\n,,{today}\n", "neither a crime number nor a child"),
            ("crime_number,child_ref,given_on\nTVP1,,2020-01-01\n", "outside the period"),
        ):
            assert words in people.coordinator.post("/street-reconciliations", listed(csv=text)).refused()["detail"]
        people.coordinator.post("/street-reconciliations", listed()).refused()
        wrong = listed(listed=[], period_from="2099-01-01")
        people.coordinator.post("/street-reconciliations", wrong).refused()
