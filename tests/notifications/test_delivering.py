"""What is queued goes out once: whoever looks, whatever the provider does, and however often it is tried."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from oocd import clock, notifications, scheduler
from oocd.accounts.models import Membership
from oocd.db import db, everywhere
from oocd.demo.people import AREA
from oocd.notifications import jobs
from oocd.notifications.by_notify import Notify
from oocd.notifications.by_smtp import Smtp
from oocd.notifications.channels import Message, OutOfReach, PerhapsSent, Refused, TryLater
from oocd.notifications.models import Notice, OutgoingEmail
from tests.notifications.servers import faulty_mail_server, mail_server, notify_stand_in
from tests.notifications.test_telling import tell
from tests.notifications.ways import ADDRESS, e_mails, id_of, rows_of, way_out
from tests.people import People
from tests.story import Case, newcomer, nothing_written

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


class Recording:
    """A way out that keeps what it was handed, and fails as told: one problem for each of the next messages."""

    def __init__(self, *problems: BaseException | None) -> None:
        self.sent: list[Message] = []
        self.asked: list[UUID] = []
        self.problems = list(problems)

    def send(self, message: Message) -> None:
        problem = self.problems.pop(0) if self.problems else None
        if problem is None or isinstance(problem, PerhapsSent | Killed):
            self.sent.append(message)
        if problem:
            raise problem

    def has_received(self, message: Message) -> bool:
        self.asked.append(message.reference)
        return message.reference in {sent.reference for sent in self.sent}


class Killed(BaseException):
    """The worker's process is gone: nothing after this is done."""


def deliver(people: People, after: timedelta = timedelta(0)) -> dict[str, int]:
    """As the job does, so long after noon."""
    with clock.stopped_at(NOON + after), people.app.app_context():
        return jobs.deliver_notifications()


@contextmanager
def told_at_noon(people: People, *names: str, channel: object = None, **more) -> Iterator[Recording]:
    """These people have each an e-mail waiting, for this way out."""
    with way_out(channel or Recording()) as channel:
        with clock.stopped_at(NOON):
            tell(people, *(names or ("manager",)), **more)
        yield channel


def state_of(people: People, name: str = "manager") -> str:
    (email,) = e_mails(people, name)
    return str(email.state)


def test_what_a_move_tells_goes_out_by_e_mail_with_a_link_and_nothing_else(people: People):
    with mail_server() as (mailbox, settings), way_out(Smtp(settings)), clock.stopped_at(NOON):
        case = Case(people).sent()
        assert deliver(people) == {"sent": 2}
        assert deliver(people) == {}
    assert {mail["To"] for mail in mailbox.accepted} == {"manager@demo.example", "coordinator@demo.example"}
    referral = case.file["referral"]
    for mail in mailbox.accepted:
        assert mail["Subject"] == "A case waits to be checked"
        assert f"{ADDRESS}/cases/{case.id}" in mail.get_payload().split()
        for secret in (referral["reference"], "made-up", "C-1", "2011", "assault", AREA):
            assert secret.lower() not in mail.as_string().lower(), secret


def test_a_move_that_is_undone_sends_nothing(people: People):
    with way_out(Recording()):
        with people.app.app_context(), everywhere():
            notifications.tell("case_sent", to=[id_of(people, "manager")], area=AREA, path="/", key="k")
            db.session.rollback()
        assert deliver(people) == {}


def test_two_workers_never_send_the_same(people: People):
    with told_at_noon(people, *("manager", "worker", "coordinator", "referrer", "inspector", "health")) as channel:
        both, counts = threading.Barrier(2), Counter[str]()

        def work() -> None:
            both.wait()
            counts.update(deliver(people))

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert counts == {"sent": 6}
    assert len({message.reference for message in channel.sent}) == len(channel.sent) == 6


def test_no_transaction_is_open_while_a_provider_is_spoken_to(people: People):
    class Looking(Recording):
        def send(self, message: Message) -> None:
            super().send(message)
            assert not db.session.in_transaction()
            assert [row.state for row in rows_of(people, OutgoingEmail)] == ["sending"]

    with told_at_noon(people, channel=Looking()):
        assert deliver(people) == {"sent": 1}


