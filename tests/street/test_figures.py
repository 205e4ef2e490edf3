"""What was given on the street, by police force and area: expected, received, late, looked at, offered, repeated."""

from datetime import date, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from oocd import clock
from oocd.street.rules import Found, Period, apart, shared_out, spread
from tests.people import People, Reply
from tests.story import Case, child, newcomer, nothing_written, offence, told_of_the_street

BOTH = ("buckinghamshire", "oxfordshire")
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def ago(days: int) -> str:
    return str(clock.today() - timedelta(days=days))


def figures(people: People, who: str = "both", **asked: str) -> Reply:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    period = f"period_from={ago(60)}&period_to={ago(0)}"
    return getattr(people, who).get(f"/street-figures?{period}&{query}")


def of_force(people: People, who: str = "both", **changes: object) -> Reply:
    sent = {"force": "thames_valley", "period_from": ago(60), "period_to": ago(0), **changes}
    return getattr(people, who).post("/force-reconciliations", sent)


def given_in(people: People, area: str, number: str, child_ref: str, days: int, told_after: int) -> Case:
    case = Case(people)
    people.referrer = people.officer
    case.notify(
        area=area,
        of=child(child_ref=child_ref),
        offences=[offence(crime_number=number, offence_date=ago(days), evidence="offence_shown")],
        notice=told_of_the_street(given_on=ago(days)),
        referral_date=ago(days - told_after),
    ).ok()
    return case


def test_one_list_of_a_force_is_held_against_every_area_and_a_line_nobody_knows_is_counted_once(people: People):
    newcomer(people, "officer", dict.fromkeys(BOTH, ("police", ("police_referrer",))))
    newcomer(people, "both", dict.fromkeys(BOTH, ("yjs", ("coordinator",))))
    at_home = given_in(people, "buckinghamshire", "TVP1", "C-1", days=40, told_after=2)
    given_in(people, "oxfordshire", "TVP2", "C-2", days=30, told_after=20)
    given_in(people, "oxfordshire", "TVP3", "C-3", days=20, told_after=0)
    text = "crime_number,child_ref,given_on,area\n" + "".join(
        f"{number},,{ago(days)},{area}\n"
        for number, days, area in (
            ("TVP1", 40, ""),
            ("TVP2", 30, "oxfordshire"),
            ("TVP8", 30, "oxfordshire"),
            ("TVP9", 20, ""),
        )
    )
    with nothing_written(people):
        of_force(people, force="kent", csv=text).refused()
        of_force(people, who="coordinator", csv=text).refused(status=403)  # works in one of the two areas
        assert (
            "Line 1"
            in of_force(people, csv=text.replace("TVP1,,", "TVP1,,", 1).replace(",\n", ",bexley\n", 1)).refused()[
                "detail"
            ]
        )
    made = of_force(people, csv=text).ok()["reconciliations"]
    assert {row["area"]: [line["found"] for line in row["rows"]] for row in made} == {
        "buckinghamshire": ["received", "missing_in_force"],
        "oxfordshire": ["late", "missing", "missing_in_force", "not_on_list"],
    }
    of_force(people, csv=text).ok()  # the same list again: the later one counts, and no line twice
    told = figures(people, force="thames_valley").ok()
    assert [row["area"] for row in told["areas"]] == list(BOTH)
    assert {name: told["total"][name] for name in ("expected", "received", "received_late", "missing")} == {
        "expected": 4,
        "received": 2,
        "received_late": 1,
        "missing": 1,
    }
    assert (told["total"]["missing_in_force"], told["total"]["not_on_list"], told["total"]["notices"]) == (1, 1, 3)
    assert told["total"]["lag_days"] == {"median": 2.0, "p90": 20, "most": 20}
    at_home.step_back("both").ok()
    assert figures(people).ok()["total"] == told["total"]  # counts name nobody, and are the same whoever asks
    alone = figures(people, who="coordinator", force="thames_valley").ok()
    assert ([row["area"] for row in alone["areas"]], alone["not_yours"]) == (["buckinghamshire"], ["oxfordshire"])
    people.worker.get(f"/street-figures?period_from={ago(9)}&period_to={ago(0)}").refused(status=403)


def test_what_was_done_about_each_is_counted_and_the_police_are_not_told_who_took_up_an_offer(people: People):
    accepted = Case(people).on_the_street("screen", "offer-support", "accept-support")
    Case(people).on_the_street("screen", "offer-support", "decline", of=child(child_ref="C-2"))
    Case(people).on_the_street("screen", "close-without-offer", of=child(child_ref="C-3"))
    Case(people).on_the_street(of=child(child_ref="C-4"))
    again = Case(people)
    again.send(offences=[offence(offence_date=ago(1), crime_number="TVP7")]).ok()  # the first child, on to the panel
    told = figures(people, who="coordinator").ok()["total"]
    names = ("screened", "not_screened", "screening_overdue", "offered", "not_offered", "accepted", "declined")
    assert [told[name] for name in names] == [3, 1, 0, 2, 1, 1, 1]
    assert (told["repeats"], told["repeats_at_panel"], told["expected"]) == (1, 1, None)
    assert told["screening_days"] == {"median": 0.0, "p90": 0, "most": 0}
    with clock.stopped_at(clock.now() + timedelta(days=40)):
        late = figures(people, who="coordinator", period_from=ago(99)).ok()["total"]
    assert (late["not_screened"], late["screening_overdue"]) == (1, 1)
    to_the_police = figures(people, who="referrer").ok()["total"]
    assert (to_the_police["offered"], to_the_police["accepted"], to_the_police["declined"]) == (2, None, None)
    assert accepted.file["street"]["corrected_on"] is None
    accepted.at("referrer", "corrections", {"text": "Made up: the officer's name.", "officer_in_case": "X"}).ok()
    assert accepted.file["street"]["corrected_on"] == str(clock.today())


@given(st.lists(st.integers(0, 400), min_size=1))
def test_nine_in_ten_waited_no_longer_than_it_says(days):
    told = spread(days)
    assert sum(day <= told.p90 for day in days) >= 0.9 * len(days)
    assert told.p90 in days
    assert min(days) <= told.median <= told.most == max(days)


@given(st.lists(st.tuples(DAYS, DAYS).map(sorted).map(lambda pair: Period(*pair))))
def test_no_day_is_counted_from_two_lists_and_the_last_made_always_counts(periods):
    taken = [periods[place] for place in apart(periods)]
    seen = [day for one in taken for day in range(one.since.toordinal(), one.until.toordinal() + 1)]
    assert len(seen) == len(set(seen))
    assert not periods or taken[0] == periods[0]


@given(st.lists(st.sampled_from(["a", "b", None])))
def test_every_line_of_a_force_s_list_is_in_the_area_it_names_or_in_all(areas):
    found = [Found("N", None, date(2026, 9, 3), "missing", None) for _ in areas]
    shared = shared_out(found, areas, {uuid4(): "a"}, ["a", "b"])
    for area, rows in shared.items():
        said = {number: one.found for number, one in rows}
        expected = {number: named for number, named in enumerate(areas, start=1) if named in (area, None)}
        assert said == {number: "missing" if named else "missing_in_force" for number, named in expected.items()}
