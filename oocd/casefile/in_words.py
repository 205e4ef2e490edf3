"""An explanation as lines of text: for a terminal, and for whoever reads a pipe."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from oocd.outcomes.rules.computed import Computed
from oocd.outcomes.rules.explaining import Asked, AtMoment, Seen
from oocd.policy.edition import ANY
from oocd.policy.in_words import amount, plain, source
from oocd.policy.rules import Behaviour, Figure

Line = tuple[int, str]  # how deep it stands, and what it says


def explained(told: Mapping[str, Any], wanted: Callable[[str, str], bool]) -> Iterator[Line]:
    """The whole of one case. `wanted` is asked of each outcome's code and rule's id, and leaves out the others."""
    yield (
        0,
        f"{told['reference']} ({told['child_ref']}), {told['area']}, on {told['on']}, edition {told['edition'][:12]}",
    )
    yield from _support(told["support"], wanted)
    for offence in told["offences"]:
        yield 0, ""
        yield 0, f"Offence {offence['number']}: {offence['label']}"
        if score := offence["gravity"]:
            made_up = ": made up, not the official matrix" if score.illustrative else ""
            yield 1, f"Gravity {score.final} in {plain(score.edition)}{made_up}"
        yield from _outcomes(offence["outcomes"], wanted)
        yield from _computed(offence["computed"], wanted)


def _support(moments: Iterable[AtMoment], wanted: Callable[[str, str], bool]) -> Iterator[Line]:
    for moment in moments:
        if lines := _of_moment(moment, ANY, wanted):
            yield 0, ""
            yield 0, f"Voluntary support, {_moment(moment)}"
            yield from lines


def _outcomes(outcomes: Iterable[Mapping[str, Any]], wanted: Callable[[str, str], bool]) -> Iterator[Line]:
    for outcome in outcomes:
        moments = [(moment, _of_moment(moment, outcome["code"], wanted)) for moment in outcome["moments"]]
        if any(lines for _, lines in moments):
            yield 1, outcome["label"]
        for moment, lines in moments:
            if lines:
                yield 2, _moment(moment)
                yield from lines


def _of_moment(moment: AtMoment, outcome: str, wanted: Callable[[str, str], bool]) -> list[Line]:
    rules = [line for rule in moment.rules if wanted(outcome, rule.gate.id) for line in _rule(rule)]
    always = [line for row in moment.always if wanted(outcome, row.id) for line in _always(row)]
    return rules + always


def _moment(moment: AtMoment) -> str:
    later = f", and more is asked when {' and '.join(map(_doing, moment.asked_when))}" if moment.asked_when else ""
    return f"{moment.moment}: {plain(moment.state)}{later}"


def _doing(step: str) -> str:
    return {
        "decide": "deciding",
        "give": "giving",
        "complete": "completing",
        "fail": "reporting a failure",
        "offer": "offering",
    }[step]


def _rule(rule: Asked) -> Iterator[Line]:
    yield 3, f"{rule.gate.id} ({rule.gate.kind}) {_verdict(rule)}: {rule.gate.says}"
    yield 4, f"It saw {'; '.join(map(_seen, rule.facts))}."
    yield 4, f"Source: {source(rule.gate.source, rule.gate.verified)}; {rule.gate.layer}."


def _always(row: Behaviour) -> Iterator[Line]:
    yield 3, f"{row.id} (always so): {row.says}"
    yield 4, f"Source: {source(row.source, row.verified)}."


def _verdict(rule: Asked) -> str:
    if rule.asked_when:
        return f"asked when {_doing(rule.asked_when)}"
    if not rule.applies:
        return "does not apply"
    return "applies" if rule.gate.kind == "info" and rule.verdict == "holds" else rule.verdict


def _seen(fact: Seen) -> str:
    value = "withheld from you" if fact.withheld else plain(fact.value)
    return f"{fact.name} = {value} ({fact.means})"


def _computed(rows: Iterable[Computed], wanted: Callable[[str, str], bool]) -> Iterator[Line]:
    shown = [(row, [code for code in row.outcomes if wanted(code, row.gate.id)]) for row in rows]
    if any(codes for _, codes in shown):
        yield 1, "What follows from the rules"
    for row, codes in shown:
        if not codes:
            continue
        today = ", if it were given today" if row.provisional else ""
        breach = {True: " Overrun.", False: " Kept.", None: ""}[row.breach]
        yield 2, f"{plain(row.name)}{today}: {plain(row.value)}. {row.why}{breach}"
        yield 3, f"For {', '.join(map(plain, codes))}."
        yield 3, f"Rule {row.gate.id}: {source(row.gate.source, row.gate.verified)}; {row.gate.layer}."
        if row.inputs:
            yield 3, f"From {'; '.join(f'{name} = {plain(value)}' for name, value in row.inputs.items())}."
        if row.figure:
            yield 3, _figure(row.figure)


def _figure(figure: Figure) -> str:
    said_by = source(figure.source, figure.verified)
    return (
        f"Figure {figure.name} = {amount(figure.value, figure.unit)} since {figure.since}: {said_by}; {figure.layer}."
    )
