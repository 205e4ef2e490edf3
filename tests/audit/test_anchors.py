"""Each day one anchor fixes what every chain that grew has grown to."""

import json
from datetime import UTC, datetime, timedelta

from oocd import clock
from oocd.audit import service
from oocd.db import db, everywhere
from oocd.scheduler import JOBS, run_now
from tests.audit.database import read
from tests.story import Case, child

(DAILY,) = [job for job in JOBS if job.name == "audit_anchor"]
MORNING = datetime(2026, 9, 14, 8, tzinfo=UTC)


def anchor(app) -> None:
    with app.app_context(), everywhere():
        service.anchor(clock.today())
        db.session.commit()


def heads_on_record(app) -> list[dict[str, list[object]]]:
    return [json.loads(row.heads) for row in read(app, "SELECT heads FROM audit_anchor ORDER BY day")]


def test_a_day_has_one_anchor_however_often_it_is_asked_for(app, people):
    ask = app.test_cli_runner().invoke
    with clock.stopped_at(MORNING):
        made = ask(args=["audit", "anchor"])
        again = ask(args=["audit", "anchor"])
        run_now(app, DAILY)
    (row,) = read(app, "SELECT day, hash FROM audit_anchor")
    assert made.output == f"2026-09-14 {row.hash}\n"
    assert (again.exit_code, again.output) == (0, "2026-09-14 has its anchor already.\n")


def test_the_daily_job_says_the_anchor_in_the_server_log_which_outlives_the_database(app, people, caplog):
    with clock.stopped_at(MORNING):
        run_now(app, DAILY)
    (row,) = read(app, "SELECT hash FROM audit_anchor")
    assert caplog.messages == [f"audit anchor 2026-09-14 {row.hash}"]


def test_an_anchor_holds_the_chains_that_grew_since_the_last_and_follows_from_it(app, people):
    with clock.stopped_at(MORNING):
        case, quiet = Case(people).sent(), Case(people).sent(of=child(child_ref="C-2"))
        anchor(app)
    with clock.stopped_at(MORNING + timedelta(days=1)):
        case.accept().ok()
        anchor(app)
    first, second = heads_on_record(app)
    assert {f"case:{case.id}", f"case:{quiet.id}"} <= first.keys()
    assert list(second) == [f"case:{case.id}"]
    (head,) = read(app, "SELECT length, head FROM audit_chain WHERE chain = :of", of=f"case:{case.id}")
    assert second[f"case:{case.id}"] == [head.length, head.head]
    rows = read(app, "SELECT previous, hash FROM audit_anchor ORDER BY day")
    assert rows[1].previous == rows[0].hash
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
