"""The route of a case: open in its area, fit for what it is about, and changed with its history kept."""

from collections.abc import Sequence

from oocd import audit, workflow
from oocd.accounts.actor import Actor
from oocd.policy import service as policy
from oocd.referrals.errors import NeedsANotice, RouteNeedsOffence, RouteNotOpen, SameRoute
from oocd.referrals.models import Referral
from oocd.referrals.rules import WITHOUT_OFFENCES

BEGIN_WITH_A_NOTICE = frozenset({"street_cr"})  # of something that was given already


def check_route(area: str, route: str, offences: Sequence[object], *, with_notice: bool = False) -> None:
    """Raises RouteNotOpen, RouteNeedsOffence, or NeedsANotice for a route that nothing else begins."""
    routes = policy.loaded().area(area)["routes"]
    if route not in routes or not routes[route]["on"]:
        known = routes.get(route, {"label": route})
        raise RouteNotOpen(known["label"], known.get("note"))
    if (route in BEGIN_WITH_A_NOTICE) != with_notice:
        raise NeedsANotice(routes[route]["label"])
    if not offences and route not in WITHOUT_OFFENCES:
        raise RouteNeedsOffence


def change_route(referral: Referral, *, route: str, reason: str, by: Actor) -> None:
    """Send a case on by another route, where it begins again. Raises RouteNotOpen, RouteNeedsOffence or SameRoute.

    What was done on the first route stays: its history, who had the case, and all that is on record about it.
    """
    audit.take_turn(referral)
    workflow.require_open(referral, "change_route", by=by)
    check_route(referral.area, route, referral.offences)
    if route == referral.route:
        raise SameRoute
    workflow.move(referral, "change_route", by=by, given={"reason": reason, "route": route}, route=route)
    referral.route = route
    workflow.begin_again(referral, by=by)
