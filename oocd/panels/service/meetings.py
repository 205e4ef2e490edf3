"""Meetings, and who is in the room when."""

from datetime import date

from oocd import audit, clock, workflow
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.errors import NotAllowed
from oocd.panels.errors import AlreadyInTheRoom, MeetingClosedToChanges, NobodyToLeave, NotAPanelMember
from oocd.panels.models import Attendance, PanelMeeting
from oocd.policy import service as policy


def plan_meeting(*, area: str, held_on: date, by: Actor) -> PanelMeeting:
    policy.loaded().check_area(area)
    if not by.may("panel.plan", area):
        raise NotAllowed(f"You cannot plan panels of {area}. Choose an area you work in.")
    meeting = PanelMeeting(area=area, held_on=held_on)
    workflow.start(meeting, by=by, held_on=held_on)
    return meeting


def open_meeting(meeting: PanelMeeting, *, by: Actor) -> None:
    workflow.move(meeting, "open_meeting", by=by)


def end_meeting(meeting: PanelMeeting, *, by: Actor) -> None:
    workflow.move(meeting, "end_meeting", by=by)


def arrive(meeting: PanelMeeting, *, person: str, by: Actor) -> Attendance:
    """Record that somebody, by e-mail address, came in; whether they vote and decide follows from their roles today."""
    if meeting.state == "over":
        raise MeetingClosedToChanges
    member = _member(person, meeting.area)
    if _present(meeting, member):
        raise AlreadyInTheRoom(member.name)
    attendance = Attendance(
        area=meeting.area,
        person_id=member.person_id,
        agency=member.agency_in(meeting.area),
        votes=member.may("panel.vote", meeting.area),
        decides=member.may("panel.decide", meeting.area),
    )
    meeting.attendances.append(attendance)
    db.session.flush()
    audit.record("attendance.arrive", on=attendance, by=by, person=member.person_id, agency=attendance.agency)
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
