"""By a mail server: what is handed over, and what each way to fail leaves behind."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from aiosmtpd.smtp import AuthResult

from oocd.notifications.by_smtp import Smtp
from oocd.notifications.channels import Message, NotSent, OutOfReach, PerhapsSent, Refused, TryLater
from tests.notifications.servers import (
    CERTIFICATE,
    SENDER,
    faulty_mail_server,
    mail_server,
    offering_encryption,
    smtp_settings,
)

MESSAGE = Message(UUID(int=7), "reader@demo.example", "A case waits", "It waits for you.", "https://oocd.example/x")


def test_a_message_is_handed_over_whole():
    with mail_server() as (mailbox, settings):
        Smtp(settings).send(MESSAGE)
    (received,) = mailbox.accepted
    assert (received["From"], received["To"], received["Subject"]) == (SENDER, MESSAGE.to, MESSAGE.subject)
    assert received["Message-ID"] == f"<{MESSAGE.reference}@service.example>"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received.get_payload().split() == ["It", "waits", "for", "you.", "https://oocd.example/x"]


def test_each_try_has_the_same_name_so_that_two_are_known_for_one():
    with mail_server() as (mailbox, settings):
        Smtp(settings).send(MESSAGE)
        Smtp(settings).send(MESSAGE)
        Smtp(settings).send(replace(MESSAGE, reference=uuid4()))
    first, second, other = (received["Message-ID"] for received in mailbox.accepted)
    assert first == second != other


def test_it_is_encrypted_with_a_server_that_can_show_who_it_is_and_a_password_is_given():
    def let_in(*said):
        return AuthResult(success=said[4].password == b"a password", handled=False)

    how = {"tls_context": offering_encryption(), "require_starttls": True, "authenticator": let_in}
    with mail_server(**how, auth_require_tls=True) as (mailbox, settings):
        secure = replace(settings, smtp_security="starttls", smtp_user="oocd", smtp_password="a password", timeout=5)
        Smtp(replace(secure, smtp_ca=str(CERTIFICATE))).send(MESSAGE)
        with pytest.raises(OutOfReach, match="smtp-no-connection"):
            Smtp(secure).send(MESSAGE)  # a certificate that this machine does not trust
        with pytest.raises(OutOfReach, match="smtp-535"):
            Smtp(replace(secure, smtp_ca=str(CERTIFICATE), smtp_password="wrong")).send(MESSAGE)
    assert mailbox.encrypted == [True]


def test_nothing_goes_in_the_open_to_a_server_that_cannot_encrypt():
    with mail_server() as (mailbox, settings), pytest.raises(OutOfReach):
        Smtp(replace(settings, smtp_security="starttls")).send(MESSAGE)
    assert mailbox.accepted == []


FAULTS = {
    "hangs before it says hello": ({"hello": None}, OutOfReach, "smtp-no-connection", 0),
    "says that it is closed": ({"hello": "421 closed"}, OutOfReach, "smtp-421", 0),
    "hangs at the sender": ({"mail": None}, OutOfReach, "smtp-broken-off", 0),
    "drops the connection at the recipient": ({"rcpt": ""}, OutOfReach, "smtp-broken-off", 0),
    "refuses the recipient for good": ({"rcpt": "550 nobody here"}, Refused, "smtp-550", 0),
    "refuses the recipient for now": ({"rcpt": "450 later"}, TryLater, "smtp-450", 0),
    "refuses the sender for good": ({"mail": "553 not you"}, Refused, "smtp-553", 0),
    "takes nothing now": ({"data": "451 later"}, TryLater, "smtp-451", 0),
    "refuses what it was handed": ({"dot": "554 spam"}, Refused, "smtp-554", 1),
    "cannot keep what it was handed": ({"dot": "452 full"}, TryLater, "smtp-452", 1),
    "hangs once it was handed all": ({"dot": None}, PerhapsSent, "smtp-no-answer", 1),
    "drops the connection once it was handed all": ({"dot": ""}, PerhapsSent, "smtp-no-answer", 1),
    "answers twice before the message": ({"mail": "250 fine\r\n250 fine"}, TryLater, "smtp-250", 0),
    "refuses after answering twice": ({"mail": "250 a\r\n250 b", "rcpt": "550 no"}, Refused, "smtp-550", 0),
    "answers twice that it may go on": ({"data": "354 go on\r\n354 go on"}, PerhapsSent, "smtp-354", 1),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that(fault: str):
    answers, kind, code, taken = FAULTS[fault]
    with faulty_mail_server(**answers) as server:
        with pytest.raises(NotSent) as failed:
            Smtp(server.settings).send(MESSAGE)
        assert (type(failed.value), failed.value.code) == (kind, code)
    assert len(server.taken) == taken


@pytest.mark.parametrize("answer", ["250 fine\r\n250 fine", "250 fine\r\n421 bye", "250 fine"])
@pytest.mark.parametrize("bye", ["221 bye", "", None])
def test_what_was_accepted_stays_accepted_whatever_is_said_afterwards(answer: str, bye: str | None):
    with faulty_mail_server(dot=answer, quit=bye) as server:
        Smtp(server.settings).send(MESSAGE)
        Smtp(server.settings).send(MESSAGE)  # an answer too many is not taken for one about the next
    assert len(server.taken) == 2


def test_a_server_that_is_not_there():
    with pytest.raises(OutOfReach, match="smtp-no-connection"):
        Smtp(smtp_settings(port=1)).send(MESSAGE)


@pytest.mark.parametrize(
    "to", ["nobody", "a@demo.example\r\nBcc: b@demo.example", "a@demo.example, b@demo.example", "é@demo.example", ""]
)
def test_an_address_that_is_none_or_more_than_one_is_refused_before_anybody_is_spoken_to(to: str):
    with mail_server() as (mailbox, settings), pytest.raises(Refused, match="no-address"):
        Smtp(settings).send(replace(MESSAGE, to=to))
    assert mailbox.accepted == []
