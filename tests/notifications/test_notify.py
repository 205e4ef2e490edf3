"""By GOV.UK Notify: what it is sent, and what each way to fail leaves behind. Its stand-in checks every request."""

from dataclasses import replace
from uuid import UUID

import pytest

from oocd.notifications.by_notify import Notify
from oocd.notifications.channels import Message, NotSent, OutOfReach, PerhapsSent, Refused
from tests.notifications.servers import notify_stand_in

MESSAGE = Message(UUID(int=7), "reader@demo.example", "A case waits", "It waits for you.", "https://oocd.example/x")


def test_a_message_is_sent_by_its_template_with_our_reference():
    with notify_stand_in() as (notify, settings):
        Notify(settings).send(MESSAGE)
    (sent,) = notify.accepted
    assert sent["email_address"] == MESSAGE.to
    assert sent["reference"] == str(MESSAGE.reference)
    assert sent["personalisation"] == {"subject": MESSAGE.subject, "body": MESSAGE.body, "link": MESSAGE.link}


FAULTS = {
    "an address that is none": (400, Refused, "notify-400", 0),
    "a key that is not ours": (403, OutOfReach, "notify-403", 0),
    "a clock that is wrong": (401, OutOfReach, "notify-401", 0),
    "too much at once": (429, OutOfReach, "notify-429", 0),
    "a fault of theirs": (500, PerhapsSent, "notify-500", 0),
    "no answer": ("hang", PerhapsSent, "notify-no-answer", 1),
    "a connection that drops": ("drop", PerhapsSent, "notify-no-answer", 1),
    "an answer that cannot be read": ("babble", PerhapsSent, "notify-no-answer", 1),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_comes_of(fault: str):
    answer, kind, code, taken = FAULTS[fault]
    with notify_stand_in(answer) as (notify, settings):
        with pytest.raises(NotSent) as failed:
            Notify(settings).send(MESSAGE)
        assert (type(failed.value), failed.value.code) == (kind, code)
        assert Notify(settings).has_received(MESSAGE) is bool(taken)
    assert notify.asked_for == [str(MESSAGE.reference)]


@pytest.mark.parametrize("answer", [403, 500, "hang", "babble"])
def test_while_it_cannot_be_asked_a_message_is_still_perhaps_sent(answer: int | str):
    with notify_stand_in(answer) as (_, settings), pytest.raises(PerhapsSent):
        Notify(settings).has_received(MESSAGE)


def test_where_nobody_is_there_it_is_asked_before_the_next_try():
    with notify_stand_in() as (_, settings):
        pass
    with pytest.raises(PerhapsSent, match="notify-no-answer"):
        Notify(replace(settings, notify_url="http://127.0.0.1:1")).send(MESSAGE)
