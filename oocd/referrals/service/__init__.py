"""What happens to a referral before and beside the panel: sent, completed, accepted, made ready, taken back."""

from oocd.referrals.service.checks import check_not_future, in_age_range
from oocd.referrals.service.incidents import link_incident
from oocd.referrals.service.moves import (
    accept,
    ask_for_information,
    charge,
    close,
    make_ready,
    reallocate,
    send_back,
    transfer,
    withdraw,
)
from oocd.referrals.service.routes import change_route, check_route
from oocd.referrals.service.sending import send, send_for_support
from oocd.referrals.service.telling import correct, supply_information

__all__ = [
    "accept",
    "ask_for_information",
    "change_route",
    "charge",
    "check_not_future",
    "check_route",
    "close",
    "correct",
    "in_age_range",
    "link_incident",
    "make_ready",
    "reallocate",
    "send",
    "send_back",
    "send_for_support",
    "supply_information",
    "transfer",
    "withdraw",
]
