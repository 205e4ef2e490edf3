"""Telling people, sending what goes out of the service, and what they say to it."""

from oocd.notifications.service.choosing import choose, keep_quiet, mark_read
from oocd.notifications.service.delivering import deliver_due
from oocd.notifications.service.digesting import write_digests
from oocd.notifications.service.repairing import send_again
from oocd.notifications.service.telling import post, tell

__all__ = [
    "choose",
    "deliver_due",
    "keep_quiet",
    "mark_read",
    "post",
    "send_again",
    "tell",
    "write_digests",
]
