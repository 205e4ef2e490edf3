"""E-mail by a mail server of the partnership's own.

One connection for one message: whatever a server says too often or too late is never taken for an answer about
the next one.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial

from oocd import clock
from oocd.config import EmailSettings
from oocd.notifications.channels import Message, OutOfReach, PerhapsSent, Refused, TryLater

DONE = 250
FORWARDED = 251


class Smtp:
    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings
        self._domain = settings.sender.partition("@")[2]

    def send(self, message: Message) -> None:
        """Raises Refused, TryLater, OutOfReach or PerhapsSent."""
        written = self._written(message)
        with self._connected() as server:
            self._agree(server, message.to)
            _hand_over(server, written)

    def has_received(self, message: Message) -> bool:
        """A mail server cannot be asked. By the Message-ID, which stays the same, two of them are known for one."""
        return False

    def _written(self, message: Message) -> bytes:
        written = EmailMessage(policy=SMTP)
        written["From"], written["To"] = self._settings.sender, _one_address(message.to)
        written["Subject"] = message.subject
        written["Date"] = format_datetime(clock.now())
        written["Message-ID"] = f"<{message.reference}@{self._domain}>"
        written["Auto-Submitted"] = "auto-generated"
        written.set_content(f"{message.body}\n\n{message.link}\n")
        return written.as_bytes()

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        try:
            server = self._connect()
        except smtplib.SMTPResponseException as error:
            raise OutOfReach(f"smtp-{error.smtp_code}") from None
        except (OSError, smtplib.SMTPException):
            raise OutOfReach("smtp-no-connection") from None
        try:
            yield server
            with suppress(OSError, smtplib.SMTPException):
                server.quit()  # a courtesy: what was accepted stays accepted
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        settings, context = self._settings, self._trusted()
        kind = partial(smtplib.SMTP_SSL, context=context) if settings.smtp_security == "tls" else smtplib.SMTP
        where = settings.smtp_host, settings.smtp_port
        server: smtplib.SMTP = kind(*where, local_hostname=self._domain, timeout=settings.timeout)
        try:
            if settings.smtp_security == "starttls":
                server.starttls(context=context)
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _trusted(self) -> ssl.SSLContext | None:
        if self._settings.smtp_security == "none":
            return None
        return ssl.create_default_context(cafile=self._settings.smtp_ca)

    def _agree(self, server: smtplib.SMTP, to: str) -> None:
        """Before anything of the message is handed over: whatever fails here, it was not sent."""
        try:
            code, _ = server.mail(self._settings.sender)
            if code == DONE:
                code, _ = server.rcpt(to)
        except (OSError, smtplib.SMTPException):
            raise OutOfReach("smtp-broken-off") from None
        if code not in (DONE, FORWARDED):
            raise _refusal(code)


def _one_address(to: str) -> Address:
    """Raises Refused for what is none, or more than one."""
    try:
        address = Address(addr_spec=to)
    except (ValueError, IndexError, MessageError):
        raise Refused("no-address") from None
    if not to.isascii():
        raise Refused("no-address")
    return address


def _hand_over(server: smtplib.SMTP, written: bytes) -> None:
    try:
        code, _ = server.data(written)
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code) from None  # said before any of it was handed over
    except (OSError, smtplib.SMTPException):
        raise PerhapsSent("smtp-no-answer") from None
    if code == DONE:
        return
    raise _refusal(code) if code >= 400 else PerhapsSent(f"smtp-{code}")


def _refusal(code: int) -> Refused | TryLater:
    """What begins with 5 is for good; anything else may pass."""
    return Refused(f"smtp-{code}") if 500 <= code < 600 else TryLater(f"smtp-{code}")
