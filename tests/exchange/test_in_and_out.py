"""What a spreadsheet tells comes in once, stays as told, and goes out as it came."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from oocd.audit.queries import verify
from oocd.db import db, everywhere
from oocd.exchange import queries
from oocd.exchange.rules import Row, hash_of, key_of
from oocd.referrals.models import Offence
from tests.conftest import empty
from tests.exchange.lives import cases
from tests.exchange.sheets import Sheets, row, until

# A failure is told as it was found: making a file of rows smaller takes minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
EVENTS = (
    *("referral_date", "child_views_date", "panel_date", "panel_recommendation", "outcome", "outcome_given_date"),
    *("intervention_start_date", "intervention_completed", "exit_review_date", "closed_date"),
)


def test_a_closed_case_goes_out_as_it_came_in(sheets):
    sheets.taken(row())
    assert sheets.rows() == [row()]


@pytest.mark.parametrize("route", ["panel", "street_cr", "turnaround"])
@pytest.mark.parametrize("event", EVENTS)
def test_a_case_goes_out_as_it_came_in_whatever_had_happened_by_then(sheets, event, route):
    sheets.taken(until(event, route=route))
    assert sheets.rows() == [until(event, route=route)]


def nothing_told_is_lost(told: list[dict[str, str]]) -> None:
    """Each row that was taken can be read back from the rooms: every cell that said something says the same."""
    read = [Row(**{name: cell.removeprefix("'") for name, cell in cells.items()}) for cells in told]
    taken = queries.taken_in(key_of(said) for said in read)
    for said in read:
        digest, offence_id = taken.get(key_of(said), ("", None))
        if digest == hash_of(said):
            case_id = db.session.scalars(sa.select(Offence.referral_id).where(Offence.id == offence_id)).one()
            kept = queries.rows_of([case_id])[case_id][offence_id]
            differs = {name for name in Row._fields if getattr(said, name) not in ("", getattr(kept, name))}
            assert differs <= {"offence_no"}, (differs, said, kept)


@settings(
    max_examples=60, phases=PHASES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(cases(), min_size=1, max_size=4))
def test_whatever_was_taken_goes_in_again_from_the_export_and_comes_out_the_same(sheets: Sheets, told):
    told = [line for case in told for line in case]
    empty(sheets.app)
    print("TOLD", sheets.take(*told).output)
    with sheets.app.app_context(), everywhere():
        nothing_told_is_lost(told)
    out = sheets.export("first.csv")
    again = sheets.run("import", sheets.folder / "first.csv")
    assert again.exit_code == 0, again.output
    assert " 0 imported" in again.output
    empty(sheets.app)
    elsewhere = sheets.run("import", sheets.folder / "first.csv")
    assert elsewhere.exit_code == 0, (elsewhere.output, out.decode())
    assert sheets.export("second.csv") == out
    with sheets.app.app_context(), everywhere():
        assert verify()[1] == []
