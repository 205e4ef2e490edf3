"""A community resolution given on the street: the notice, what the service does about it, and what is missing."""

from oocd.street.service.notices import receive
from oocd.street.service.reconciling import reconcile, reconcile_force
from oocd.street.service.support import (
    accept_support,
    close_without_offer,
    decline,
    offer_support,
    screen,
    send_to_panel,
    send_to_panel_anyway,
)

__all__ = [
    "accept_support",
    "close_without_offer",
    "decline",
    "offer_support",
    "receive",
    "reconcile",
    "reconcile_force",
    "screen",
    "send_to_panel",
    "send_to_panel_anyway",
]
