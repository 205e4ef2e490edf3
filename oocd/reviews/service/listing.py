"""An exit review on the agenda of a review panel, and off it again."""

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.panels.errors import MeetingClosedToChanges, MeetingOfAnotherArea
from oocd.panels.models import PanelMeeting
from oocd.reviews.errors import NotAReviewPanel, NotOnAnAgenda, NotWaitingToBeHeld, OnAnAgendaAlready
from oocd.reviews.models import ExitReview, ReviewListing
from oocd.reviews.queries import DUE, REVIEW, last_place, listing_of


def list_review(review: ExitReview, *, meeting: PanelMeeting, by: Actor) -> ReviewListing:
    """Put a review that is due on a review panel's agenda.

    Raises MeetingOfAnotherArea, NotAReviewPanel, MeetingClosedToChanges, NotWaitingToBeHeld or OnAnAgendaAlready.
    """
    if meeting.area != review.area:
        raise MeetingOfAnotherArea
    if meeting.kind != REVIEW:
        raise NotAReviewPanel
    audit.take_turn(meeting)  # it may be cancelled, or its last place be taken, meanwhile
    audit.take_turn(review)
    db.session.expire(meeting)
    db.session.expire(review)
    if workflow.definition(meeting).states[meeting.state].ends:
        raise MeetingClosedToChanges
    if review.state != DUE:
        raise NotWaitingToBeHeld
    if listing_of(review.id):
        raise OnAnAgendaAlready
    listing = ReviewListing(
        area=review.area,
        referral_id=review.referral_id,
        review=review,
        meeting=meeting,
        place=last_place(meeting) + 1,
        listed_by=by.person_id,
    )
    db.session.add(listing)
    db.session.flush()
    audit.record("review_listing.add", on=listing, by=by, meeting=meeting.id, held_on=meeting.held_on)
    return listing


def take_off_agenda(review: ExitReview, *, reason: str, by: Actor) -> ReviewListing:
    """Take it off again; it waits for another panel. Raises NotOnAnAgenda."""
    audit.take_turn(review)
    listing = listing_of(review.id)
    if listing is None or review.state != DUE:
        raise NotOnAnAgenda
    listing.taken_off_at, listing.taken_off_because = clock.now(), reason
    db.session.flush()
    audit.record("review_listing.take_off", on=listing, by=by, meeting=listing.meeting_id)
    return listing
