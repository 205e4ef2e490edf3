"""Every rule there is, as a page that a lawyer can read: docs/rules.md."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oocd.policy.edition import ANY
from oocd.policy.in_words import amount
from oocd.policy.in_words import standard as told_as_standard
from oocd.policy.loader import Written
from oocd.policy.rules import versions_of
from oocd.policy.store import Policies

INTRODUCTION = """\
# Rules

Printed by `flask --app app policies rules` from `policies/national/`; a test keeps it current.
An area or a police force may say otherwise in its own folder.

A **hard** rule closes an outcome while it fails or a fact it asks for is not known, and has no way round.
A **soft** one is passed with a reason, and one to **acknowledge** by somebody who says by name that they have read it.
An **info** only tells people something. A **guard** stands before a move of the workflow.
A **behaviour** is what the service does whatever the case, held by the tests it names.
An **excused** rule is held by nothing here, for the reason it gives.
*Not verified* is what could not be read in its source, or is a choice of this product."""
STANDARDS = """\
How long a step may take, counted from the event that its standard names. The day of the event is day 0.
Working days are those of England and Wales. A late step is a recorded breach or shown as late, and blocks nothing.
T-01 and so on are the ids that the product's own choices use."""
KIND_OF = {"guard": "guard", "held_by": "behaviour", "because": "excused"}
Row = tuple[str, str, Mapping[str, Any]]


def listed(policies: Policies) -> str:
    """A table of all ids, and then each rule with its sentence, expression, source and where it is held."""
    rows = list(_rows(policies.national))
    parts = [INTRODUCTION, _table(rows), *_families(policies.national), *_standards(policies)]
    return "\n\n".join(parts) + "\n"


def _standards(policies: Policies) -> Iterator[str]:
    """Each time standard in each layer, and why one that nothing is measured by is only shown."""
    yield "## Time standards"
    yield STANDARDS
    lines = [
        "| id | about | standard | since | verified | held in | only shown, because |",
        "|---|---|---|---|---|---|---|",
    ]
    for file, written in _every_layer(policies):
        content = written.content
        if file.split("/")[-2] == "time" or "standard" in content:
            for since, value in content["values"].items():
                cells = (
                    content.get("standard", ""),
                    content["about"].strip(),
                    _counted(content, value["is_"]),
                    str(since),
                    "yes" if value["verified"] else "no",
                    f"`{file}.yaml`",
                    content.get("only_shown", "").strip(),
                )
                lines.append(f"| {' | '.join(cells)} |")
    yield "\n".join(lines)


def _counted(content: Mapping[str, Any], value: Any) -> str:
    if "starts" in content:
        return told_as_standard(value, content["unit"], content["starts"])
    return amount(value, content["unit"])


def _every_layer(policies: Policies) -> Iterator[tuple[str, Written]]:
    layers = {"national": policies.national}
    layers |= {f"forces/{name}": layer for name, layer in policies.forces.items()}
    layers |= {f"areas/{name}": layer for name, layer in policies.areas.items()}
    return ((f"{layer}/{file}", written) for layer, files in layers.items() for file, written in files.items())


def _rows(national: Mapping[str, Written]) -> Iterator[Row]:
    """Each rule by id, with the file that holds it."""
    for file, written in national.items():
        if file.startswith("gates/") or file in {"guards", "behaviours", "excused"}:
            for rule, entry in written.content["rules"].items():
                yield from ((rule, file, version) for version in versions_of(entry))


def _table(rows: Iterable[Row]) -> str:
    lines = ["| rule | kind | at | for | since | verified | held in |", "|---|---|---|---|---|---|---|"]
    for rule, file, entry in sorted(rows, key=lambda row: row[:2]):
        verified = "yes" if entry["verified"] else "no"
        cells = (rule, _kind(entry), entry.get("when", ""), _outcomes(entry), _span(entry), verified, f"`{file}.yaml`")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _families(national: Mapping[str, Written]) -> Iterator[str]:
    for file, written in national.items():
        if file.startswith("gates/") or file in {"guards", "behaviours", "excused"}:
            yield f"## {file.removeprefix('gates/').replace('_', ' ').capitalize()}"
            yield written.content["about"]
            for rule, entry in written.content["rules"].items():
                yield from (_rule(rule, version) for version in versions_of(entry))


def _rule(rule: str, entry: Mapping[str, Any]) -> str:
    asked = ", ".join(filter(None, (_kind(entry), f"at {entry['when']}" if "when" in entry else "", _outcomes(entry))))
    return "\n".join(
        (
            f"**{rule}** ({asked}, since {_span(entry)}). {entry['says'].strip()}",
            *(f"- {line}" for line in _lines(entry)),
        )
    )


def _lines(entry: Mapping[str, Any]) -> Iterator[str]:
    if "only_if" in entry:
        yield f"Asked only if `{entry['only_if']}`"
    if "holds" in entry:
        yield f"Holds when `{entry['holds']}`"
    if "guard" in entry:
        yield f"Asked by the guard `{entry['guard']}`"
    yield from (f"Held by `{test}`" for test in entry.get("held_by", ()))
    source = entry["source"]
    named = f"[{source['title']}]({source['link']})" if "link" in source else source["title"]
    told = ", ".join(filter(None, (named, source.get("citation"))))
    yield f"Source: {told}{'' if entry['verified'] else ' (not verified)'}"
    if "because" in entry:
        yield f"Held by nothing: {entry['because'].strip()}"
    if "note" in entry:
        yield f"Note: {entry['note']}"


def _kind(entry: Mapping[str, Any]) -> str:
    return str(entry.get("kind", next((word for part, word in KIND_OF.items() if part in entry), "")))


def _outcomes(entry: Mapping[str, Any]) -> str:
    return ", ".join("any outcome" if code == ANY else code.replace("_", " ") for code in entry.get("for_", ()))


def _span(entry: Mapping[str, Any]) -> str:
    return f"{entry['from_']} to {entry['to']}" if "to" in entry else str(entry["from_"])
