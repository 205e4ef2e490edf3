"""What a gate says of the facts, and who may pass it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocd.policy.gates import sentences
from tests.policy.small import AREA, MADE_UP, small_policies

DAY = date(2026, 9, 1)
FACTS = {
    "admission": "string",
    "age": "int",
    "adult_present": "bool",
    "flags": "strings",
    "offence_date": "date",
    "never_asked": "bool",
}
KINDS = ("hard", "soft", "acknowledge", "info")


def rule(holds: str, kind: str = "hard", **changes: object) -> dict[str, object]:
    return {
        "for": ["nfa"],
        "when": "decide",
        "kind": kind,
        "holds": holds,
        "says": "Do something about it.",
        "from": date(2026, 1, 1),
        **MADE_UP,
        **changes,
    }


def edition(folder, rules, day=DAY):
    declared = {name: {"type": kind, "means": "Made up", "comes_from": "x"} for name, kind in FACTS.items()}
    national = {
        "facts": {"about": "Made up.", "facts": declared},
        "gates/made_up": {"about": "Made up.", "rules": rules},
    }
    return small_policies(folder, national=national).on(day, AREA)


def facts(**known: object) -> dict[str, object]:
    told = {"admission": "admitted", "age": 14, "adult_present": True, "flags": [], "offence_date": date(2026, 8, 1)}
    return {"never_asked": None, **told, **known}


def in_the_way(answers, reasons=None, acknowledged=()):
    return {answer.id: said for answer, said in sentences(answers, reasons or {}, acknowledged)}


@pytest.fixture(scope="module")
def each_kind(tmp_path_factory):
    """A rule of each kind about the same fact."""
    rules = {f"{kind}-1": rule("adult_present", kind) for kind in KINDS}
    return edition(tmp_path_factory.mktemp("each_kind"), rules)


def test_a_rule_that_holds_is_in_nobodys_way(each_kind):
    answers = each_kind.answers("nfa", "decide", facts())
    assert {answer.verdict for answer in answers} == {"holds"}
    assert in_the_way(answers) == {}


@pytest.mark.parametrize("known", [False, None])
def test_a_hard_rule_has_no_way_round(each_kind, known):
    answers = each_kind.answers("nfa", "decide", facts(adult_present=known))
    every_reason, every_name = {answer.id: "Because." for answer in answers}, [answer.id for answer in answers]
    assert in_the_way(answers, every_reason, every_name).keys() == {"hard-1"}


@pytest.mark.parametrize("known", [False, None])
def test_a_soft_rule_is_passed_with_a_reason_of_its_own_and_not_with_silence(each_kind, known):
    answers = each_kind.answers("nfa", "decide", facts(adult_present=known))
    for reasons in ({}, {"soft-1": ""}, {"soft-1": "  \n"}, {"another-1": "Because."}):
        assert "soft-1" in in_the_way(answers, reasons, ["soft-1"])
    assert "soft-1" not in in_the_way(answers, {"soft-1": "The child was in hospital."})


def test_a_warning_is_passed_only_by_naming_it(each_kind):
    answers = each_kind.answers("nfa", "decide", facts(adult_present=False))
    assert "acknowledge-1" in in_the_way(answers, {"acknowledge-1": "Because."}, ["soft-1"])
    assert "acknowledge-1" not in in_the_way(answers, {}, ["acknowledge-1"])


@pytest.mark.parametrize("known", [True, False, None])
def test_an_informing_rule_never_blocks(each_kind, known):
    answers = each_kind.answers("nfa", "decide", facts(adult_present=known))
    assert "info-1" not in in_the_way(answers)


def test_each_refusal_says_what_to_do_about_it(each_kind):
    said = in_the_way(each_kind.answers("nfa", "decide", facts(adult_present=False)))
    assert said["hard-1"] == "Do something about it."
    assert said["soft-1"] == "Do something about it. Or say by name why this case is different."
    assert said["acknowledge-1"] == "Do something about it. Acknowledge by name that you have read this."


def test_what_nobody_knows_makes_the_answer_unknown_and_is_named(tmp_path):
    in_force = edition(tmp_path, {"ASK-01": rule("adult_present || never_asked")})
    (answer,) = in_force.answers("nfa", "decide", facts(adult_present=True, never_asked=None))
    assert (answer.verdict, answer.missing) == ("unknown", ("never_asked",))  # even where the rest would settle it
    assert in_the_way([answer]) == {"ASK-01": "Do something about it. Not known yet: never asked."}


def test_a_rule_that_has_nothing_to_ask_holds_whatever_is_not_known(tmp_path):
    in_force = edition(tmp_path, {"ASK-01": rule("never_asked", only_if="age >= 14")})

    def verdict(**told):
        (answer,) = in_force.answers("nfa", "decide", facts(**told))
        return answer.verdict, answer.missing

    assert verdict(age=13, never_asked=None) == ("holds", ())
    assert verdict(age=13, never_asked=False) == ("holds", ())
    assert verdict(age=14, never_asked=None) == ("unknown", ("never_asked",))
    assert verdict(age=14, never_asked=False) == ("fails", ())
    assert verdict(age=14, never_asked=True) == ("holds", ())
    assert verdict(age=None, never_asked=True) == ("unknown", ("age",))  # whether it has anything to ask is not known
    assert in_force.gates[0].needs == ("age", "never_asked")


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({name: value for name, value in facts().items() if name != "age"}, "age"),
        (facts() | {"hair_colour": "red"}, "hair_colour"),
        (facts(age="14"), "age is declared int, not str"),
        (facts(age=True), "age is declared int, not bool"),
        (facts(flags="knife"), "flags is declared strings, not str"),
        (facts(offence_date="2026-08-01"), "offence_date is declared date, not str"),
    ],
)
def test_facts_that_are_not_as_declared_are_a_mistake_and_no_answer(each_kind, told, problem):
    with pytest.raises(TypeError, match=problem):
        each_kind.answers("nfa", "decide", told)


def test_a_rule_is_asked_for_its_outcomes_at_its_moment_while_it_is_in_force(tmp_path):
    rules = {
        "MINE-01": rule("adult_present"),
        "ANY-01": rule("adult_present", **{"for": ["any"]}),
        "LATER-01": rule("adult_present", when="give"),
        "ENDED-01": rule("adult_present", to=DAY),
        "COMING-01": rule("adult_present", **{"from": DAY + timedelta(days=1)}),
    }
    today, tomorrow = (edition(tmp_path, rules, day) for day in (DAY, DAY + timedelta(days=1)))
    assert ids(today.answers("nfa", "decide", facts())) == {"MINE-01", "ANY-01", "ENDED-01"}
    assert ids(tomorrow.answers("nfa", "decide", facts())) == {"MINE-01", "ANY-01", "COMING-01"}
    assert ids(today.answers("nfa", "give", facts())) == {"LATER-01"}
    assert ids(today.answers("charge", "decide", facts())) == {"ANY-01"}


def ids(answers):
    return {answer.id for answer in answers}


@pytest.fixture(scope="module")
def dated(tmp_path_factory):
    guidance = 'timestamp("2026-02-12T00:00:00Z")'
    rules = {
        "UNTIL-01": rule(f"offence_date <= {guidance}"),
        "SINCE-01": rule(f"offence_date >= {guidance}"),
    }
    return edition(tmp_path_factory.mktemp("dated"), rules)


@given(st.dates(date(2026, 2, 1), date(2026, 2, 28)))
def test_a_day_reaches_the_rule_as_its_own_midnight(dated, day):
    until, since = dated.answers("nfa", "decide", facts(offence_date=day))
    assert (until.verdict == "holds") == (day <= date(2026, 2, 12))
    assert (since.verdict == "holds") == (day >= date(2026, 2, 12))


def test_an_answer_carries_its_source_and_whether_somebody_checked_it(each_kind):
    for answer in each_kind.answers("nfa", "decide", facts()):
        assert (answer.source, answer.verified) == ("Made up", False)
