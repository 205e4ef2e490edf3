"""How messages leave the service, if they do: the factory says once at start. Without a channel they stay in it."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID


@dataclass(frozen=True)
class Message:
    """One e-mail as it leaves the service: what sort of thing waits, and a link. Its `reference` never changes."""

    reference: UUID
    to: str
    subject: str
    body: str
    link: str


class NotSent(Exception):
    """`code` says why, in the provider's own numbers and never its words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(NotSent):
    """It will never be sent: trying again would not help."""


class TryLater(NotSent):
    """It was not sent, and may be another time."""


class OutOfReach(TryLater):
    """Nobody answers, or nobody lets us in: the others would not be sent now either."""


class PerhapsSent(NotSent):
    """Nobody knows whether it was sent: it had been handed over when the answer failed to come."""


class Channel(Protocol):
    """One way out."""

    def send(self, message: Message) -> None:
        """Hand a message over. Raises NotSent."""

    def has_received(self, message: Message) -> bool:
        """Whether a message of this reference was handed over before, as far as can be asked. Raises NotSent."""


class WayOut(NamedTuple):
    """A channel, and where people reach the service, for the links in what it carries."""

    channel: Channel
    address: str


_in_use: WayOut | None = None


def use(channel: Channel | None, address: str = "") -> None:
    """Send by this from now on; None for messages that stay in the service."""
    global _in_use
    _in_use = WayOut(channel, address) if channel else None


def in_use() -> WayOut | None:
    return _in_use
