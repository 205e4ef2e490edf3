"""Which channel the settings name."""

from oocd.config import Settings
from oocd.notifications.by_smtp import Smtp
from oocd.notifications.channels import Channel


def chosen(settings: Settings) -> Channel | None:
    if settings.email is None:
        return None
    if settings.email.by == "smtp":
        return Smtp(settings.email)
    from oocd.notifications.by_notify import Notify  # its client is slow to import; only who uses it waits

    return Notify(settings.email)
