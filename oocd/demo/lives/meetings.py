"""The panel of one area: its meetings, the votes on each case there, and what becomes of a disagreement."""

from datetime import date, timedelta
from random import Random

from oocd import clock
from oocd.db import db
from oocd.demo.lives.calendar import Life, NoAnswer, last_working_day, next_working_day
from oocd.demo.lives.casework import Casework, Place, ago, rules_of
from oocd.demo.people import AT_PANEL
from oocd.demo.words import OF_THE_PANEL, REASONS, WHY, made_up
from oocd.errors import OocdError
from oocd.panels import service as panels
from oocd.panels.models import PanelItem, PanelMeeting
from oocd.panels.queries import in_the_room, item_of, items_of

MAKES_UP_A_QUORUM = {"QRM-01": "social_care", "QRM-02": "victim_service", "PN-01": "police"}
DECIDERS = ("inspector", "manager")
NOTICE = 4  # days between a place on the agenda and the meeting
PAPERS = 2  # days before it
PLACES = 10  # on one agenda
DEFERRALS = ("police_information_missing", "child_not_heard", "agency_information_missing", "other")
# Who differs from what is wanted: heavier and lighter neighbours, as far as the child's answer allows.
HEAVIER = {
    "community_resolution": "youth_caution",
    "youth_caution": "youth_conditional_caution",
    "outcome_22": "outcome_23",
    "youth_conditional_caution": "charge",
}
LIGHTER = {"youth_conditional_caution": "youth_caution", "youth_caution": "community_resolution"}


