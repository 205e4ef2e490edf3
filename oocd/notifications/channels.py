"""How messages leave the service, if they do: the factory says once at start. Without a channel they stay in it."""

from typing import Protocol


class Channel(Protocol):
    """One way out."""


_in_use: Channel | None = None


def use(channel: Channel | None) -> None:
    """Send by this from now on; None for messages that stay in the service."""
    global _in_use
    _in_use = channel


def in_use() -> Channel | None:
    return _in_use
