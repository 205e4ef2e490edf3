"""How entries are chained, and what is wrong with a chain that does not hold: plain values in, plain values out."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

START = "0" * 64
SEPARATOR = "\x1f"
NEAR = 25


class Link(NamedTuple):
    """One entry as it is hashed: text only, `at` as `written(moment)` gives it."""

    chain: str
    number: int
    at: str
    area: str
    actor: str
    actor_name: str
    action: str
    subject: str
    details: str
    previous: str
    hash: str


class Finding(NamedTuple):
    """One thing wrong: the chain, the number of the entry it concerns, and what is wrong in words."""

    chain: str
    number: int
    problem: str


def canonical(details: Mapping[str, Any]) -> str:
    return json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def written(moment: datetime) -> str:
    """A moment as it is hashed: UTC, to the microsecond, as both databases can print it."""
    return moment.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def hash_of(fields: Sequence[object]) -> str:
    """The hash of an entry: `fields` are those of Link in order, without its own hash."""
    return hashlib.sha256(SEPARATOR.join(map(str, fields)).encode()).hexdigest()


def holds(link: Link, number: int, previous: str) -> bool:
    return link.number == number and link.previous == previous and hash_of(link[:-1]) == link.hash


class Anchored(NamedTuple):
    """What an anchor says one chain had grown to: its length, its last hash, and the day."""

    length: int
    head: str
    day: str


def check_chains(
    links: Iterable[Link], heads: Mapping[str, tuple[int, str]], anchored: Mapping[str, list[Anchored]]
) -> Iterator[Finding]:
    """Every finding over all chains. `links` come ordered by chain and number; `heads` gives length and last hash."""
    unseen = dict(heads)
    for chain, whole in _by_chain(links):
        length, head = unseen.pop(chain, (0, START))
        yield from _check_chain(chain, whole, length, head)
        yield from _check_against_anchors(chain, whole, anchored.get(chain, []))
    for chain in sorted(unseen.keys() | (anchored.keys() - heads.keys())):
        yield Finding(chain, 1, "the whole chain was removed")


def doubtful(
    entries: Iterable[Sequence[Any]], heads: Mapping[str, tuple[int, str]], anchored: Mapping[str, list[Anchored]]
) -> set[str]:
    """The chains that one pass over all entries, as they lie, could not prove whole: to be checked link by link.

    Each entry is chain, number, previous, hash, and the text its hash is of. Reading a chain out of order only
    raises a doubt, so the order need not be asked for.
    """
    reached: dict[str, tuple[int, str]] = {}
    awaited = {point.head for points in anchored.values() for point in points}
    doubts: set[str] = set()
    for chain, number, previous, own, text in entries:
        follows = reached.get(chain, (0, START)) == (number - 1, previous)
        if follows and hashlib.sha256(text.encode()).hexdigest() == own:
            awaited.discard(own)
        else:
            doubts.add(chain)
        reached[chain] = (number, own)
    doubts.update(chain for chain in reached.keys() | heads.keys() if reached.get(chain) != heads.get(chain))
    doubts.update(chain for chain, points in anchored.items() if any(point.head in awaited for point in points))
    return doubts


def _check_against_anchors(chain: str, links: list[Link], anchored: list[Anchored]) -> Iterator[Finding]:
    for anchor in anchored:
        standing = links[anchor.length - 1].hash if anchor.length <= len(links) else None
        if standing != anchor.head:
            yield Finding(chain, anchor.length, f"rewritten or removed: differs from the anchor of {anchor.day}")


def check_anchors(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[Finding]:
    """Anchors are a chain of their own; each row is day, heads, previous, hash."""
    expected = START
    for day, heads, previous, own in rows:
        if previous != expected or hash_of((day, heads, previous)) != own:
            yield Finding("anchors", 0, f"the anchor of {day} was altered, or the one before it removed")
        expected = own


def _by_chain(links: Iterable[Link]) -> Iterator[tuple[str, list[Link]]]:
    current: list[Link] = []
    for link in links:
        if current and current[0].chain != link.chain:
            yield current[0].chain, current
            current = []
        current.append(link)
    if current:
        yield current[0].chain, current


def _check_chain(chain: str, links: list[Link], length: int, head: str) -> Iterator[Finding]:
    previous = START
    for number, link in enumerate(links, start=1):
        if not holds(link, number, previous):
            named = list(_diagnose(chain, links, length))
            yield from named or [Finding(chain, link.number, "does not follow from the entry before it")]
            return
        previous = link.hash
    if len(links) < length:
        yield Finding(chain, len(links) + 1, "removed: the chain ends before its recorded length")
    elif previous != head:
        yield Finding(chain, len(links), "inserted or rewritten: the chain does not end at its recorded head")


def _diagnose(chain: str, links: list[Link], length: int) -> Iterator[Finding]:
    """Name each entry of a broken chain that is missing, moved, changed or not of it."""
    place_after = {link.hash: index + 2 for index, link in enumerate(links)} | {START: 1}
    numbers = {link.number for link in links}
    for missing in sorted(set(range(1, max(length, len(links)) + 1)) - numbers):
        yield Finding(chain, missing, "removed")
    for index, link in enumerate(links):
        if hash_of(link[:-1]) == link.hash:
            if link.previous not in place_after and link.number - 1 in numbers:
                yield Finding(chain, link.number, "does not follow from the entry before it")
            continue
        elsewhere = _written_at(link, index + 1, place_after.get(link.previous, index + 1))
        if elsewhere is not None:
            yield Finding(chain, link.number, f"reordered: it was written as entry {elsewhere}")
        elif place_after.get(link.previous) == index + 1:
            yield Finding(chain, link.number, "altered")
        else:
            yield Finding(chain, link.number, "inserted or altered: nothing in the chain leads to it")


def _written_at(link: Link, *guesses: int) -> int | None:
    """The number under which this entry's own hash is right, looked for near each guess: a search has an end."""
    near = {guess + step for guess in guesses for step in range(-NEAR, NEAR + 1)}
    for number in sorted(near):
        if hash_of(link._replace(number=number)[:-1]) == link.hash:
            return number
    return None
