"""Whatever is done to a written chain afterwards is found, and the finding names where."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oocd.audit.rules import (
    START,
    Anchored,
    Finding,
    Link,
    canonical,
    check_anchors,
    check_chains,
    hash_of,
    written,
)

Chain = list[Link]
Log = dict[str, Chain]

HASHED_TEXT = ("at", "area", "actor", "actor_name", "action", "subject", "details", "previous")
BEGINNING = datetime(2026, 9, 1, 8, tzinfo=UTC)


def entry(chain: str, number: int, previous: str, **fields: str) -> Link:
    told = {
        "at": written(BEGINNING + timedelta(minutes=number)),
        "area": "buckinghamshire",
        "actor": "person:1",
        "actor_name": "A made-up manager",
        "action": "panel.accept",
        "subject": "referral:1",
        "details": canonical({"number": number}),
        **fields,
    }
    link = Link(chain=chain, number=number, previous=previous, hash="", **told)
    return link._replace(hash=hash_of(link[:-1]))


def chain_of(name: str, contents: list[dict[str, str]]) -> Chain:
    links: Chain = []
    for number, fields in enumerate(contents, start=1):
        links.append(entry(name, number, links[-1].hash if links else START, **fields))
    return links


@st.composite
def logs(draw: st.DrawFn, entries: int = 1) -> tuple[Log, str]:
    """Up to three chains, and the name of the one somebody will tamper with, which has this many entries at least."""
    names = draw(st.lists(st.sampled_from(["case:1", "case:2", "area:bexley", "access:1"]), min_size=1, unique=True))
    lengths = [draw(st.integers(entries if name == names[0] else 1, 6)) for name in names]
    fields = st.fixed_dictionaries({}, optional={name: st.text(max_size=4) for name in ("action", "actor_name")})
    log = {
        name: chain_of(name, [draw(fields) for _ in range(length)]) for name, length in zip(names, lengths, strict=True)
    }
    return log, names[0]


def heads_of(log: Log) -> dict[str, tuple[int, str]]:
    return {name: (len(chain), chain[-1].hash) for name, chain in log.items()}


def findings_after(
    tamper: Callable[[Chain], Chain], log: Log, chain: str, anchored: dict[str, list[Anchored]] | None = None
) -> list[Finding]:
    """What is found when the database gives back this log, tampered with, beside the heads it had."""
    given_back = [link for name in log for link in (tamper(log[name]) if name == chain else log[name])]
    in_order = sorted(given_back, key=lambda link: (link.chain, link.number))
    return list(check_chains(in_order, heads_of(log), anchored or {}))


def names_only(chain: str, findings: list[Finding]) -> bool:
    return bool(findings) and {finding.chain for finding in findings} == {chain}


@given(logs())
def test_a_log_nobody_touched_has_no_finding(drawn):
    log, chain = drawn
    for length, link in enumerate(log[chain], start=1):
        anchored = {chain: [Anchored(length, link.hash, "2026-09-02")]}
        assert findings_after(lambda links: links, log, chain, anchored) == []


@given(logs(), st.sampled_from(HASHED_TEXT), st.text(max_size=5), st.data())
def test_an_altered_entry_is_found_by_its_chain_and_number(drawn, field, value, data):
    log, chain = drawn
    altered = data.draw(st.sampled_from(log[chain]))
    assume(getattr(altered, field) != value)
    findings = findings_after(
        lambda links: [link._replace(**{field: value}) if link is altered else link for link in links], log, chain
    )
    assert [(found.chain, found.number) for found in findings] == [(chain, altered.number)]
    assert "altered" in findings[0].problem


@given(logs(), st.sampled_from([field for field in HASHED_TEXT if field != "previous"]), st.text(max_size=5), st.data())
def test_an_entry_altered_and_hashed_anew_is_found_too(drawn, field, value, data):
    log, chain = drawn
    altered = data.draw(st.sampled_from(log[chain]))
    assume(getattr(altered, field) != value)
    forged = altered._replace(**{field: value})
    forged = forged._replace(hash=hash_of(forged[:-1]))
    findings = findings_after(lambda links: [forged if link is altered else link for link in links], log, chain)
    assert names_only(chain, findings)
    assert {found.number for found in findings} <= {altered.number, altered.number + 1}  # it, or what no longer follows


@given(logs(), st.data())
def test_a_chain_hashed_anew_from_any_entry_on_is_found_whatever_that_entry_says_it_follows(drawn, data):
    log, chain = drawn
    whole = log[chain]
    first = data.draw(st.integers(0, len(whole) - 1))
    follows = data.draw(st.sampled_from([START, "", *(link.hash for link in whole)]))

    def rewrite(links: Chain) -> Chain:
        made = links[:first]
        for number in range(first + 1, len(links) + 1):
            previous = follows if number == first + 1 else made[-1].hash
            made.append(entry(chain, number, previous, action="case.rewritten"))
        return made

    assert names_only(chain, findings_after(rewrite, log, chain))


@given(logs(), st.data())
def test_an_altered_hash_is_found_at_its_entry(drawn, data):
    log, chain = drawn
    altered = data.draw(st.sampled_from(log[chain]))
    findings = findings_after(
        lambda links: [link._replace(hash="f" * 64) if link is altered else link for link in links], log, chain
    )
    assert names_only(chain, findings)
    assert (chain, altered.number, "altered") in findings


@given(logs(), st.data())
def test_a_removed_entry_is_found_by_its_chain_and_number_wherever_it_stood(drawn, data):
    log, chain = drawn
    gone = data.draw(st.sampled_from(log[chain]))
    (found,) = findings_after(lambda links: [link for link in links if link is not gone], log, chain)
    assert found[:2] == (chain, gone.number)
    assert "removed" in found.problem


@given(logs(), st.integers(1, 6))
def test_a_chain_cut_short_is_found_at_its_first_missing_entry(drawn, kept):
    log, chain = drawn
    kept = min(kept, len(log[chain]) - 1)
    (found,) = findings_after(lambda links: links[:kept], log, chain)
    assert found[:2] == (chain, kept + 1)
    assert "removed" in found.problem


@given(logs(entries=2), st.data())
def test_two_entries_that_changed_places_are_both_named_with_the_place_each_had(drawn, data):
    log, chain = drawn
    one, other = data.draw(st.lists(st.sampled_from(log[chain]), min_size=2, max_size=2, unique=True))
    places = {one: other.number, other: one.number}
    findings = findings_after(
        lambda links: [link._replace(number=places.get(link, link.number)) for link in links], log, chain
    )
    assert set(findings) == {
        Finding(chain, other.number, f"reordered: it was written as entry {one.number}"),
        Finding(chain, one.number, f"reordered: it was written as entry {other.number}"),
    }


@given(logs(), st.integers(1, 12), st.data())
def test_an_entry_moved_to_a_free_number_is_missed_where_it_was_and_named_where_it_is(drawn, number, data):
    log, chain = drawn
    moved = data.draw(st.sampled_from(log[chain]))
    number = number if number not in {link.number for link in log[chain]} else len(log[chain]) + 1
    findings = findings_after(
        lambda links: [link._replace(number=number) if link is moved else link for link in links], log, chain
    )
    assert names_only(chain, findings)
    assert (chain, moved.number, "removed") in findings
    assert (chain, number, f"reordered: it was written as entry {moved.number}") in findings


@given(logs(), st.integers(0, 6), st.booleans())
def test_a_forged_entry_is_found_in_whatever_place_it_was_put(drawn, place, later_ones_hashed_anew):
    """The forger makes room by renumbering what follows, and may go as far as hashing all of it anew."""
    log, chain = drawn
    place = min(place, len(log[chain]))

    def forge(links: Chain) -> Chain:
        before, after = links[:place], links[place:]
        tail = before[-1].hash if before else START
        made = [entry(chain, place + 1, tail, action="case.forged")]
        for link in after:
            link = link._replace(number=link.number + 1)
            if later_ones_hashed_anew:
                link = link._replace(previous=made[-1].hash)
                link = link._replace(hash=hash_of(link[:-1]))
            made.append(link)
        return before + made

    findings = findings_after(forge, log, chain)
    assert names_only(chain, findings)
    assert all(found.number > place for found in findings)


@given(logs())
def test_an_entry_that_nothing_leads_to_is_named_as_inserted(drawn):
    log, chain = drawn
    forged = entry(chain, len(log[chain]) + 1, "f" * 64)._replace(hash="e" * 64)
    (found,) = findings_after(lambda links: [*links, forged], log, chain)
    assert found[:2] == (chain, forged.number)
    assert "inserted" in found.problem


@given(logs(), st.data())
def test_an_entry_smuggled_into_another_chain_is_found_in_both(drawn, data):
    log, chain = drawn
    moved = data.draw(st.sampled_from(log[chain]))
    elsewhere = "case:forged"
    findings = findings_after(
        lambda links: [link._replace(chain=elsewhere) if link is moved else link for link in links], log, chain
    )
    assert {found.chain for found in findings} == {chain, elsewhere}
    assert (chain, moved.number) in {found[:2] for found in findings}
    assert (elsewhere, moved.number) in {found[:2] for found in findings}


@given(logs(), st.data())
def test_rewriting_history_or_cutting_its_end_with_the_head_to_match_is_found_by_the_anchor(drawn, data):
    log, chain = drawn
    whole = log[chain]
    anchored = {chain: [Anchored(len(whole), whole[-1].hash, "2026-09-02")]}
    kept = data.draw(st.integers(0, len(whole) - 1))
    regrown = data.draw(st.integers(0, 8 - kept))
    rewritten = whole[:kept]
    for number in range(kept + 1, kept + regrown + 1):
        rewritten.append(entry(chain, number, rewritten[-1].hash if rewritten else START, action="case.rewritten"))
    told = log | {chain: rewritten} if rewritten else {name: links for name, links in log.items() if name != chain}
    links = sorted((link for chain in told.values() for link in chain), key=lambda link: (link.chain, link.number))
    assert list(check_chains(links, heads_of(told), {})) == []  # nobody could tell from the chains alone
    assert names_only(chain, list(check_chains(links, heads_of(told), anchored)))


def anchors_over(days: int) -> list[tuple[str, str, str, str]]:
    rows: list[tuple[str, str, str, str]] = []
    for number in range(days):
        day, previous = str(date(2026, 9, 1) + timedelta(days=number)), rows[-1][3] if rows else START
        heads = canonical({"case:1": [number + 1, "a" * 64]})
        rows.append((day, heads, previous, hash_of((day, heads, previous))))
    return rows


@given(st.integers(1, 5), st.integers(0, 4), st.integers(0, 3), st.text(max_size=5))
def test_an_altered_anchor_is_found(days, which, field, value):
    rows = anchors_over(days)
    assert list(check_anchors(rows)) == []
    altered = list(rows[which % days])
    altered[field] = value
    rows[which % days] = tuple(altered)
    findings = list(check_anchors(rows))
    assert names_only("anchors", findings)
    assert any(str(altered[0]) in found.problem for found in findings)


@pytest.mark.parametrize("gone", [0, 1])
def test_a_removed_anchor_is_found_by_the_one_after_it(gone):
    rows = anchors_over(3)
    after = rows[gone + 1][0]
    del rows[gone]
    (found,) = check_anchors(rows)
    assert after in found.problem
    assert "removed" in found.problem
