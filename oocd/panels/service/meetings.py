"""Meetings, what is sent and said before them, and who is in the room when."""

from datetime import date

from oocd import audit, clock, workflow
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.errors import NotAllowed
from oocd.panels.errors import (
    AgendaHoldsHiddenCase,
    AlreadyInTheRoom,
    ApologyRecordedAlready,
    MayNotBeInThatRole,
    MeetingClosedToChanges,
    NobodyToLeave,
    NotAPanelMember,
    SomebodyChairsAlready,
)
from oocd.panels.models import Apology, Attendance, PanelMeeting
from oocd.panels.queries import listed_places
from oocd.panels.service.items import DECISION, take_off
from oocd.policy import service as policy

CHAIR = "chair"


def plan_meeting(*, area: str, held_on: date, by: Actor, kind: str = DECISION) -> PanelMeeting:
    """A meeting to come, of a kind that says what its agenda holds. Raises UnknownArea, NotAllowed or UnknownCode."""
    policy.loaded().check_area(area)
    if not by.may("panel.plan", area):
        raise NotAllowed(f"You cannot plan panels of {area}. Choose an area you work in.")
    policy.on(clock.today(), area).codes("panel_kinds").check(kind)
    meeting = PanelMeeting(area=area, held_on=held_on, kind=kind)
    workflow.start(meeting, by=by, held_on=held_on, kind=kind)
    return meeting


def open_meeting(meeting: PanelMeeting, *, by: Actor) -> None:
    workflow.move(meeting, "open_meeting", by=by)


def end_meeting(meeting: PanelMeeting, *, by: Actor) -> None:
    """The meeting is over, and everybody still there has left."""
    workflow.move(meeting, "end_meeting", by=by)
    for attendance in meeting.attendances:
        attendance.left_at = attendance.left_at or clock.now()


def cancel_meeting(meeting: PanelMeeting, *, reason: str, by: Actor) -> None:
    """It does not take place; its cases are ready for another. Raises AgendaHoldsHiddenCase."""
    workflow.require_open(meeting, "cancel", by=by)
    audit.take_turn(meeting)
    db.session.expire(meeting)
    listed = [item for item in meeting.items if item.state == "listed"]
    if len(listed) < len(listed_places(meeting)):
        raise AgendaHoldsHiddenCase
    for item in listed:
        take_off(item, reason=reason, by=by)
    workflow.move(meeting, "cancel", by=by, given={"reason": reason})


def record_papers(meeting: PanelMeeting, *, sent_on: date, by: Actor) -> None:
    """The day the papers went out to the members."""
    _require_to_come(meeting)
    audit.take_turn(meeting)
    meeting.papers_sent_on = sent_on
    db.session.flush()
    audit.record("panel_meeting.papers", on=meeting, by=by, sent_on=sent_on)


def apologise(meeting: PanelMeeting, *, person: str, by: Actor) -> Apology:
    """Record that somebody, by e-mail address, said they would not come."""
    _require_to_come(meeting)
    member = _member(person, meeting.area)
    audit.take_turn(meeting)
    if any(apology.person_id == member.person_id for apology in meeting.apologies):
        raise ApologyRecordedAlready(member.name)
    apology = Apology(
        area=meeting.area,
        person_id=member.person_id,
        agency=member.agency_in(meeting.area),
        recorded_by=by.person_id,
    )
    meeting.apologies.append(apology)
    db.session.flush()
    audit.record("apology.record", on=apology, by=by, person=member.person_id, agency=apology.agency)
    return apology


def arrive(meeting: PanelMeeting, *, person: str, by: Actor, role: str = "member") -> Attendance:
    """Record that somebody, by e-mail address, came in, and in which role.

    Whether they vote and decide follows from that role in the room and from their roles in the area today.
    """
    _require_to_come(meeting)
    member = _member(person, meeting.area)
    roles = policy.on(clock.today(), meeting.area).codes("room_roles")
    what = roles[roles.check(role)]
    if "needs" in what and not member.may(what["needs"], meeting.area):
        raise MayNotBeInThatRole(member.name, what["label"])
    if _present(meeting, member):
        raise AlreadyInTheRoom(member.name)
    if role == CHAIR:
        _require_empty_chair(meeting)
    attendance = Attendance(
        area=meeting.area,
        person_id=member.person_id,
        agency=member.agency_in(meeting.area),
        role=role,
        votes=what["votes"] and member.may("panel.vote", meeting.area),
        decides=what["votes"] and member.may("panel.decide", meeting.area),
        counts=what["counts"],
    )
    meeting.attendances.append(attendance)
    db.session.flush()
    details = {"person": member.person_id, "agency": attendance.agency, "role": role}
    audit.record("attendance.arrive", on=attendance, by=by, **details)
    return attendance


def leave(meeting: PanelMeeting, *, person: str, by: Actor) -> Attendance:
    """Record that somebody went out."""
    member = _member(person, meeting.area)
    attendance = _present(meeting, member)
    if attendance is None:
        raise NobodyToLeave(member.name)
    attendance.left_at = clock.now()
    db.session.flush()
    audit.record("attendance.leave", on=attendance, by=by, person=member.person_id, agency=attendance.agency)
    return attendance


def _require_to_come(meeting: PanelMeeting) -> None:
    if workflow.definition(meeting).states[meeting.state].ends:
        raise MeetingClosedToChanges


def _member(email: str, area: str) -> Actor:
    able = {person.email: person for person in accounts.people_who_may("panel.attend", area)}
    person = able.get(email.strip().lower())
    if person is None:
        raise NotAPanelMember(email)
    return accounts.actor(person.id)


def _present(meeting: PanelMeeting, member: Actor) -> Attendance | None:
    for attendance in meeting.attendances:
        if attendance.person_id == member.person_id and attendance.left_at is None:
            return attendance
    return None


def _require_empty_chair(meeting: PanelMeeting) -> None:
    audit.take_turn(meeting)  # nobody takes it at the same moment
    db.session.expire(meeting)
    for attendance in meeting.attendances:
        if attendance.role == CHAIR and attendance.left_at is None:
            raise SomebodyChairsAlready(attendance.person.name)
