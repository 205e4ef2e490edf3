"""`flask policies`: check the files, and answer what the rule was on a day, and who says so.

What knows cases as well lives in later rooms; `oocd.cli` adds it to this group.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

import click

from oocd import clock
from oocd.policy import service
from oocd.policy.differences import differences
from oocd.policy.edition import Edition
from oocd.policy.in_words import STARTS, amount
from oocd.policy.in_words import standard as told_as_standard
from oocd.policy.listing import listed
from oocd.policy.mutating import Vectors, every_mutation
from oocd.policy.rules import Figure
from oocd.policy.vector_files import read_vectors
from oocd.policy.vectors import Vector, ask, in_plain_values, lacking
from oocd.policy.working_days import due_at, due_on, not_before
from oocd.schema import Commands

cli = Commands("policies", help="Every figure, code and gate, with its source.")

Item = TypeVar("Item")
STEPS_OF_PROGRESS = 50

day_option = click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day asked about. Default: today.")


@cli.command("check")
def check() -> None:
    """Check every file. They are checked at every start: this says what was found to be right."""
    policies = service.loaded()
    for area in sorted(policies.areas):
        edition = policies.on(clock.today(), area)
        unverified = sum(not figure.verified for figure in edition.figures().values())
        unverified += sum(not gate.verified for gate in edition.gates)
        counts = f"{len(edition.figures())} figures, {len(edition.gates)} gates, {unverified} of these not verified"
        click.echo(f"{area}: {counts}; edition {edition.hash[:12]}")


@cli.command("show")
@click.option("--area", required=True)
@day_option
def show(area: str, day: datetime | None) -> None:
    """List every figure and gate in force in an area on a day."""
    edition = service.on(_day(day), area)
    for name, figure in sorted(edition.figures().items()):
        shown = f"; only shown: {figure.only_shown}" if figure.only_shown else ""
        click.echo(f"{name}: {_counted(figure)}{_mark(figure.verified)}{shown}")
    for gate in edition.gates:
        outcomes = ", ".join(sorted(gate.outcomes))
        asked = f", only if {gate.only_if.written}" if gate.only_if else ""
        holds = f"{gate.holds.written}{asked}{_mark(gate.verified)}"
        click.echo(f"{gate.id} ({gate.kind}, at {gate.when}, for {outcomes}): {holds}")


@cli.command("due")
@click.argument("name")
@click.option("--area", required=True)
@click.option(
    "--from",
    "start",
    required=True,
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    help="The day of the event, or its moment in London where the standard counts minutes.",
)
def due(name: str, area: str, start: datetime) -> None:
    """Say by when a time standard must be kept, whose clock started on a day."""
    standard = service.on(start.date(), area).figures().get(f"time/{name}")
    if standard is None:
        raise click.ClickException(f"No time standard in force is called {name}. `flask policies show` lists what is.")
    told = f"{standard.name}: {_counted(standard)}{_mark(standard.verified)}."
    click.echo(f"{told}\nStarted {_started(start, standard)}: {_due(start, standard)}.")


def _started(start: datetime, standard: Figure) -> str:
    return f"{start:%Y-%m-%d at %H:%M}" if standard.unit == "minutes" else str(start.date())


def _due(start: datetime, standard: Figure) -> str:
    if standard.unit == "minutes":
        moment = due_at(start.replace(tzinfo=clock.LONDON), standard).astimezone(clock.LONDON)
        return f"due by {moment:%Y-%m-%d at %H:%M}"
    first, last = not_before(start.date(), standard), due_on(start.date(), standard)
    return f"due by {last}" if first == start.date() else f"due between {first} and {last}"


@cli.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--area", help="Of which area, where OLD and NEW are days.")
@day_option
def diff(old: str, new: str, area: str | None, day: datetime | None) -> None:
    """Say in words what differs between OLD and NEW: two days of one area, or two areas on one day."""
    editions = list(_compared(old, new, area, day))
    before, after = (edition.content for edition in editions)
    told = list(differences(before, after, None if area else (old, new)))
    for depth, words in told:
        click.echo(f"{'  ' * depth}{words}")
    if not told:
        same = editions[0].hash == editions[1].hash
        click.echo("Nothing differs." if same else "Nothing that decides anything differs, only what is told about it.")


def _compared(old: str, new: str, area: str | None, day: datetime | None) -> Iterator[Edition]:
    days = [_day_named(old), _day_named(new)]
    if all(days) and area and day is None:
        return (service.on(each, area) for each in days if each)
    if not any(days) and area is None:
        return (service.on(_day(day), each) for each in (old, new))
    raise click.UsageError("Name two days and their --area, or two areas and, if it is not today, the day --on which.")


def _day_named(word: str) -> date | None:
    if not word[:1].isdigit():
        return None
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise click.UsageError(f"There is no day {word!r}. Write it as year-month-day.") from None


def told_of(name: str, area: str, day: date) -> str:
    """What a figure or rule of this name was on a day. Raises ClickException where nothing is called so."""
    edition = service.on(day, area)
    ways = (_explain_figure, _explain_gate, _explain_guard, _explain_behaviour)
    told = "\n\n".join(found for way in ways if (found := way(edition, name)))
    if not told:
        raise click.ClickException(f"Nothing in force is called {name}. `flask policies show` lists what is.")
    return told


@cli.command("test")
@click.option("--mutate", is_flag=True, help="Then put mistakes into each rule, and see that a vector notices each.")
def test(mutate: bool) -> None:
    """Ask the rules about each case in vectors/. Exits 1 where they say otherwise, or no vector notices a mistake."""
    vectors = _vectors()
    differences = [found for vector in watched(vectors, "vectors") if (found := ask(vector, service.loaded()))]
    missing = list(lacking(service.loaded(), vectors))
    for told in (*differences, *missing):
        click.echo(str(told))
    click.echo(f"{len(vectors) - len(differences)} of {len(vectors)} vectors passed.")
    missed = _mutate(vectors) if mutate else 0
    sys.exit(1 if differences or missing or missed else 0)


def _mutate(vectors: Sequence[Vector]) -> int:
    mutations, known = list(every_mutation(service.loaded())), Vectors(service.loaded(), vectors)
    missed = [mutation for mutation in watched(mutations, "mutations") if known.miss(mutation)]
    for mutation in missed:
        click.echo(f"No vector notices when {mutation}.")
    click.echo(f"{len(mutations) - len(missed)} of {len(mutations)} mutations noticed.")
    return len(missed)


@cli.command("rules")
def rules() -> None:
    """Print every rule with its sentence, source and where it is held: `... rules > docs/rules.md`."""
    click.echo(listed(service.loaded()), nl=False)


@cli.command("vectors")
@click.option("--area", required=True)
def vectors(area: str) -> None:
    """Print every vector that is asked in an area, one JSON object a line, with all its facts. See docs/vectors.md."""
    service.loaded().check_area(area)
    for vector in _vectors():
        if area in vector.areas:
            click.echo(json.dumps(in_plain_values(vector, service.loaded(), area), default=str))


def _vectors() -> list[Vector]:
    return read_vectors(service.loaded().folder / "vectors", service.loaded())


def watched(items: Sequence[Item], words: str) -> Iterator[Item]:
    """The items, saying how far it is where somebody is watching."""
    watching = sys.stderr.isatty()
    for number, item in enumerate(items):
        if watching and number % STEPS_OF_PROGRESS == 0:
            click.echo(f"\r\033[K{number:,} of {len(items):,} {words}", nl=False, err=True)
        yield item
    if watching:
        click.echo("\r\033[K", nl=False, err=True)


def _explain_figure(edition: Edition, name: str) -> str | None:
    figure = (
        edition.figures().get(name) or edition.figures().get(f"time/{name}") or edition.figures().get(f"figures/{name}")
    )
    if figure is None:
        return None
    return (
        f"{figure.name} is {_value(figure)} since {figure.since}{_mark(figure.verified)}.\n"
        f"Set in the layer: {figure.layer}.\nSource: {_source(figure.source)}."
        f"{_clock(figure)}"
    )


def _clock(figure: Figure) -> str:
    starts = f"\nIts clock starts on {STARTS[figure.starts]}." if figure.starts else ""
    return starts + (f"\nIt is only shown: {figure.only_shown}" if figure.only_shown else "")


def _explain_gate(edition: Edition, name: str) -> str | None:
    gate = next((gate for gate in edition.gates if gate.id == name), None)
    if gate is None:
        return None
    asked = f"It asks only if: {gate.only_if.written}\n" if gate.only_if else ""
    return (
        f"{gate.id}: {gate.says}\nKind {gate.kind}, asked at {gate.when}, for {', '.join(sorted(gate.outcomes))}"
        f"{_mark(gate.verified)}.\n{asked}It holds when: {gate.holds.written}\n"
        f"Facts it names: {', '.join(gate.needs)}.\nSet in the layer: {gate.layer}.\nSource: {_source(gate.source)}."
    )


def _explain_guard(edition: Edition, name: str) -> str | None:
    rule = edition.content["guards"].get(name)
    if rule is None:
        return None
    says = f"{name}: {rule['says']}\nAsked by the guard {rule['guard']}{_mark(rule['verified'])}."
    return f"{says}\nSource: {_source(rule['source'])}."


def _explain_behaviour(edition: Edition, name: str) -> str | None:
    behaviour = edition.content.get("behaviours", {}).get(name)
    if behaviour is None:
        return None
    says = f"{name}: {behaviour['says']}\nThe service does so whatever the case{_mark(behaviour['verified'])}."
    return f"{says}\nSource: {_source(behaviour['source'])}."


def _counted(figure: Figure) -> str:
    """Its value, and what its clock counts from if it has one."""
    return told_as_standard(figure.value, figure.unit, figure.starts) if figure.starts else _value(figure)


def _value(figure: Figure) -> str:
    return amount(figure.value, figure.unit)


def _day(day: datetime | None) -> date:
    return day.date() if day else clock.today()


def _mark(verified: bool) -> str:
    return "" if verified else " (not verified)"


def _source(source: Mapping[str, str]) -> str:
    return ", ".join(source.values())
