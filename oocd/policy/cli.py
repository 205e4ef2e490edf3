"""`flask policies`: check the files, and answer what the rule was on a day, and who says so."""

from collections.abc import Mapping
from datetime import date, datetime

import click

from oocd import clock
from oocd.policy import service
from oocd.policy.rules import Figure
from oocd.policy.store import Edition
from oocd.schema import Commands

cli = Commands("policies", help="Every figure, code and gate, with its source.")

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
        click.echo(f"{name}: {_value(figure)}{_mark(figure.verified)}")
    for gate in edition.gates:
        outcomes = ", ".join(sorted(gate.outcomes))
        asked = f", only if {gate.only_if.written}" if gate.only_if else ""
        holds = f"{gate.holds.written}{asked}{_mark(gate.verified)}"
        click.echo(f"{gate.id} ({gate.kind}, at {gate.when}, for {outcomes}): {holds}")


@cli.command("explain")
@click.argument("name")
@click.option("--area", required=True)
@day_option
def explain(name: str, area: str, day: datetime | None) -> None:
    """Say what NAME, a figure such as time/assessment or a rule such as ADM-01, was on a day, and who says so."""
    edition = service.on(_day(day), area)
    told = _explain_figure(edition, name) or _explain_gate(edition, name) or _explain_guard(edition, name)
    if told is None:
        raise click.ClickException(f"Nothing in force is called {name}. `flask policies show` lists what is.")
    click.echo(told)


def _explain_figure(edition: Edition, name: str) -> str | None:
    figure = (
        edition.figures().get(name) or edition.figures().get(f"time/{name}") or edition.figures().get(f"figures/{name}")
    )
    if figure is None:
        return None
    return (
        f"{figure.name} is {_value(figure)} since {figure.since}{_mark(figure.verified)}.\n"
        f"Set in the layer: {figure.layer}.\nSource: {_source(figure.source)}."
    )


def _explain_gate(edition: Edition, name: str) -> str | None:
    gate = next((gate for gate in edition.gates if gate.id == name), None)
    if gate is None:
        return None
    asked = f"It asks only if: {gate.only_if.written}\n" if gate.only_if else ""
    return (
        f"{gate.id}: {gate.says}\nKind {gate.kind}, asked at {gate.when}, for {', '.join(sorted(gate.outcomes))}"
        f"{_mark(gate.verified)}.\n{asked}It holds when: {gate.holds.written}\n"
        f"Facts it names: {', '.join(gate.needs)}.\nSource: {_source(gate.source)}."
    )


def _explain_guard(edition: Edition, name: str) -> str | None:
    rule = edition.content["guards"].get(name)
    if rule is None:
        return None
    says = f"{name}: {rule['says']}\nAsked by the guard {rule['guard']}{_mark(rule['verified'])}."
    return f"{says}\nSource: {_source(rule['source'])}."


def _value(figure: Figure) -> str:
    return f"{figure.value} {figure.unit.replace('_', ' ')}"


def _day(day: datetime | None) -> date:
    return day.date() if day else clock.today()


def _mark(verified: bool) -> str:
    return "" if verified else " (not verified)"


def _source(source: Mapping[str, str]) -> str:
    return ", ".join(source.values())
