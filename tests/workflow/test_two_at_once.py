"""Two people move the same case at the same moment, each on a connection of their own: one wins, the other is told."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa

from oocd import workflow
from oocd.accounts import service as accounts
from oocd.assessment.models import Assessment
from oocd.audit.queries import entries_of_case, verify
from oocd.db import db, everywhere
from oocd.errors import Conflict
from oocd.referrals.models import Referral
from oocd.workflow.errors import SomebodyMovedFirst
from oocd.workflow.models import WorkflowMove
from tests.people import Caller
from tests.story import Case

TOO_LONG = 60


def at_once(*attempts: Callable[[], object]) -> list[object]:
    """Run these in threads of their own; what each returned or raised, in order."""

    def run(attempt):
        try:
            return attempt()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(attempts)) as threads:
        return [future.result(TOO_LONG) for future in [threads.submit(run, attempt) for attempt in attempts]]


def from_the_same_version(app, both: Barrier, case: Case, who: str, move: str, given: dict[str, object]):
    """An attempt that has read the case before the other one moves it, and moves it after."""

    def attempt():
        with app.app_context(), everywhere():
            by = accounts.actor(accounts.find_person(f"{who}@demo.example").id)
            referral = db.session.get_one(Referral, UUID(case.id))
            seen = referral.state, referral.version
            db.session.expunge(referral)
            db.session.rollback()
            both.wait(TOO_LONG)
            db.session.add(referral)
            assert (referral.state, referral.version) == seen
            try:
                workflow.move(referral, move, by=by, given=given)
            except Conflict:
                db.session.rollback()
                raise
            db.session.commit()
            return move

    return attempt


def history_of(case: Case) -> list[str]:
    rows = sa.select(WorkflowMove).where(WorkflowMove.process_id == UUID(case.id))
    return [row.move for row in db.session.scalars(rows.order_by(WorkflowMove.recorded_at))]


@pytest.mark.parametrize("rivals", [("accept", "withdraw"), ("withdraw", "withdraw")])
def test_of_two_who_saw_the_same_version_one_moves_it_and_the_other_is_told_so(app, people, rivals):
    case, both = Case(people).sent(), Barrier(2)
    who = {"accept": ("manager", {"case_worker": "somebody"}), "withdraw": ("referrer", {"reason": "Not this child."})}
    results = at_once(*(from_the_same_version(app, both, case, who[move][0], move, who[move][1]) for move in rivals))
    (lost,) = [result for result in results if isinstance(result, Exception)]
    (won,) = [result for result in results if result in rivals]
    assert type(lost) is SomebodyMovedFirst
    assert lost.status == 409
    with app.app_context(), everywhere():
        referral = db.session.get_one(Referral, UUID(case.id))
        assert (referral.state, referral.version) == ("preparing" if won == "accept" else "withdrawn", 2)
        assert history_of(case) == ["open", won]
        assert [entry.action for entry in entries_of_case(referral.id)][:2] == ["panel.open", f"panel.{won}"]
        opened = list(db.session.scalars(sa.select(Assessment)))
        assert len(opened) == (won == "accept")
        assert verify()[1] == []


def test_many_who_write_to_one_case_at_once_never_fork_its_chain(app, people):
    """Each request adds one entry to the same chain, whose head is locked while it does."""
    case = Case(people).accepted()
    agencies = ("police", "health", "education", "yjs", "substance_misuse", "victim_service")
    all_of_them = Barrier(len(agencies))

    def asking(agency):
        worker = Caller(app.test_client(), people.worker.token)  # one client is not for two threads

        def ask():
            all_of_them.wait(TOO_LONG)
            sent = {"agency": agency, "question": "What do you know?"}
            return worker.post(f"/referrals/{case.id}/information-requests", sent).status

        return ask

    assert at_once(*map(asking, agencies)) == [201] * len(agencies)
    with app.app_context(), everywhere():
        entries = entries_of_case(UUID(case.id))
        asked = [json.loads(entry.details)["agency"] for entry in entries if entry.action == "information_request.open"]
        assert sorted(asked) == sorted([*agencies, "social_care"])  # asked by itself
        assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
        assert verify()[1] == []
