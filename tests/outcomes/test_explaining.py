"""Why an outcome is open or not: each rule's answer, and what they come to together."""

import pytest

from oocd.outcomes.rules.explaining import Questions
from oocd.policy.rules import MOMENTS, Gate, compile_condition

TYPES = {
    "admission": "string",
    "knife_possession": "bool",
    "rationale_complete": "bool",
    "planned_end": "date",
    "given_by_constable": "bool",
    "manager_oversight": "bool",
}
DECLARED = {name: {"means": f"About {name}", "comes_from": "here", "type": kind} for name, kind in TYPES.items()}
NOTHING_KNOWN = dict.fromkeys(TYPES)


def gate(holds: str, kind: str = "hard", only_if: str | None = None, when: str = "decide", name: str = "X-01") -> Gate:
    return Gate(
        id=name,
        outcomes=frozenset({"any"}),
        when=when,
        kind=kind,
        holds=compile_condition(holds, TYPES),
        says="Made up.",
        source={"title": "Made up"},
        verified=True,
        only_if=compile_condition(only_if, TYPES) if only_if else None,
        layer="national",
    )


def at(moment: str, *gates: Gate, made=(), withheld=(), **known):
    facts = {**NOTHING_KNOWN, **known}
    return Questions({"nfa": facts}, DECLARED, withheld).at("nfa", moment, gates, made=made)


ADMITTED = 'admission == "admitted"'


@pytest.mark.parametrize(
    ("kind", "admission", "state"),
    [
        ("hard", "admitted", "open"),
        ("hard", "denied", "blocked"),
        ("hard", None, "unknown"),
        ("soft", "denied", "needs_a_reason"),
        ("acknowledge", "denied", "needs_acknowledgement"),
        ("info", "denied", "open"),
        ("info", None, "open"),
    ],
)
def test_a_moment_comes_to_what_the_kind_of_its_rule_makes_of_the_answer(kind, admission, state):
    assert at("decide", gate(ADMITTED, kind), admission=admission).state == state


def test_of_several_rules_the_worst_counts():
    rules = [gate("!knife_possession", "acknowledge", name="X-01"), gate(ADMITTED, "soft", name="X-02")]
    known = {"admission": "denied", "knife_possession": True}
    assert at("give", rules[0], **known).state == "needs_acknowledgement"
    assert at("give", *rules, **known).state == "needs_a_reason"
    unknown = gate("!manager_oversight", name="X-03")
    assert at("give", *rules, unknown, **known).state == "unknown"
    assert at("give", *rules, unknown, gate("!knife_possession", name="X-04"), **known).state == "blocked"
    assert at("give").state == "open"


@pytest.mark.parametrize(
    ("fact", "moment", "made", "asked_when"),
    [
        ("rationale_complete", "decide", (), "decide"),
        ("rationale_complete", "decide", ("decide",), "decide"),  # deciding again says it all anew
        ('planned_end > timestamp("2026-01-01T00:00:00Z")', "give", (), "decide"),
        ('planned_end > timestamp("2026-01-01T00:00:00Z")', "give", ("decide",), None),
        ("given_by_constable", "give", ("decide",), "give"),
        ("given_by_constable", "give", ("decide", "give"), None),
        ("knife_possession", "give", (), None),
    ],
)
def test_what_somebody_says_only_in_a_step_is_asked_then_and_blocks_nothing_before(fact, moment, made, asked_when):
    told = at(moment, gate(fact), made=made)
    (rule,) = told.rules
    assert rule.asked_when == asked_when
    assert told.asked_when == ([asked_when] if asked_when else [])
    assert told.state == ("open" if asked_when else "unknown")
    assert rule.verdict == ("asked_later" if asked_when else "unknown")


def test_a_rule_that_asks_nothing_of_a_case_like_this_waits_for_nobodys_word():
    rule = gate("given_by_constable", only_if="knife_possession", when="give")
    (told,) = at("give", rule, knife_possession=False).rules
    assert (told.applies, told.asked_when, told.verdict) == (False, None, "holds")
    (told,) = at("give", rule, knife_possession=True).rules
    assert (told.applies, told.asked_when) == (True, "give")


@pytest.mark.parametrize("weapon", [True, False])
def test_a_rule_that_only_tells_something_applies_where_it_has_something_to_tell(weapon: bool):
    (told,) = at("decide", gate("knife_possession", kind="info"), knife_possession=weapon).rules
    assert (told.applies, told.comes_to) == (weapon, "shown")


def test_each_rule_shows_the_facts_it_saw_with_value_and_meaning():
    (rule,) = at("decide", gate(f"{ADMITTED} || knife_possession"), admission="denied").rules
    assert [(fact.name, fact.value, fact.means) for fact in rule.facts] == [
        ("admission", "denied", "About admission"),
        ("knife_possession", None, "About knife_possession"),
    ]
    assert rule.answer.missing == ("knife_possession",)


def test_a_rule_about_what_is_withheld_answers_nobody_who_may_not_see_it():
    told = at("fail", gate("manager_oversight"), made=MOMENTS, withheld={"manager_oversight"}, manager_oversight=None)
    (rule,) = told.rules
    assert (rule.verdict, rule.facts[0].value, rule.facts[0].withheld) == ("unknown", None, True)


def test_each_outcome_has_its_own_answer_where_what_is_known_hangs_on_the_outcome():
    facts = {"nfa": NOTHING_KNOWN | {"admission": "denied"}, "charge": NOTHING_KNOWN | {"admission": "admitted"}}
    asked = Questions(facts, DECLARED)
    verdicts = {code: asked.at(code, "decide", [gate(ADMITTED)], made=()).rules[0].verdict for code in facts}
    assert verdicts == {"nfa": "fails", "charge": "holds"}
    same = gate("knife_possession", name="X-02")
    assert asked.at("nfa", "decide", [same], made=()).rules == asked.at("charge", "decide", [same], made=()).rules
    given = gate("given_by_constable", when="give", name="X-03")
    waits = [asked.at("nfa", "give", [given], made=made).rules[0].asked_when for made in ((), ("decide", "give"))]
    assert waits == ["give", None]
