"""What an assessment must say before anybody signs it, and what of it the child is given; asked of the shipped form."""

import copy
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocd.assessment.rules import (
    DIMENSIONS,
    Asked,
    assetplus_required,
    by_section,
    differences,
    differs,
    says_nothing,
    shareable,
    still_to_write,
)
from oocd.config import ROOT
from oocd.policy.store import Policies
from tests.story import ASSESSMENT

EDITION = Policies(ROOT / "policies").on(date(2026, 9, 1), "bexley")
SECTIONS = EDITION.codes("assessment_sections")
LEVELS = EDITION.codes("assessment_levels")
JUDGED = [code for code, row in SECTIONS.items() if row["kept_as"] == "judgement"]
HARMFUL = ["medium", "high", "very_high"]
NOTHING = st.sampled_from(["", " ", "N/A", "n.a.", "-", "None", "not applicable", "TBC"])


def asked(**changes):
    measured = {
        "kind": "full",
        "sections": SECTIONS,
        "levels": LEVELS,
        "characteristics": EDITION.codes("diversity_characteristics"),
        "offences": [1],
        "shared_by": {},
    }
    return Asked(**{**measured, **changes})


def written(**changes):
    """The content of the example as a version keeps it; the tool stands beside it."""
    content = {**copy.deepcopy(ASSESSMENT), **changes}
    del content["tool"]
    return content


def judged(about, beside=None, **professional):
    content = written()
    content["judgements"][about]["professional_judgement"] |= professional
    content["judgements"][about] |= beside or {}
    content["at_risk"] = [{"who": "peers", "harm": "Made up.", "context": "Made up."}]
    return content


def explained(about, level):
    return judged(about, level=level, **dict.fromkeys(DIMENSIONS, "Made up, and said."))


def required(kind):
    return [code for code, row in SECTIONS.items() if kind in row["required_for"]]


def without(code):
    content = written()
    for part in (content, content["sections"], content["judgements"]):
        part.pop(code, None)
    return content


def test_the_example_everybody_copies_is_complete():
    assert still_to_write(written(), asked()) == []


@pytest.mark.parametrize("code", required("full"))
def test_a_full_assessment_lacks_each_required_section_that_is_left_out(code):
    (lack,) = {lack.split(" (")[0] for lack in still_to_write(without(code), asked())}
    assert lack == SECTIONS[code]["label"]


@pytest.mark.parametrize("code", [code for code in required("full") if SECTIONS[code]["kept_as"] == "text"])
@given(filler=NOTHING)
def test_filling_a_box_with_nothing_is_leaving_it_out(code, filler):
    content = written()
    content["sections"][code] = filler
    assert still_to_write(content, asked()) == [SECTIONS[code]["label"]]


@given(st.sets(st.sampled_from(sorted(SECTIONS))))
def test_a_screening_asks_for_what_it_needs_and_never_for_more_than_a_full_assessment(left_out):
    content = written()
    for code in left_out:
        for part in (content, content["sections"], content["judgements"]):
            part.pop(code, None)
    screening = set(still_to_write(content, asked(kind="screening")))
    assert screening <= set(still_to_write(content, asked()))
    assert len(screening) >= len(left_out & set(required("screening")))


@pytest.mark.parametrize("about", JUDGED)
def test_not_assessed_is_visible_and_is_not_a_level(about):
    assert still_to_write(judged(about, level="not_assessed"), asked()) == [
        f"{SECTIONS[about]['label']} (not assessed)"
    ]


@pytest.mark.parametrize("about", JUDGED)
@given(level=st.sampled_from(HARMFUL), said=st.sets(st.sampled_from(DIMENSIONS)), filler=NOTHING)
def test_from_medium_up_nature_likelihood_imminence_and_impact_are_each_said(about, level, said, filler):
    content = judged(about, level=level, **{name: "Said." if name in said else filler for name in DIMENSIONS})
    label = SECTIONS[about]["label"]
    assert still_to_write(content, asked()) == [f"{label} ({name})" for name in DIMENSIONS if name not in said] + (
        [f"{label} (why the professional judgement differs from what others said)"]
        if about == "safety_of_child"  # the example's child says low
        else []
    )


@pytest.mark.parametrize("level", HARMFUL)
def test_where_others_could_be_harmed_it_says_who(level):
    content = explained("safety_of_others", level)
    assert still_to_write(content, asked()) == []
    content["at_risk"] = []
    assert still_to_write(content, asked()) == ["Safety of other people (who could be harmed)"]


VIEW = st.builds(
    lambda level, differs: {"words": "Said.", "level": level, "differs": differs},
    st.sampled_from([None, *LEVELS]),
    st.booleans(),
)


@given(
    about=st.sampled_from(JUDGED),
    level=st.sampled_from(["low", *HARMFUL]),
    child=st.none() | VIEW,
    parents=st.lists(VIEW, max_size=2),
    agencies=st.lists(VIEW, max_size=2),
    note=NOTHING | st.just("Made up: the child does not know of the threats."),
)
def test_a_difference_is_explained_and_never_settled_by_changing_the_professional_level(
    about, level, child, parents, agencies, note
):
    beside = {"child_view": child, "parent_views": parents, "agency_views": agencies, "difference_note": note}
    content = explained(about, level)
    content["judgements"][about] |= beside
    before = copy.deepcopy(content)
    lacks = still_to_write(content, asked())
    said_otherwise = any(
        view["differs"] or view["level"] not in (None, level)
        for view in ([child] if child else []) + parents + agencies
    )
    assert differs(content["judgements"][about]) is said_otherwise
    assert any("differs from what others said" in lack for lack in lacks) is (said_otherwise and says_nothing(note))
    assert content == before  # asking changes nothing, least of all the professional's level


