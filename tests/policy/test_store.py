"""What the rule was on that day in that area, and who says so."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from oocd.config import ROOT
from oocd.db import db, everywhere
from oocd.policy import service
from oocd.policy.edition import UnknownCode, written_out
from oocd.policy.loader import FileMistake
from oocd.policy.models import PolicyEdition
from oocd.policy.store import Policies, UnknownArea
from tests.policy.small import AREA, DATED, figure, small_policies

DAY = timedelta(days=1)
TOO_LONG = 60
a_few = settings(max_examples=40)  # each reads its files anew
FIRST = date(2020, 1, 1)
SOON_AFTER = st.dates(FIRST, FIRST + 40 * DAY)
VALUES = st.dictionaries(SOON_AFTER, st.integers(1, 3), max_size=3)
SPAN = st.tuples(SOON_AFTER, st.none() | SOON_AFTER).filter(lambda span: span[1] is None or span[0] <= span[1])
SPANS = st.dictionaries(st.sampled_from(["one", "two", "three"]), SPAN, min_size=1)


@pytest.fixture(scope="module")
def shipped():
    return Policies(ROOT / "policies")


def test_a_figure_changes_on_its_day_and_not_the_day_before(tmp_path):
    change = date(2025, 4, 1)
    policies = small_policies(tmp_path, national={"figures/cap": figure({date(2023, 10, 1): 20, change: 15})})
    before, after = (policies.on(day, AREA).figure("figures/cap") for day in (change - DAY, change))
    assert (before.value, before.since) == (20, date(2023, 10, 1))
    assert (after.value, after.since) == (15, change)
    assert "figures/cap" not in policies.on(date(2023, 9, 30), AREA).figures()


def test_a_fact_from_policy_is_the_figure_of_its_name_as_the_nearest_layer_has_it_that_day(tmp_path):
    change = date(2025, 4, 1)
    told = {"cap": {"type": "int", "means": "Made up", "comes_from": "policy"}}
    national = {"facts": {"about": "Made up.", "facts": told}, "figures/cap": figure({FIRST: 20})}
    policies = small_policies(tmp_path, national=national, area={"figures/cap": figure({change: 15})})
    assert policies.on(change, AREA).figures_as_facts() == {"cap": 15}
    assert policies.on(change - DAY, AREA).figures_as_facts() == {"cap": 20}
    assert policies.on(FIRST - DAY, AREA).figures_as_facts() == {"cap": None}  # and so the rule's answer is unknown


def test_a_layer_with_a_figure_of_another_type_is_refused(tmp_path):
    told = {"cap": {"type": "int", "means": "Made up", "comes_from": "policy"}}
    national = {"facts": {"about": "Made up.", "facts": told}, "figures/cap": figure({FIRST: 20})}
    with pytest.raises(FileMistake, match=r"made_up_area/figures/cap.yaml.*Write a value of type int\."):
        small_policies(tmp_path, national=national, area={"figures/cap": figure({FIRST: "twenty"})})


def test_buckinghamshire_countersigns_in_35_calendar_days_since_its_plan_and_nationally_before(shipped):
    plan = date(2023, 4, 1)
    theirs, earlier, elsewhere = (
        shipped.on(day, area).figure("time/countersignature")
        for day, area in ((plan, "buckinghamshire"), (plan - DAY, "buckinghamshire"), (plan, "oxfordshire"))
    )
    assert (theirs.value, theirs.unit, theirs.layer) == (35, "calendar_days", "area buckinghamshire")
    assert theirs.source["title"] == "Buckinghamshire Youth Justice Plan 2023-24"
    for national in (earlier, elsewhere):
        assert (national.value, national.unit, national.layer) == (5, "working_days", "national")


@a_few
@given(VALUES, VALUES, VALUES, st.lists(SOON_AFTER, min_size=1, max_size=5))
def test_the_nearest_layer_that_has_begun_gives_its_latest_value(national, force, area, days):
    layers = {"national": national, "force made_up_force": force, f"area {AREA}": area}
    files = [{"figures/cap": figure(values)} if values else {} for values in layers.values()]
    files[0] = files[0] or {"figures/cap": figure({FIRST + 365 * DAY: 0})}
    with TemporaryDirectory() as folder:
        policies = small_policies(Path(folder), national=files[0], force=files[1], area=files[2])
    for day in days:
        begun = [
            (layer, max(since for since in values if since <= day))
            for layer, values in layers.items()
            if any(since <= day for since in values)
        ]
        figures = policies.on(day, AREA).figures()
        if not begun:
            assert "figures/cap" not in figures
        else:
            layer, since = begun[-1]
            found = figures["figures/cap"]
            assert (found.layer, found.since, found.value) == (layer, since, layers[layer][since])


def code_list(spans):
    codes = {}
    for code, (begins, last_day) in spans.items():
        codes[code] = {"label": code, "from": begins} | ({"to": last_day} if last_day else {})
    return {"name": "made_up", "about": "Made up.", "codes": codes, **DATED}


@a_few
@given(SPANS, st.lists(SOON_AFTER, min_size=1, max_size=5))
def test_a_code_stands_from_its_first_day_to_its_last_day_inclusive(spans, days):
    with TemporaryDirectory() as folder:
        policies = small_policies(Path(folder), national={"codes/made_up": code_list(spans)})
    for day in days:
        standing = {
            code
            for code, (begins, last_day) in spans.items()
            if begins <= day and (last_day is None or day <= last_day)
        }
        assert set(policies.on(day, AREA).codes("made_up")) == standing


def test_what_an_area_says_from_a_later_day_takes_nothing_away_before_it(tmp_path):
    """Nor does anything come back on the day after its last one: then the area has said that it ended."""
    begins, last = FIRST + 10 * DAY, FIRST + 20 * DAY
    national = {"codes/made_up": code_list({"one": (FIRST, None)})}
    theirs = code_list({"one": (begins, last)}) | {"from": begins}
    theirs["codes"]["one"]["label"] = "as the area has it"
    policies = small_policies(tmp_path, national=national, area={"codes/made_up": theirs})
    labels = [policies.on(day, AREA).codes("made_up").get("one") for day in (begins - DAY, begins, last, last + DAY)]
    assert [row and row["label"] for row in labels] == ["one", "as the area has it", "as the area has it", None]


def test_to_a_list_that_says_so_an_area_adds_codes_that_are_nowhere_else(tmp_path):
    national = {"codes/made_up": code_list({"one": (FIRST, None)}) | {"areas_add": True}}
    theirs = code_list({"two": (FIRST + DAY, None)})
    policies = small_policies(tmp_path, national=national, area={"codes/made_up": theirs})
    assert policies.on(FIRST, AREA).codes("made_up").keys() == {"one"}
    assert policies.on(FIRST + DAY, AREA).codes("made_up").keys() == {"one", "two"}


def test_each_area_has_its_own_schemes_for_diversion(shipped):
    schemes = {area: shipped.on(date(2026, 9, 1), area).codes("diversion_schemes") for area in shipped.areas}
    everywhere = {"substance_misuse_service", "youth_justice_support"}
    assert {area: set(codes) - everywhere for area, codes in schemes.items()} == {
        "bexley": set(),
        "buckinghamshire": {"drug_diversion_scheme"},
        "oxfordshire": {"drug_diversion_scheme", "cannabis_warning_clinic", "aquarius", "early_help"},
        "staffordshire": set(),
    }
    assert schemes["buckinghamshire"]["drug_diversion_scheme"]["label"] == "Youth Drug Diversion Scheme (Cranstoun)"


def test_an_entry_may_have_versions_one_after_the_other(tmp_path):
    one, two = ({"label": label} for label in ("as it was", "as it is"))
    versions = [one | {"from": FIRST, "to": FIRST + 9 * DAY}, two | {"from": FIRST + 10 * DAY}]
    national = {"codes/made_up": code_list({}) | {"codes": {"one": versions}}}
    policies = small_policies(tmp_path, national=national)

    def labels(day):
        return {row["label"] for row in policies.on(day, AREA).codes("made_up").values()}

    assert labels(FIRST - DAY) == set()
    assert labels(FIRST) == labels(FIRST + 9 * DAY) == {"as it was"}
    assert labels(FIRST + 10 * DAY) == labels(FIRST + 99 * DAY) == {"as it is"}


@a_few
@given(VALUES.filter(bool), SPANS, st.data())
def test_an_edition_has_another_name_exactly_when_something_in_it_is_another(values, spans, data):
    """Asked of a store that answered for another day before, and of one that did not."""
    files = {"figures/cap": figure(values), "codes/made_up": code_list(spans)}
    with TemporaryDirectory() as folder:
        asked_before, fresh = (small_policies(Path(folder), national=files) for _ in range(2))
    changes = {*values, *(day for begins, last in spans.values() for day in (begins, (last or FIRST) + DAY))}
    change, another = (data.draw(st.sampled_from(sorted(changes))) for _ in range(2))
    one, other = data.draw(st.sampled_from([(change - DAY, change), (change, change - DAY), (change, another)]))
    first = asked_before.on(one, AREA)
    second, same_again = asked_before.on(other, AREA), fresh.on(other, AREA)

    def in_force(day):
        since = max((since for since in values if since <= day), default=None)
        codes = {code for code, (begins, last) in spans.items() if begins <= day <= (last or date.max)}
        return since, codes

    assert (first.hash == second.hash) == (in_force(one) == in_force(other))
    assert second.hash == same_again.hash
    assert written_out(second) == written_out(same_again)


def test_an_edition_is_the_same_on_two_days_between_changes_and_another_after_one(shipped):
    knife_guidance = date(2026, 2, 12)
    before, eve, first, later = (
        shipped.on(day, "bexley").hash
        for day in (knife_guidance - 40 * DAY, knife_guidance - DAY, knife_guidance, knife_guidance + 40 * DAY)
    )
    assert before == eve != first == later


def test_two_areas_that_differ_have_editions_that_differ(shipped):
    assert len({shipped.on(date(2026, 9, 1), area).hash for area in shipped.areas}) == len(shipped.areas) == 4


def test_an_edition_is_kept_once_with_the_content_its_hash_names(app, shipped):
    edition = shipped.on(date(2026, 9, 1), "oxfordshire")
    with app.app_context(), everywhere():
        assert service.keep(edition) == service.keep(edition) == edition.hash
        db.session.commit()
        (kept,) = db.session.scalars(sa.select(PolicyEdition))
        assert kept.hash == hashlib.sha256(kept.content.encode()).hexdigest() == edition.hash


def test_an_edition_that_many_decisions_need_at_once_is_kept_once_and_refuses_none_of_them(app, shipped):
    edition = shipped.on(date(2026, 9, 1), "oxfordshire")
    many = Barrier(6)

    def keep(_number):
        with app.app_context(), everywhere():
            many.wait(TOO_LONG)
            service.keep(edition)
            db.session.commit()

    with ThreadPoolExecutor(many.parties) as threads:
        assert list(threads.map(keep, range(many.parties), timeout=TOO_LONG)) == [None] * many.parties
    with app.app_context(), everywhere():
        assert len(list(db.session.scalars(sa.select(PolicyEdition)))) == 1


def test_an_area_or_a_code_nobody_has_is_refused_with_what_there_is(shipped):
    with pytest.raises(UnknownArea, match=r"no area called 'kent'\. Use one of: bexley, buckinghamshire, oxfordshire"):
        shipped.on(date(2026, 9, 1), "kent")
    with pytest.raises(UnknownCode, match=r"'reprimand' is not one of the outcomes codes\. Use one such as: nfa,"):
        shipped.on(date(2026, 9, 1), "bexley").codes("outcomes").check("reprimand")
