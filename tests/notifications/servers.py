"""Providers on this machine: a mail server, one that misbehaves as told, and a stand-in for GOV.UK Notify."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import Message as Received
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

from aiosmtpd.controller import Controller
from notifications_python_client.authentication import decode_jwt_token, get_token_issuer

from oocd.config import EmailSettings

CERTIFICATES = Path(__file__).parent / "certificates"  # made for these tests, and trusted by nobody else
CERTIFICATE, KEY = CERTIFICATES / "localhost.pem", CERTIFICATES / "localhost.key"
SENDER = "oocd@service.example"
SERVICE, SECRET = str(UUID(int=1)), str(UUID(int=2))
TEMPLATE = str(UUID(int=3))


class Mailbox:
    """What a mail server accepted, in order."""

    def __init__(self) -> None:
        self.accepted: list[Received] = []
        self.encrypted: list[bool] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.accepted.append(message_from_bytes(envelope.content))
        self.encrypted.append(session.ssl is not None)
        return "250 Accepted"


class RealServer(Controller):
    def _trigger_server(self) -> None:
        """The port is whichever the machine gave."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(**how: Any) -> Iterator[tuple[Mailbox, EmailSettings]]:
    """A real SMTP server on loopback, and the settings that reach it."""
    mailbox = Mailbox()
    server = RealServer(mailbox, hostname="127.0.0.1", port=0, **how)
    server.start()
    try:
        yield mailbox, smtp_settings(server.port)
    finally:
        server.stop()


def offering_encryption() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, KEY)
    return context


def smtp_settings(port: int, **changes: Any) -> EmailSettings:
    usual = {"by": "smtp", "sender": SENDER, "smtp_host": "127.0.0.1", "smtp_security": "none", "timeout": 0.3}
    return EmailSettings(**{**usual, "smtp_port": port, **changes})


class FaultySmtp:
    """Answers each line as `answers` says, by its first word; what is not in there is answered as it should be.

    An answer of None hangs for good, and one of "" closes the connection. `taken` holds every message that was
    handed over in full, whatever was answered then.
    """

    USUAL = {  # noqa: RUF012
        "hello": "220 made up",
        "ehlo": "250 made up",
        "data": "354 go on",
        "quit": "221 bye",
    }

    def __init__(self, **answers: str | None) -> None:
        self.answers: dict[str, str | None] = {**self.USUAL, **answers}
        self.taken: list[Received] = []
        self._over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def settings(self) -> EmailSettings:
        return smtp_settings(self._listening.getsockname()[1])

    def _start(self, run: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=run, args=args)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines, suppress(OSError):
            if not self._answer(connection, "hello"):
                return
            for line in lines:
                word = line.split()[0].decode().lower().partition(":")[0]
                if not self._answer(connection, word):
                    return
                goes_on = word == "data" and str(self.answers[word]).startswith("354")
                if goes_on and not (self._take(lines) and self._answer(connection, "dot")):
                    return

    def _take(self, lines: BinaryIO) -> bool:
        """Whether a message came in full, to the dot that ends it."""
        content = []
        while (line := lines.readline()) != b".\r\n":
            if not line:
                return False
            content.append(line)
        self.taken.append(message_from_bytes(b"".join(content)))
        return True

    def _answer(self, connection: socket.socket, word: str) -> bool:
        answer = self.answers.get(word, "250 fine")
        if answer is None:
            self._over.wait()
        if not answer:
            return False
        connection.sendall(answer.encode() + b"\r\n")
        return True

    def stop(self) -> None:
        self._over.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join()


@contextmanager
def faulty_mail_server(**answers: str | None) -> Iterator[FaultySmtp]:
    server = FaultySmtp(**answers)
    try:
        yield server
    finally:
        server.stop()


class Notify:
    """What GOV.UK Notify would hold: each e-mail once a reference was accepted, and every request it was sent."""

    def __init__(self) -> None:
        self.accepted: list[dict[str, Any]] = []
        self.asked_for: list[str] = []
        self.answers: list[int | str | None] = []  # to the next requests, where not accepted: a status, or a fault

    def settings(self, port: int) -> EmailSettings:
        return EmailSettings(
            by="notify",
            timeout=0.3,
            notify_key=f"made_up-{SERVICE}-{SECRET}",
            notify_template=TEMPLATE,
            notify_url=f"http://127.0.0.1:{port}",
        )


class NotifyHandler(BaseHTTPRequestHandler):
    server: "NotifyServer"

    def do_POST(self) -> None:
        self._check_token()
        assert self.path == "/v2/notifications/email"
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert sent.keys() == {"email_address", "template_id", "personalisation", "reference"}
        assert sent["template_id"] == TEMPLATE
        assert sent["personalisation"].keys() == {"subject", "body", "link"}
        self._answer(201, {"id": str(uuid4())}, lambda: self.server.notify.accepted.append(sent))

    def do_GET(self) -> None:
        self._check_token()
        assert urlsplit(self.path).path == "/v2/notifications"
        (reference,) = parse_qs(urlsplit(self.path).query)["reference"]
        self.server.notify.asked_for.append(reference)
        known = [sent for sent in self.server.notify.accepted if sent["reference"] == reference]
        self._answer(200, {"notifications": known, "links": {}}, lambda: None)

    def _check_token(self) -> None:
        scheme, _, token = self.headers["Authorization"].partition(" ")
        assert scheme == "Bearer"
        assert get_token_issuer(token) == SERVICE
        assert decode_jwt_token(token, SECRET)

    def _answer(self, status: int, body: Any, accept: Callable[[], None]) -> None:
        fault = self.server.notify.answers.pop(0) if self.server.notify.answers else None
        if isinstance(fault, int):
            status, body = fault, {"status_code": fault, "errors": [{"error": "Made up", "message": "Made up"}]}
        else:
            accept()
        if fault == "hang":
            self.server.over.wait()
        if fault in ("hang", "drop"):
            self.close_connection = True
            return
        text = b"not JSON" if fault == "babble" else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing in the tests' own output."""


class NotifyServer(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, notify: Notify) -> None:
        super().__init__(("127.0.0.1", 0), NotifyHandler)
        self.notify = notify
        self.over = threading.Event()
        self.went_wrong: list[BaseException | None] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        import sys

        self.went_wrong.append(sys.exc_info()[1])


@contextmanager
def notify_stand_in(*answers: int | str | None) -> Iterator[tuple[Notify, EmailSettings]]:
    """GOV.UK Notify as far as the service speaks to it; a request that is not as it should be fails the test."""
    notify = Notify()
    notify.answers = list(answers)
    server = NotifyServer(notify)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield notify, notify.settings(server.server_address[1])
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
    assert server.went_wrong == []
