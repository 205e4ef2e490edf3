"""Timed work of the notices: sending what is due, and the digest of the day."""

from oocd.db import everywhere
from oocd.notifications import channels, service


def deliver_notifications() -> dict[str, int]:
    """Send what is due. Without a channel there is nothing to send; where two run at once, each message has one."""
    way_out = channels.in_use()
    if way_out is None:
        return {}
    with everywhere():
        return service.deliver_due(way_out)


def daily_digest() -> dict[str, int]:
    """Tell everybody who wants it so how many notices wait. Run twice, it finds it done."""
    if channels.in_use() is None:
        return {}
    with everywhere():
        return service.write_digests()
