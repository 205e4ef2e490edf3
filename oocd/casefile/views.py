"""The page of cases, and the page of one case."""

from uuid import UUID

from flask import Blueprint, render_template, request

from oocd.casefile import queries
from oocd.casefile.rules import PARTIES
from oocd.errors import BadInput
from oocd.referrals.models import Referral
from oocd.referrals.queries import cases as cases_in_sight
from oocd.timing.queries import in_full
from oocd.web import current_actor, load, page_of, requires

bp = Blueprint("casefile_pages", __name__, template_folder="templates")


@bp.get("/")
@requires("case.read")
def cases() -> str:
    """The cases of your areas, a page at a time."""
    after = request.args.get("after")
    rows, following = page_of(cases_in_sight(), _cursor(after), Referral.id)
    listed = [{"referral": row, "standing": queries.standing(row)} for row in rows]
    return render_template("casefile/cases.html", cases=listed, following=following)


@bp.get("/cases/<uuid:referral_id>")
@requires("case.read")
def case(referral_id: UUID) -> str:
    """One case: where it stands, what can be done next, what cannot and why, and its timeline."""
    referral = load(Referral, referral_id)
    composed = queries.compose(referral, current_actor())
    return render_template("casefile/case.html", **composed, timing=in_full(referral), parties=PARTIES)


def _cursor(after: str | None) -> UUID | None:
    try:
        return UUID(after) if after else None
    except ValueError:
        raise BadInput("That is not a page of the list. Start again from the first page.") from None