@pytest.mark.parametrize("handed_over", [True, False])
def test_whatever_a_worker_had_in_hand_when_it_was_killed_is_asked_about_and_not_sent_twice(people, handed_over):
    with told_at_noon(people, channel=Recording(Killed())) as channel:
        with pytest.raises(Killed):
            deliver(people)
        assert deliver(people, timedelta(minutes=29)) == {}
        if not handed_over:
            channel.sent.clear()
        assert deliver(people, timedelta(minutes=30)) == {"taken_up": 1, "sent": 1}
        assert deliver(people, timedelta(days=1)) == {}
    assert (len(channel.sent), len(channel.asked)) == (1, 1)


def test_a_worker_that_comes_back_too_late_does_not_overwrite_what_another_found(people: People):
    class Slow(Recording):
        def send(self, message: Message) -> None:
            super().send(message)
            if len(self.sent) == 1:
                deliver(people, timedelta(hours=1))
                raise Refused("too late to say")

    with told_at_noon(people, channel=Slow()) as channel:
        assert deliver(people) == {"taken_over": 1}
        assert state_of(people) == "sent"
    assert len(channel.sent) == 1


def test_what_cannot_be_sent_now_is_tried_again_twice_as_late_each_time_and_then_brought_up(people: People):
    waits = [timedelta(minutes=minutes) for minutes in (2, 4, 8, 16, 32, 64, 128)]
    with told_at_noon(people, channel=Recording(*[TryLater("smtp-451")] * 8)) as channel:
        after = timedelta(0)
        for wait in waits:
            assert deliver(people, after) == {"waiting": 1}
            assert deliver(people, after + wait - timedelta(seconds=1)) == {}
            after += wait
        assert deliver(people, after) == {"dead": 1}
        (email,) = e_mails(people, "manager")
        assert (email.state, email.attempts, email.problem) == ("dead", 8, "smtp-451")
        assert channel.sent == channel.asked == []


def test_an_administrator_sees_what_could_not_be_sent_and_has_it_sent_again(people: People):
    case = Case(people).sent()
    with told_at_noon(people, "worker", case=case, channel=Recording(Refused("smtp-550"))) as channel:
        assert deliver(people) == {"dead": 1}
        (dead,) = people.admin.get("/dead-letters").ok()["dead_letters"]
        assert (dead["to"], dead["kind"], dead["problem"], dead["attempts"]) == (
            *("worker@demo.example", "case_sent", "smtp-550"),
            1,
        )
        for secret in (case.id, case.file["referral"]["reference"]):
            assert secret not in str(dead)
        again = f"/dead-letters/{dead['id']}/send-again"
        with nothing_written(people):
            people.manager.get("/dead-letters").refused(status=403)
            people.manager.post(again).refused(status=403)
        with clock.stopped_at(NOON):
            assert people.admin.post(again).ok()["state"] == "waiting"
        with nothing_written(people):
            people.admin.post(again).refused(status=409)
        assert people.admin.get("/dead-letters").ok()["dead_letters"] == []
        assert deliver(people) == {"sent": 1}
    assert len(channel.sent) == 1
    told = people.auditor.get(f"/referrals/{case.id}/timeline").ok()["events"][-1]
    assert (told["action"], told["who"]) == ("outgoing_email.send_again", "Demo administrator")


def test_what_could_not_be_sent_is_listed_and_sent_again_by_command(people: People):
    run = people.app.test_cli_runner().invoke
    with told_at_noon(people, channel=Recording(Refused("smtp-550"))):
        deliver(people)
        (email,) = e_mails(people, "manager")
        listed = run(args=["notifications", "dead"]).output
        assert listed == f"{email.id}: case_sent in {AREA}, smtp-550 after 1 attempts\n"
        assert run(args=["notifications", "send-again", str(email.id)]).exit_code == 0
        refused = run(args=["notifications", "send-again", str(email.id)])
        assert (refused.exit_code, "on its way again" in refused.output) == (1, True)
        assert state_of(people) == "waiting"


def test_a_provider_out_of_reach_is_not_asked_for_each_message_in_turn(people: People):
    with told_at_noon(people, "manager", "worker", channel=Recording(OutOfReach("smtp-no-connection"))) as channel:
        assert deliver(people) == {"waiting": 1}
        assert deliver(people, timedelta(minutes=2)) == {"sent": 2}
    assert len(channel.sent) == 2


