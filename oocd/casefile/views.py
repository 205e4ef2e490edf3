"""The page of cases, and the page of one case."""

from uuid import UUID

from flask import Blueprint, render_template, request

from oocd.casefile import queries
from oocd.casefile.further import further_steps
from oocd.casefile.meetings import meeting_page
from oocd.casefile.rules import PARTIES
from oocd.errors import BadInput
from oocd.panels.models import PanelMeeting
from oocd.panels.queries import meetings as planned_meetings
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
    referral, person = load(Referral, referral_id), current_actor()
    composed = queries.compose(referral, person)
    beside = {"timing": in_full(referral), "parties": PARTIES, "further": list(further_steps(composed, person))}
    return render_template("casefile/case.html", **composed, **beside)


@bp.get("/meetings")
@requires("case.read")
def meetings() -> str:
    """The meetings of your areas, a page at a time."""
    after = request.args.get("after")
    rows, following = page_of(planned_meetings(), _cursor(after), PanelMeeting.id)
    may_plan = bool(current_actor().areas_where("panel.plan"))
    return render_template("casefile/meetings.html", meetings=rows, following=following, may_plan=may_plan)


@bp.get("/meetings/<uuid:meeting_id>")
@requires("case.read")
def meeting(meeting_id: UUID) -> str:
    """One meeting: who is there, its agenda, and what can be done next with each case."""
    found = load(PanelMeeting, meeting_id)
    return render_template("casefile/meeting.html", **meeting_page(found, current_actor()))


def _cursor(after: str | None) -> UUID | None:
    try:
        return UUID(after) if after else None
    except ValueError:
        raise BadInput("That is not a page of the list. Start again from the first page.") from None