class Panel:
    """Weekly, or as often as the area has it; cases share a meeting as they come."""

    def __init__(self, place: Place, first: date, chance: Random) -> None:
        self.place = place
        self._chance = chance
        self._first = last_working_day(first - timedelta(days=chance.randrange(5)))
        self._booked: dict[date, tuple[PanelMeeting, list[Casework]]] = {}

    def book(self, case: Casework) -> int:
        """Put a ready case on the agenda of the next meeting with room; the days until it is over."""
        day = self._next_with_room()
        if day not in self._booked:
            coordinator = self.place.team["coordinator"]
            meeting = panels.plan_meeting(area=self.place.area, held_on=day, by=coordinator)
            self._booked[day] = (meeting, [])
            self.place.calendar.begin(self._meeting(meeting), ago(0))
        meeting, cases = self._booked[day]
        panels.list_case(case.referral, meeting=meeting, by=case.by("coordinator"))
        cases.append(case)
        return (day - clock.today()).days + 1

    def _next_with_room(self) -> date:
        every = timedelta(days=self.place.figure("panel_meets_every"))
        day, earliest = self._first, clock.today() + timedelta(days=NOTICE)
        while day < earliest or len(self._cases_on(next_working_day(day))) >= PLACES:
            day += every
        return next_working_day(day)

    def _cases_on(self, day: date) -> list[Casework]:
        return self._booked[day][1] if day in self._booked else []

    def _meeting(self, meeting: PanelMeeting) -> Life:
        """From its planning to its end."""
        yield max(0, (meeting.held_on - clock.today()).days - PAPERS)
        coordinator, away = self.place.team["coordinator"], self._who_is_away()
        panels.record_papers(meeting, sent_on=clock.today(), by=coordinator)
        if self._chance.random() < 0.04:
            panels.cancel_meeting(meeting, reason=made_up("the building was closed."), by=coordinator)
            return
        for name in away:
            panels.apologise(meeting, person=self.place.team.email(name), by=coordinator)
        yield max(0, (meeting.held_on - clock.today()).days)
        panels.open_meeting(meeting, by=self.place.team["manager"])
        for name in [name for name in self._members() if name not in away]:
            self._fetch(meeting, name)
        for case in self._booked[meeting.held_on][1]:
            item = item_of(case.referral.id)
            if item is not None and item.meeting_id == meeting.id and item.state == "listed":
                self._take(case, item)
        panels.end_meeting(meeting, by=self.place.team["manager"])

    def _members(self) -> list[str]:
        return [AT_PANEL[agency] for agency in self.place.figure("panel_members") if agency in AT_PANEL]

    def _who_is_away(self) -> list[str]:
        """Anybody but who chairs; the police seldom."""
        shares = {"manager": 0.0, "inspector": 0.02}
        return [name for name in self._members() if self._chance.random() < shares.get(name, 0.12)]

    def _fetch(self, meeting: PanelMeeting, name: str) -> None:
        panels.arrive(meeting, person=self.place.team.email(name), by=self.place.team["coordinator"])

    # -- one case

    def _take(self, case: Casework, item: PanelItem) -> None:
        """Not reached, put off, or discussed; what nobody has an answer to is put off as well."""
        chair = case.by("manager")
        if case.happens(0.03, "not_reached"):
            panels.defer(item, deferral_reason="not_reached", by=chair)
        elif case.happens(0.06, "deferred") and _first_time(case):
            panels.begin(item, by=chair)
            panels.defer(item, deferral_reason=case.chance.choice(DEFERRALS), reason=WHY, by=chair)
        elif error := case.refused(self._discuss, case, item):
            self.place.calendar.note(error)
            panels.defer(item, deferral_reason="other", reason=WHY, by=chair)

    def _discuss(self, case: Casework, item: PanelItem) -> None:
        """A round of votes, another where it comes to nothing, and then whatever else is missing, or managers."""
        panels.begin(item, by=case.by("manager"))
        differing = case.happens(0.18, "differs") and _first_time(case)
        self._vote(case, item, differing=differing)
        if case.happens(0.02, "agency_differs") and self._others_there(item):
            self._escalate(case, item, self._others_there(item)[0])  # an agency that will not let it stand
            return
        refusal = self._recommend(case, item)
        if refusal and differing and "PNL-02" in rules_of(refusal):
            panels.vote_again(item, reason=made_up("we heard each other."), by=case.by("manager"))
            self._vote(case, item, differing=case.happens(0.65, "escalates"))
            refusal = self._recommend(case, item)
        if refusal:
            self._answer(case, item, rules_of(refusal))

    def _vote(self, case: Casework, item: PanelItem, *, differing: bool) -> None:
        for name in self._there(item):
            wish = case.wish()
            if name == "inspector" and differing:
                wish = HEAVIER.get(wish, wish)
            elif name not in DECIDERS and case.happens(0.08):
                wish = LIGHTER.get(wish, wish)
            self._cast(case, item, name, wish)
        panels.reveal(item, by=case.by("manager"))

    def _cast(self, case: Casework, item: PanelItem, name: str, wish: str) -> None:
        """What is closed to this child, or not on offer here yet, gives way to what is."""
        abstains = name not in DECIDERS and case.happens(0.05)
        for outcome in (case.wanted if wish == case.wish() else wish, case.wish(), "charge"):
            reasons = made_up("it fits what we heard today.")
            votes = [
                {"offence": offence.number, "outcome": None if abstains else outcome, "reasons": reasons}
                for offence in case.referral.offences
            ]
            if case.refused(panels.cast_vote, item, votes=votes, by=case.by(name)) is None:
                return
        raise NoAnswer(f"Nothing is open to {case.child.reference} that {name} could vote for.")

    def _recommend(self, case: Casework, item: PanelItem) -> OocdError | None:
        """What stood in the way of it, but for what a reason passes."""
        try:
            with db.session.begin_nested():
                case.through(panels.recommend, item, **_recommendation(), by=case.by("manager"))
        except OocdError as error:
            return error
        return None

    def _answer(self, case: Casework, item: PanelItem, rules: list[str]) -> None:
        if "PNL-02" in rules:
            self._no_agreement(case, item)
        elif case.happens(0.25):
            panels.defer(item, deferral_reason="right_person_absent", by=case.by("manager"))
        else:
            self._complete_the_room(item, rules)
            case.through(panels.recommend, item, **_recommendation(), by=case.by("manager"))

    def _no_agreement(self, case: Casework, item: PanelItem) -> None:
        if "inspector" not in self._there(item):
            panels.defer(item, deferral_reason="right_person_absent", by=case.by("manager"))
        elif case.happens(0.2, "slept_on"):
            panels.defer(item, deferral_reason="other", reason=made_up("we sleep on it."), by=case.by("manager"))
        else:
            self._escalate(case, item, case.chance.choice(DECIDERS))

    def _escalate(self, case: Casework, item: PanelItem, who: str) -> None:
        """With everybody in the room whom a recommendation would need, as managers settle it without them."""
        self._complete_the_room(item, list(MAKES_UP_A_QUORUM))
        panels.escalate(item, reason=made_up("the panel will not come to one mind."), by=case.by(who))

    def _complete_the_room(self, item: PanelItem, rules: list[str]) -> None:
        there = self._there(item)
        for rule in dict.fromkeys(rules):
            name = AT_PANEL[MAKES_UP_A_QUORUM[rule]] if rule in MAKES_UP_A_QUORUM else None
            if name and name not in there:
                self._fetch(item.meeting, name)

    def _there(self, item: PanelItem) -> list[str]:
        present = {row.agency for row in in_the_room(item)}
        return [name for agency, name in AT_PANEL.items() if agency in present]

    def _others_there(self, item: PanelItem) -> list[str]:
        return [name for name in self._there(item) if name not in DECIDERS]


def _first_time(case: Casework) -> bool:
    """Nobody puts a case off for ever."""
    return len([item for item in items_of(case.referral.id) if item.state != "taken_off"]) == 1


def _recommendation() -> dict[str, object]:
    return {"reasons": REASONS | OF_THE_PANEL, "deviation_reason": WHY}
