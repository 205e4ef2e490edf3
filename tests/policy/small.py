"""A small set of policies for tests that need their own: one area of one force, and only what is named."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from oocd.policy.store import Policies

AREA = "made_up_area"
MADE_UP = {"source": {"title": "Made up"}, "verified": False}
DATED = MADE_UP | {"from": date(2013, 4, 8)}
NOTHING = {  # an outcome that asks for nothing and leaves nothing behind
    "label": "Nothing",
    **dict.fromkeys(("statutory", "substantive", "needs_agreement", "first_time_entrant"), False),
    **dict.fromkeys(("forms", "referral_to_yjs_due", "revives", "heavier_than"), None),
    **dict.fromkeys(("admission", "evidence", "consent", "plan", "course", "yjs_duty"), "none"),
    "home_office_codes": ["10"],
    "code_set": "given",
    "appropriate_adult": "at_interview",
    "on_failure": "nothing",
    "spent": "never_a_record",
    "shown_on_checks": "never",
    "weight": 0,
    "says_to_child": "Made up.",
}
NATIONAL = {
    "facts": {"about": "Made up.", "facts": {"admission": {"type": "string", "means": "Made up", "comes_from": "x"}}},
    "guards": {"about": "Made up.", "rules": {}},
    "offences": {"name": "offences", "about": "Made up.", "offences": {}, **DATED},
    "codes/outcomes": {"name": "outcomes", "about": "Made up.", "codes": {"nfa": NOTHING}, **DATED},
    "codes/evidence": {"name": "evidence", "about": "Made up.", "codes": {"none": {"label": "None"}}, **DATED},
    "codes/on_failure": {"name": "on_failure", "about": "Made up.", "codes": {"nothing": {"label": "-"}}, **DATED},
}
FORCE = {"force": {"name": "Made-up Police", "about": "Made up.", **DATED}}
HERE = {
    "area": {
        "name": "Made-up area",
        "about": "Made up.",
        "nation": "england",
        "force": "made_up_force",
        "yjs": "Made-up Youth Justice Service",
        "routes": {},
        **DATED,
    }
}

Layer = Mapping[str, Any]


def small_policies(folder: Path, *, national: Layer, force: Layer | None = None, area: Layer | None = None) -> Policies:
    """Each layer maps a file's name, such as `figures/cap`, to its content."""
    layers = {
        "national": NATIONAL | dict(national),
        "forces/made_up_force": FORCE | dict(force or {}),
        f"areas/{AREA}": HERE | dict(area or {}),
    }
    for layer, files in layers.items():
        for name, content in files.items():
            path = folder / layer / f"{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(written_out(content))
    return Policies(folder)


def figure(values: Mapping[date, Any], *, unit: str = "levels") -> dict[str, Any]:
    return {
        "name": "made_up",
        "about": "Made up.",
        "unit": unit,
        "owner": "Nobody",
        "last_checked": date(2026, 11, 22),
        "values": {since: {"is": value, **MADE_UP} for since, value in values.items()},
    }


def written_out(content: Any) -> str:
    """JSON is YAML, but for dates, which are written bare."""
    if isinstance(content, dict):
        return "{" + ", ".join(f"{_key(key)}: {written_out(value)}" for key, value in content.items()) + "}"
    if isinstance(content, list):
        return "[" + ", ".join(map(written_out, content)) + "]"
    return str(content) if isinstance(content, date) else json.dumps(content)


def _key(key: Any) -> str:
    return str(key) if isinstance(key, date) else json.dumps(key)
