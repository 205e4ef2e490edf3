"""What a victim agreed to, on a day: plain values in, plain values out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Answer:
    """One answer on record, or one vain attempt to get one. `number` is its place among all of the victim's."""

    purpose: str
    state: str
    said_on: date
    number: int
    expires_on: date | None = None


@dataclass(frozen=True)
class Consent:
    """What is in force for one purpose: the state, since when, and whether it is a yes that has not run out."""

    purpose: str
    state: str
    since: date | None
    expires_on: date | None
    agreed: bool
    objected: bool


def in_force(answers: Iterable[Answer], purpose: str, day: date, states: Mapping[str, Mapping[str, Any]]) -> Consent:
    """The latest thing the victim said for this purpose, by the day it was said.

    What is typed in late takes its place in time, so that an old yes never undoes a withdrawal; a vain attempt to
    reach somebody who answered once changes nothing.
    """
    mine = [answer for answer in answers if answer.purpose == purpose and answer.state != NOT_ASKED]
    said = [answer for answer in mine if states[answer.state]["answered"]]
    latest = max(said or mine, key=lambda answer: (answer.said_on, answer.number), default=None)
    if latest is None:
        return Consent(purpose, NOT_ASKED, None, None, agreed=False, objected=False)
    meaning = states[latest.state]
    agreed = meaning["may_contact"] and (latest.expires_on is None or day <= latest.expires_on)
    since, expires_on = latest.said_on, latest.expires_on
    return Consent(purpose, latest.state, since, expires_on, agreed=agreed, objected=meaning["objected"])


def may_contact(purpose: str, consents: Mapping[str, Consent], bar_all: Collection[str]) -> bool:
    """Whether the victim may be contacted for a purpose: a yes to it, and no objection to one that bars them all."""
    return consents[purpose].agreed and not any(consents[other].objected for other in bar_all)


def lacks_in_identity(kind: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, str]:
    """What this kind of victim cannot do without, by field, in words."""
    missing = {}
    if not known.get("name"):
        missing["name"] = "Say who this is."
    if kind["named_contact"] and not known.get("named_contact"):
        missing["named_contact"] = "Name the person to contact."
    if kind["guardian"] and not (known.get("guardian_name") or known.get("guardian_not_involved_because")):
        missing["guardian_name"] = "Name a parent or guardian, or say why none is involved."
    return missing
