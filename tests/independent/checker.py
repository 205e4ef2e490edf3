"""Recomputes whose each day of a case was, and how long work took to begin, from the audit export of that case alone.

It shares no code with the service and reads none of its files: the tables below say again, by hand, what the design
and the process maps say. It goes day by day where the service goes from change to change.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

# Who can hold a case in each state, in turn. A child and family who come after somebody else in the process map hold
# nothing there: it is for that somebody to get in touch.
CASE: Mapping[str, tuple[str, ...]] = {
    "panel.received": ("yjs",),
    "panel.awaiting_information": ("police",),
    "panel.preparing": ("agency", "family", "yjs"),
    "panel.preparing_again": ("agency", "family", "yjs"),
    "panel.ready": ("yjs",),
    "panel.listed": ("panel",),
    "panel.at_panel": ("panel",),
    "panel.escalated": ("yjs", "police"),
    "panel.recommended": ("police",),
    "panel.decided": ("police", "yjs"),
    "panel.with_police_again": ("police",),
    "panel.given": ("yjs",),
    "panel.in_intervention": ("yjs",),
    "panel.in_exit_review": ("yjs",),
    "panel.reviewed": ("yjs",),
    "street_cr.received": ("yjs",),
    "street_cr.screened": ("yjs",),
    "street_cr.offered": ("family",),
    "street_cr.engaged": ("yjs",),
    "street_cr.in_work": ("yjs",),
    "street_cr.in_exit_review": ("yjs",),
    "street_cr.reviewed": ("yjs",),
    "turnaround.received": ("yjs",),
    "turnaround.checking": ("yjs",),
    "turnaround.offered": ("family",),
    "turnaround.assessing": ("yjs",),
    "turnaround.in_support": ("yjs",),
    "turnaround.in_exit_review": ("yjs",),
    "turnaround.reviewed": ("yjs",),
}
OVER = {
    *("panel.closed", "panel.returned", "panel.withdrawn", "panel.transferred", "panel.charged"),
    *("street_cr.closed", "street_cr.returned", "street_cr.withdrawn", "street_cr.transferred"),
    *("turnaround.closed", "turnaround.declined", "turnaround.not_eligible", "turnaround.withdrawn"),
    "turnaround.transferred",
}
ONLY_WHILE_THEY_OWE = {"agency", "family"}
FAMILY_IS_ASKED_IN = {"panel.preparing", "panel.preparing_again"}

# Who owes something while a smaller process stands in this state.
SMALLER: Mapping[str, str] = {
    "information_request.asked": "agency",
    "assessment.drafting": "yjs",
    "assessment.submitted": "yjs",
    "panel_item.listed": "panel",
    "panel_item.voting": "panel",
    "panel_item.revealed": "panel",
    "disposal.decided": "police",
    "disposal.explained": "police",
    "disposal.running": "family",
    "disposal.not_completed": "police",
    "intervention.planned": "yjs",
    "intervention.under_way": "yjs",
    "non_engagement.raised": "yjs",
    "exit_review.due": "yjs",
}
PROCESSES = {name.partition(".")[0] for name in (*CASE, *SMALLER)} | {"escalation"}

Entry = Mapping[str, Any]
Interval = tuple[str, str, date, date | None]


class Checker:
    """One case, as its export tells it. `entries` are in the order of the log, with `details` already read."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.own: list[tuple[date, str]] = []
        self.smaller: dict[str, list[tuple[date, str]]] = {}
        self.told: Mapping[str, Any] = {}
        self.street_given_on: date | None = None
        self.views: dict[str, tuple[str, date | None]] = {}
        self.levels: list[list[Any]] = []  # began, ended, day of each party's view
        self.disposals: dict[str, dict[str, Any]] = {}
        self.work: dict[str, tuple[int | None, bool]] = {}
        self.sessions: dict[str, tuple[str, date, bool, str]] = {}
        for entry in entries:
            self._take_in(entry)

    # -- reading the log

    def _take_in(self, entry: Entry) -> None:
        said, action, subject = entry["details"], entry["action"], entry["subject"]
        name = action.partition(".")[0]
        if "dates" in said:
            self.told = said["dates"]
        if action == "street_notice.receive":
            self.street_given_on = date.fromisoformat(said["given_on"])
        if name == "heard_view":
            self._hear(entry)
        if name == "escalation":
            self._climb(entry)
        if name in {"disposal", "intervention", "work_session"}:
            self._deliver(entry)
        if "to" in said and "effective_on" in said and name in PROCESSES:
            steps = self.own if subject.startswith("referral:") else self.smaller.setdefault(subject, [])
            if name != "escalation":
                steps.append((date.fromisoformat(said["effective_on"]), f"{name}.{said['to']}"))

    def _hear(self, entry: Entry) -> None:
        said, view = entry["details"], entry["subject"]
        if entry["action"] == "heard_view.record":
            words_on = said.get("said_on") or str(london_day(entry))
            self.views[view] = said["whose"], None if said["reason_for_none"] else date.fromisoformat(words_on)
        if entry["action"] == "heard_view.agree_absence":
            self.views[view] = said["whose"], london_day(entry)

    def _climb(self, entry: Entry) -> None:
        said, move = entry["details"], entry["action"].partition(".")[2]
        if move in {"go_up", "settle", "withdraw"}:
            self.levels[-1][1] = date.fromisoformat(said["effective_on"])
        if move in {"open", "go_up"}:
            self.levels.append([date.fromisoformat(said["effective_on"]), None, {}])
        if move == "give_view":
            self.levels[-1][2].setdefault(said["agency"], london_day(entry))

    def _deliver(self, entry: Entry) -> None:
        said, action, about = entry["details"], entry["action"], entry["subject"].partition(":")[2]
        if action in {"disposal.open", "disposal.told"}:
            opened = date.fromisoformat(said["effective_on"])
            given = opened if action == "disposal.told" else None
            self.disposals[about] = {"offence": said["offence"], "opened_on": opened, "given_on": given}
            self.disposals[about]["outcome"] = said["outcome"]
        if action in {"disposal.give", "disposal.begin"}:
            self.disposals[about]["given_on"] = date.fromisoformat(said["effective_on"])
        if action == "intervention.open":
            self.work[about] = said["offence"], said["voluntary"]
        if action == "intervention.hold_session":
            held = "attended", date.fromisoformat(said["held_on"]), said["before_outcome"], about
            self.sessions[said["session"]] = held
        if action == "work_session.correct":
            day = date.fromisoformat(said["held_on"])
            self.sessions[about] = said["result"], day, said["before_outcome"], said["intervention"]

    # -- whose a day was

    def first_day(self) -> date:
        offences = self._days("offence_date")
        return min([*(offences or [day for day, _ in self._stages()]), self.opened_on()])

    def opened_on(self) -> date:
        told = self.told.get("referral_date")
        return date.fromisoformat(told) if told else self.own[0][0]

    def last_day(self, today: date) -> date:
        """The first day at whose end the case is over; today while there is none."""
        day = self.first_day()
        while day < today and not (day >= self.opened_on() and self._state(day) in OVER):
            day += timedelta(days=1)
        return day

    def days(self, today: date) -> list[tuple[date, str, str]]:
        """Each day with its owner and reason."""
        first, last = self.first_day(), self.last_day(today)
        each = (first + timedelta(days=number) for number in range((last - first).days))
        return [(day, *self.holder(day)) for day in each]

    def holder(self, day: date) -> tuple[str, str]:
        if day < self.opened_on():
            return "police", self._stage(day)
        state = self._state(day)
        owing = self._owing(day, state)
        for party in CASE[state]:
            if mine := sorted((since, reason) for owner, reason, since in owing if owner == party):
                return party, mine[0][1]
        movers = [party for party in CASE[state] if party not in ONLY_WHILE_THEY_OWE] or list(CASE[state])
        return movers[0], state

    def _state(self, day: date) -> str:
        happened = [state for since, state in self.own if since <= day]
        return happened[-1] if happened else self.own[0][1]

    def _owing(self, day: date, state: str) -> list[tuple[str, str, date]]:
        owing = []
        for steps in self.smaller.values():
            happened = [(since, name) for since, name in steps if since <= day]
            if happened and happened[-1][1] in SMALLER:
                owing.append((SMALLER[happened[-1][1]], happened[-1][1], happened[-1][0]))
        if state in FAMILY_IS_ASKED_IN and not self._heard_by(day):
            owing.append(("family", "family.views", self.opened_on()))
        for began, ended, said in self.levels:
            if began <= day and not (ended and ended <= day):
                owing += [
                    (party, "escalation.open", began)
                    for party in ("yjs", "police")
                    if not (party in said and said[party] <= day)
                ]
        return owing

    def _heard_by(self, day: date) -> bool:
        heard = {whose == "child" for whose, heard_on in self.views.values() if heard_on and heard_on <= day}
        return heard == {True, False}

    # -- before the referral

    def _days(self, name: str) -> list[date]:
        return [date.fromisoformat(each[name]) for each in self.told.get("offences", {}).values() if each.get(name)]

    def _fact(self, name: str) -> date | None:
        return date.fromisoformat(self.told[name]) if self.told.get(name) else None

    def _stages(self) -> list[tuple[date, str]]:
        interview = self._fact("interview_date")
        seen = min([*self._days("arrest_or_interview_date"), *([interview] if interview else [])], default=None)
        status = self.told.get("investigation_status")
        days = [
            (seen, "police.investigation"),
            (self._fact("voluntary_interview_date") or (seen if status == "voluntary" else None), "police.voluntary"),
            (self._fact("bail_date") or (seen if status == "bail" else None), "police.bail"),
            (self._fact("rui_since") or (seen if status == "rui" else None), "police.rui"),
            (self.street_given_on, "police.street_notice"),
            (self._fact("returned_on"), "police.returned"),
        ]
        return [(day, reason) for day, reason in days if day]

    def _stage(self, day: date) -> str:
        """The latest stage that had begun; of several on one day the one furthest on."""
        begun = [(since, place, reason) for place, (since, reason) in enumerate(self._stages()) if since <= day]
        return max(begun)[2] if begun else "police.before_arrest"

    # -- how long work took to begin

    def start_delays(self) -> list[tuple[int, str, int | None]]:
        """Of each outcome: its offence, what it was, and the days to the first session after it."""
        told = []
        for disposal in self.disposals.values():
            offence, given_on = disposal["offence"], disposal["given_on"]
            later = [
                other["opened_on"]
                for other in self.disposals.values()
                if other["offence"] == offence and other is not disposal and self._after(other, disposal)
            ]
            first = min(
                (
                    held_on
                    for result, held_on, before, work in self.sessions.values()
                    if result == "attended"
                    and not before
                    and not self.work[work][1]
                    and self.work[work][0] in (None, offence)
                    and given_on
                    and held_on >= given_on
                    and not (later and held_on >= min(later))
                ),
                default=None,
            )
            told.append((offence, disposal["outcome"], (first - given_on).days if first and given_on else None))
        return sorted(told, key=str)

    def _after(self, other: Mapping[str, Any], disposal: Mapping[str, Any]) -> bool:
        order = list(self.disposals.values())
        return order.index(other) > order.index(disposal)


def london_day(entry: Entry) -> date:
    return datetime.fromisoformat(entry["recorded_at"]).astimezone(LONDON).date()
