"""The panel that looked at a case, and what it recommended."""

import sqlalchemy as sa

from oocd.audit.bulk import Recorder
from oocd.bulk import Into, dashed, new_id
from oocd.db import db
from oocd.exchange.homes.hand import IN_CASE, NO_CODES, NO_WORDS, CaseInHand, Page
from oocd.panels.models import PanelItem, PanelMeeting, Recommendation
from oocd.panels.service.items import DECISION
from oocd.workflow.adopting import Kind

MEETINGS = Kind(PanelMeeting, "kind", "held_on")
ITEMS = Kind(PanelItem, "referral_id", "meeting_id", "place", "listed_at", "round", "revealed_rounds")
RECOMMENDATIONS = Into(
    Recommendation,
    *(*IN_CASE, "item_id", "offence_id", "outcome", "dissents", "reasons", "rule_reasons", "acknowledged"),
    *("answers", "recorded_at"),
)
OVER = ("open_meeting", "end_meeting")
DISCUSSED = ("begin", "reveal", "recommend")


class Meetings:
    """The meetings one import makes: one for all its cases of an area and day, and another for those still listed."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._known: dict[tuple[str, str, bool], str] = {}
        self._cases: dict[str, int] = {}

    def place(self, case: CaseInHand, log: Recorder, *, over: bool) -> tuple[str, int]:
        """The meeting of this case's panel, and its place on the agenda there."""
        key = case.row.area, case.row.panel_date, over
        if key not in self._known:
            self._known[key] = self._make(case, log, over=over)
        meeting = self._known[key]
        self._cases[meeting] = self._cases.get(meeting, 0) + 1
        return meeting, self._cases[meeting]

    def forget(self) -> None:
        """What was made in a transaction that came to nothing was not made."""
        self._known.clear()

    def _make(self, case: CaseInHand, log: Recorder, *, over: bool) -> str:
        meeting, area, held_on = new_id(), case.row.area, case.row.panel_date
        past = [(move, held_on) for move in OVER] if over else []
        state = case.adopter.adopt(
            MEETINGS,
            "panel_meeting",
            DECISION,
            held_on,
            process_id=meeting,
            area=area,
            referral_id=None,
            opened_on=held_on,
            past=past,
        )
        subject = f"panel_meeting:{dashed(meeting)}"
        details = {"to": state, "file": self._file}
        log.record("imported", chain=f"area:{area}", area=area, subject=subject, details=details)
        return meeting


def put(case: CaseInHand, meetings: Meetings, log: Recorder) -> None:
    """A place on an agenda, where the case got that far; a past case only where its panel is known to have ended."""
    row, discussed = case.row, case.past.made("recommend")
    listed = case.past.made("list_for_panel")
    if not row.panel_date or not (listed or all(offence.row.panel_recommendation for offence in case.offences)):
        return
    discussed = discussed or not listed
    meeting, place = meetings.place(case, log, over=discussed)
    item = new_id()
    past = [(move, row.panel_date) for move in DISCUSSED] if discussed else []
    told = meeting, place, case.moment, 1, int(discussed)
    case.adopt(ITEMS, "panel_item", item, *told, opened_on=row.panel_date, past=past)
    case.keep("panel_date")
    for offence in case.offences:
        if discussed and offence.row.panel_recommendation:
            said = offence.id, offence.row.panel_recommendation, NO_WORDS, NO_WORDS, NO_WORDS, NO_CODES, NO_CODES
            case.put(RECOMMENDATIONS, new_id(), item, *said, case.moment)
            offence.kept.add("panel_recommendation")


def get(page: Page) -> None:
    items = sa.select(PanelItem.referral_id, PanelMeeting.held_on).join(PanelItem.meeting)
    held = items.where(PanelItem.referral_id.in_(page.ids), PanelMeeting.held_on <= page.today)
    for case_id, held_on in db.session.execute(held.order_by(PanelItem.listed_at, PanelMeeting.held_on)):
        page.of_case[case_id]["panel_date"] = str(held_on)
    said = sa.select(Recommendation.offence_id, Recommendation.outcome)
    of_cases = said.where(Recommendation.referral_id.in_(page.ids)).order_by(Recommendation.recorded_at)
    for offence_id, outcome in db.session.execute(of_cases):
        page.of_offence[offence_id]["panel_recommendation"] = outcome