def test_neurodiversity_nobody_diagnosed_and_two_together_change_the_approach():
    content = written()
    content["diversity"] = {"characteristics": content["diversity"]["characteristics"][:1]}
    lacks = still_to_write(content, asked())
    assert lacks == ["Diversity (neurodiversity)", "Diversity (how it changes our approach)"]
    content["diversity"] = {**ASSESSMENT["diversity"], "together": "", "approach": "n/a"}
    lacks = still_to_write(content, asked())
    assert lacks == ["Diversity (two or more together)", "Diversity (how it changes our approach)"]


def test_what_an_agency_shared_is_used_or_says_why_not():
    shared = asked(shared_by={"a-check": "Health"})
    assert still_to_write(written(), shared) == ["Sources used (what Health shared)"]
    used = [*ASSESSMENT["sources"], {"check": "a-check", "used": "Nothing of it concerns this matter."}]
    assert still_to_write(written(sources=used), shared) == []


def test_a_plan_has_safety_contingency_and_a_way_out_or_says_why_there_is_none():
    steps = ASSESSMENT["plan"]["steps"]
    lacks = still_to_write(written(plan={"steps": steps}), asked())
    assert lacks == [f"The professionals' plan ({part})" for part in ("victim safety", "contingency", "exit route")]
    assert still_to_write(written(plan={"why_none": "Social care has a plan already."}), asked()) == []


def test_every_offence_has_its_own_recommendation():
    assert still_to_write(written(), asked(offences=[1, 2, 3])) == [
        "Recommendation for each offence (offence 2)",
        "Recommendation for each offence (offence 3)",
    ]


# -- what changed

CONTENT = st.fixed_dictionaries(
    {
        "sections": st.dictionaries(st.sampled_from(["family", "education", "victim"]), st.text(max_size=3)),
        "judgements": st.dictionaries(st.sampled_from(JUDGED), st.fixed_dictionaries({"level": st.text(max_size=2)})),
        "strengths": st.lists(st.text(max_size=2), max_size=2),
    }
)


@given(CONTENT, CONTENT)
def test_a_comparison_names_every_section_that_differs_and_no_other(earlier, later):
    changed = differences(earlier, later)
    assert changed == differences(later, earlier)
    was, now = by_section(earlier), by_section(later)
    assert {code for code in was.keys() | now.keys() if was.get(code) == now.get(code)}.isdisjoint(changed)
    assert all(was.get(code) != now.get(code) for code in changed)
    assert differences(earlier, earlier) == []


# -- what the child is given

WITHHELD = [code for code, row in SECTIONS.items() if not row["shared"] and row["kept_as"] != "apart"]


def test_what_the_child_is_not_given_is_what_the_safeguards_name():
    named = {"victim", "at_risk", "police_intelligence", "other_people", "sources", "discounted"}
    assert set(WITHHELD) == named  # victim, third parties, police intelligence


@given(st.sampled_from([*WITHHELD, "plan.victim_safety", "parent_views", "agency_views", "difference_note"]))
def test_no_word_of_a_victim_a_third_party_or_police_intelligence_reaches_the_child(place):
    secret = "Jo Bloggs of Mill Lane"
    content = written()
    if place == "plan.victim_safety":
        content["plan"]["victim_safety"] = secret
    elif place in ("parent_views", "agency_views"):
        content["judgements"]["safety_of_child"][place] = [{"words": secret}]
    elif place == "difference_note":
        content["judgements"]["safety_of_child"] |= {"agency_views": [{"words": "Said."}], "difference_note": secret}
    elif SECTIONS[place]["kept_as"] == "text":
        content["sections"][place] = secret
    else:
        content[place] = [{"said": secret}]
    shared = shareable(content, SECTIONS)
    assert secret in json.dumps(content)
    assert secret not in json.dumps(shared.sections)
    assert any(place.split(".")[-1] in left_out for left_out in shared.left_out)
    assert all(shared.left_out.values())


def test_the_child_reads_the_judgement_beside_their_own_words_and_why_they_differ():
    content = explained("safety_of_child", "high")
    content["judgements"]["safety_of_child"]["difference_note"] = "You do not see the messages we see."
    given = shareable(content, SECTIONS).sections["safety_of_child"]
    assert given["professional_judgement"]["level"] == "high"
    assert given["child_view"]["level"] == "low"
    assert given["difference_note"] == "You do not see the messages we see."


# -- the tool

STAFFORDSHIRE = Policies(ROOT / "policies").on(date(2026, 9, 1), "staffordshire")
TRIGGERS = STAFFORDSHIRE.figure("figures/assetplus_required_for").value


@given(st.none() | st.integers(0, 9))
def test_staffordshire_uses_assetplus_for_a_conditional_caution_and_from_the_second_youth_caution(earlier):
    assert assetplus_required(TRIGGERS, "youth_conditional_caution", earlier) is True
    assert assetplus_required(TRIGGERS, "community_resolution", earlier) is False
    second = assetplus_required(TRIGGERS, "youth_caution", earlier)
    assert second is (None if earlier is None else earlier > 0)


@pytest.mark.parametrize("area", ["bexley", "buckinghamshire", "oxfordshire"])
def test_elsewhere_no_outcome_asks_for_assetplus_by_itself(area):
    triggers = Policies(ROOT / "policies").on(date(2026, 9, 1), area).figure("figures/assetplus_required_for").value
    for outcome in STAFFORDSHIRE.codes("outcomes"):
        assert assetplus_required(triggers, outcome, 9) is False