def test_a_mail_server_that_drops_the_connection_after_accepting_is_handed_the_same_message_again(people: People):
    with faulty_mail_server(dot="") as server, told_at_noon(people, channel=Smtp(server.settings)):
        assert deliver(people) == {"waiting": 1}
        server.answers["dot"] = "250 fine"
        assert deliver(people, timedelta(minutes=2)) == {"sent": 1}
        assert deliver(people, timedelta(days=1)) == {}
    first, second = (mail["Message-ID"] for mail in server.taken)
    assert first == second


@pytest.mark.parametrize("fault", ["hang", "drop"])
def test_notify_is_asked_whether_it_took_a_message_before_it_is_sent_another(people: People, fault: str):
    with notify_stand_in(fault) as (notify, settings), told_at_noon(people, channel=Notify(settings)):
        assert deliver(people) == {"waiting": 1}
        assert deliver(people, timedelta(minutes=2)) == {"sent": 1}
        assert deliver(people, timedelta(days=1)) == {}
    (sent,) = notify.accepted
    assert notify.asked_for == [sent["reference"]]
    assert sent["reference"] == str(e_mails(people, "manager")[0].id)


def test_whoever_stepped_back_or_left_since_is_not_written_to(people: People):
    case = Case(people).sent()
    with told_at_noon(people, "manager", "worker", "health", case=case) as channel:
        case.step_back("worker").ok()
        with people.app.app_context(), everywhere():
            place = db.session.scalars(sa.select(Membership).where(Membership.person_id == id_of(people, "health")))
            place.one().to_date = (NOON - timedelta(days=1)).date()
            db.session.commit()
        assert deliver(people) == {"unneeded": 2, "sent": 1}
    assert [message.to for message in channel.sent] == ["manager@demo.example"]


def test_quiet_hours_hold_back_all_but_what_is_urgent(people: People):
    evening, early = timedelta(hours=9), timedelta(hours=18, minutes=30)  # 21:00, and 06:30 the next day
    people.worker.post("/quiet-hours", {"begins": "22:00", "ends": "06:00"}).ok()
    with told_at_noon(people, "manager", "worker") as channel:
        with clock.stopped_at(NOON):
            tell(people, "coordinator", kind="knife_check", values={"due_on": "tomorrow"})
        assert deliver(people, evening) == {"held": 1, "sent": 2}
        assert {message.to for message in channel.sent} == {"worker@demo.example", "coordinator@demo.example"}
        assert deliver(people, early) == {}
        assert deliver(people, timedelta(hours=19)) == {"sent": 1}


def test_the_digest_of_a_day_says_how_many_wait_and_nothing_of_what_they_are(people: People):
    case = Case(people).sent()
    newcomer(people, "other_worker", {AREA: ("yjs", ("practitioner",))})
    for who in ("worker", "other_worker"):
        getattr(people, who).post("/notice-choices", {"kind": "case_sent", "way": "digest"}).ok()
    with way_out(Recording()) as channel, clock.stopped_at(NOON):
        tell(people, "worker", key="one")
        tell(people, "worker", key="two")
        tell(people, "worker", key="read already")
        tell(people, "worker", key="of a case stepped back from", case=case)
        tell(people, "other_worker", key="one")
        read = next(row for row in rows_of(people, Notice, "worker") if row.key == "read already")
        people.worker.post(f"/notices/{read.id}/read").ok()
        (theirs,) = rows_of(people, Notice, "other_worker")
        people.other_worker.post(f"/notices/{theirs.id}/read").ok()
        case.step_back("worker").ok()
        with people.app.app_context():
            assert jobs.daily_digest() == {"written": 1}
            assert jobs.daily_digest() == {}
        assert deliver(people) == {"sent": 1}
    (message,) = channel.sent
    assert (message.to, message.subject) == ("worker@demo.example", "Notices wait for you")
    assert message.body == "Notices that you have not read yet: 2."
    assert message.link == f"{ADDRESS}/notices"


def test_delivery_is_asked_for_with_what_it_is_to_deliver(people: People, monkeypatch: pytest.MonkeyPatch):
    woken: list[str] = []
    monkeypatch.setattr("oocd.notifications.service.telling.wake", woken.append)
    with told_at_noon(people, kind="case_sent"):
        tell(people, "manager")
    assert woken == ["deliver_notifications"]
    assert {"deliver_notifications", "daily_digest"} <= {job.name for job in scheduler.JOBS}


def test_without_a_way_out_the_jobs_do_nothing(people: People):
    with people.app.app_context():
        assert (jobs.deliver_notifications(), jobs.daily_digest()) == ({}, {})
