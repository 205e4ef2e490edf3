"""`flask audit verify` finds what somebody with the keys to the database did behind the service's back."""

import pytest

from oocd import clock
from oocd.audit import service
from oocd.db import db, everywhere
from tests.audit.database import change_by_hand, read
from tests.story import Case


@pytest.fixture
def verify(app):
    return lambda: app.test_cli_runner().invoke(args=["audit", "verify"])


@pytest.fixture
def case(people):
    """A referral sent, and more asked for and supplied: three entries on its chain, written by two people."""
    case = Case(people).sent()
    case.at("coordinator", "ask-for-information", {"reason": "Made up, for a test."}).ok()
    case.at("referrer", "supply-information", {"text": "Made up."}).ok()
    return case


@pytest.fixture
def chain(app, case):
    name = f"case:{case.id}"
    assert [row.number for row in read(app, ENTRIES, of=name)] == [1, 2, 3]
    return name


@pytest.fixture
def anchored(app, chain):
    """The day on which everything there is was anchored."""
    with app.app_context(), everywhere():
        day = service.anchor(clock.today()).day
        db.session.commit()
    return day


ENTRIES = "SELECT * FROM audit_entry WHERE chain = :of ORDER BY number"
OF_CHAIN = "WHERE chain = :of"


def test_a_log_nobody_touched_verifies(app, people, case, verify):
    people.manager.get(f"/referrals/{case.id}")
    people.admin.get(f"/referrals/{case.id}").refused(status=403)
    result = verify()
    assert result.exit_code == 0, result.output
    held = [read(app, f"SELECT count(*) FROM {table}")[0][0] for table in ("audit_entry", "access_entry")]
    assert min(held) > 0
    assert result.output == f"{sum(held)} entries checked, 0 findings.\n"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "'Somebody else'"),
        ("actor", "'person:None'"),
        ("action", "'panel.withdraw'"),
        ("details", "'{}'"),
        ("subject", "'referral:none'"),
        ("area", "'bexley'"),
        ("recorded_at", "'2026-01-01 09:00:00.000000'"),
        ("previous", "hash"),
        ("hash", "previous"),
    ],
)
def test_an_entry_edited_by_hand_is_named(app, chain, verify, column, value):
    change_by_hand(app, f"UPDATE audit_entry SET {column} = {value} {OF_CHAIN} AND number = 3", of=chain)
    result = verify()
    assert result.exit_code == 1
    assert f"{chain}, entry 3: altered" in result.stderr.replace("inserted or altered", "altered")
    assert "1 findings." in result.stdout


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_entry_is_named_wherever_it_stood(app, chain, verify, number):
    change_by_hand(app, f"DELETE FROM audit_entry {OF_CHAIN} AND number = :number", of=chain, number=number)
    result = verify()
    assert result.exit_code == 1
    assert f"{chain}, entry {number}: removed" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_chain_removed_whole_is_named(app, chain, verify):
    change_by_hand(app, f"DELETE FROM audit_entry {OF_CHAIN}", of=chain)
    result = verify()
    assert result.exit_code == 1
    assert result.stderr == f"{chain}, entry 1: the whole chain was removed\n"


def test_a_row_written_in_by_hand_is_named(app, chain, verify):
    columns = "recorded_at, actor, actor_name, action, subject, details, previous, hash, area"
    like_another = f"INSERT INTO audit_entry (chain, number, {columns}) SELECT chain, 4, {columns} FROM audit_entry"
    change_by_hand(app, f"{like_another} {OF_CHAIN} AND number = 3", of=chain)
    result = verify()
    assert result.exit_code == 1
    assert f"{chain}, entry 4: reordered: it was written as entry 3" in result.stderr


def test_two_rows_that_changed_places_are_both_named(app, chain, verify):
    moves = [(2, 99), (3, 2), (99, 3)]
    change_by_hand(
        app, *(f"UPDATE audit_entry SET number = {to} {OF_CHAIN} AND number = {was}" for was, to in moves), of=chain
    )
    result = verify()
    assert result.exit_code == 1
    assert set(result.stderr.splitlines()) == {
        f"{chain}, entry 2: reordered: it was written as entry 3",
        f"{chain}, entry 3: reordered: it was written as entry 2",
    }


def test_who_read_a_case_cannot_be_edited_away_either(app, people, case, verify):
    people.manager.get(f"/referrals/{case.id}").ok()
    (reading,) = read(app, "SELECT * FROM access_entry WHERE subject = :of", of=f"referral:{case.id}")
    change_by_hand(app, f"DELETE FROM access_entry {OF_CHAIN}", of=reading.chain)
    result = verify()
    assert result.exit_code == 1
    assert f"{reading.chain}, entry 1: the whole chain was removed" in result.stderr


def test_cutting_a_chain_and_its_head_is_found_once_the_day_has_its_anchor(app, chain, anchored, verify):
    head = f"(SELECT hash FROM audit_entry {OF_CHAIN} AND number = 2)"
    cut = (
        f"DELETE FROM audit_entry {OF_CHAIN} AND number = 3",
        f"UPDATE audit_chain SET length = 2, head = {head} {OF_CHAIN}",
    )
    change_by_hand(app, *cut, of=chain)
    result = verify()
    assert result.exit_code == 1
    assert result.stderr == f"{chain}, entry 3: rewritten or removed: differs from the anchor of {anchored}\n"


def test_removing_a_chain_and_its_head_is_found_once_the_day_has_its_anchor(app, chain, anchored, verify):
    change_by_hand(app, f"DELETE FROM audit_entry {OF_CHAIN}", f"DELETE FROM audit_chain {OF_CHAIN}", of=chain)
    result = verify()
    assert result.exit_code == 1
    assert result.stderr == f"{chain}, entry 1: the whole chain was removed\n"


def test_an_anchor_edited_to_fit_is_found(app, chain, anchored, verify):
    change_by_hand(app, "UPDATE audit_anchor SET heads = '{}'")
    result = verify()
    assert result.exit_code == 1
    assert f"anchors, entry 0: the anchor of {anchored}" in result.stderr
