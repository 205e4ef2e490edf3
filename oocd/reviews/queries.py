from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm

from oocd import workflow
from oocd.db import db, everywhere
from oocd.interventions.models import Intervention
from oocd.interventions.queries import ENDED, interventions_of
from oocd.interventions.rules import VOLUNTARY_ROUTES
from oocd.outcomes.queries import RUNNING, ended_or_ends, last_given_on, standing_disposals_of
from oocd.panels.models import PanelMeeting
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.policy.working_days import due_on
from oocd.referrals.models import Referral
from oocd.referrals.queries import moves_of
from oocd.reviews.models import ExitReview, ExitReviewDay, InterimReview, Reviewed, ReviewListing
from oocd.reviews.rules import End

DUE, EXTENDED = "due", "extended"
REVIEW = "review"  # the kind of meeting that reviews
EXIT_REVIEW_DAY = "exit_review_day"
IN_REVIEW = "in_exit_review"
NO_WORK = {"plan": "none"}  # of an outcome that no rule on record knows, as spreadsheets may tell
MEETING_TO_COME = ("planned", "sitting")
INTERIM = "intervention_review"
VOLUNTARY = VOLUNTARY_ROUTES | {"street_cr"}  # the outcome of a street case was given before anybody offered work


def reviews_of(referral_id: UUID) -> list[ExitReview]:
    """Every exit review of a case, in order: one that extends the work is followed by another."""
    of_case = sa.select(ExitReview).where(ExitReview.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(ExitReview.number)))


def review_of(referral_id: UUID) -> ExitReview | None:
    """The latest exit review."""
    return next(reversed(reviews_of(referral_id)), None)


def interim_reviews_of(referral_id: UUID) -> list[InterimReview]:
    of_case = sa.select(InterimReview).where(InterimReview.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(InterimReview.held_on, InterimReview.id)))


def last_reviewed_on(referral_id: UUID) -> date | None:
    return max((row.held_on for row in interim_reviews_of(referral_id) if row.held_on), default=None)


def never_reviewed(referral_id: UUID) -> list[Intervention]:
    """Work that ended and that no review has looked at."""
    reviews: list[Reviewed] = [*reviews_of(referral_id), *interim_reviews_of(referral_id)]
    seen = {work for review in reviews for work in review.work_results or {}}
    return [row for row in ended_work(referral_id) if str(row.id) not in seen]


def ended_work(referral_id: UUID) -> list[Intervention]:
    return [row for row in interventions_of(referral_id) if row.state in ENDED]


def outcomes_that_may_return(referral_id: UUID, edition: Edition) -> Iterator[str]:
    """The outcomes under way in a case that the police decide again where their plan was not done."""
    follows = edition.codes("on_failure")
    for disposal in standing_disposals_of(referral_id):
        on_failure = edition.codes("outcomes")[disposal.outcome]["on_failure"]
        if disposal.state in RUNNING and follows[on_failure]["may_return"]:
            yield disposal.outcome


def is_to_be_reviewed(case: Referral) -> bool:
    """Whether a case waits for the end of its work, or for the review then."""
    return EXIT_REVIEW_DAY in workflow.definition(case).states[case.state].works_out


def days_of(referral_id: UUID) -> list[ExitReviewDay]:
    """Every day the exit review of a case was planned for, in order; the last counts."""
    of_case = sa.select(ExitReviewDay).where(ExitReviewDay.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(ExitReviewDay.number)))


def planned_days() -> sa.Select[ExitReviewDay]:
    """The day that counts of every case in sight whose work goes on, for a page by key."""
    later = orm.aliased(ExitReviewDay)
    replaced = sa.exists().where(later.referral_id == ExitReviewDay.referral_id, later.number > ExitReviewDay.number)
    return (
        sa.select(ExitReviewDay)
        .join(ExitReviewDay.case)
        .where(~replaced, Referral.state.in_(_states_to_be_reviewed() - {IN_REVIEW}))
    )


def _states_to_be_reviewed() -> set[str]:
    routes = policy.loaded().routes
    flows = [flow for flow in workflow.loaded() if flow.name in routes]
    return {state.name for flow in flows for state in flow.states.values() if EXIT_REVIEW_DAY in state.works_out}


def without_a_day() -> list[UUID]:
    """The cases in sight that have no day for their review though their work goes on: those of a spreadsheet."""
    planned = sa.exists().where(ExitReviewDay.referral_id == Referral.id)
    waiting = sa.select(Referral.id).where(Referral.state.in_(_states_to_be_reviewed()), ~planned)
    return list(db.session.scalars(waiting.order_by(Referral.id)))


def reviews_due() -> sa.Select[ExitReview]:
    """Every exit review in sight that waits to be held, for a page by key."""
    return sa.select(ExitReview).where(ExitReview.state == DUE)


def open_reviews() -> list[UUID]:
    return list(db.session.scalars(reviews_due().with_only_columns(ExitReview.id).order_by(ExitReview.state_since)))


def planned_cases() -> list[UUID]:
    """The cases in sight whose work goes on, by the day their exit review is planned for."""
    planned = planned_days().with_only_columns(ExitReviewDay.referral_id)
    return list(db.session.scalars(planned.order_by(ExitReviewDay.planned_on, ExitReviewDay.id)))


def cases_with_work_to_review() -> list[UUID]:
    """The cases in sight in a state whose work is looked at again and again while it goes on."""
    routes = policy.loaded().routes
    flows = [flow for flow in workflow.loaded() if flow.name in routes]
    states = {state.name for flow in flows for state in flow.states.values() if state.due_in == INTERIM}
    under_way = sa.select(Referral.id).where(Referral.state.in_(states), Referral.follows.is_(None))
    return list(db.session.scalars(under_way.order_by(Referral.state_since, Referral.id)))


def interim_review_due_on(case: Referral) -> date:
    """By which day work that goes on is to be looked at again: from its start, or the last time."""
    last = max(case.state_since, last_reviewed_on(case.id) or case.state_since)
    return due_on(last, policy.on_or_first(last, case.area).figure(f"time/{INTERIM}"))


def due_day(review: ExitReview) -> date:
    """By which day a review that is open is to be held."""
    return due_on(review.state_since, policy.on_or_first(review.state_since, review.area).figure("time/exit_review"))


def ends_of(case: Referral, edition: Edition) -> Iterator[End]:
    """The days on which the work of a case ends, as far as anybody can say today; at least one."""
    if case.state == IN_REVIEW:
        yield End(case.state_since, "work_ended")
        return
    began, work = _work_began_on(case), interventions_of(case.id)
    disposals, reviews = standing_disposals_of(case.id), reviews_of(case.id)
    later = began + timedelta(weeks=edition.figure("figures/exit_review_after_weeks").value)
    courses = [end for row in disposals if row.given_on and (end := ended_or_ends(row))]
    yield from (End(end, "course") for end in courses)
    if reviews and reviews[-1].state == EXTENDED and reviews[-1].extended_to:
        yield End(reviews[-1].extended_to, "extended")
    for row in work:
        agreed = row.latest.end_by if row.latest else None
        yield End(row.state_since, "work_ended") if row.state in ENDED else _open_end(agreed, later)
    if not work and not courses and _calls_for_work(case, [row.outcome for row in disposals], edition):
        yield End(later, "no_end_agreed")
    yield End(began, "nothing_agreed")


def _open_end(agreed: date | None, otherwise: date) -> End:
    return End(agreed, "agreed_work") if agreed else End(otherwise, "no_end_agreed")


def _calls_for_work(case: Referral, outcomes: list[str], edition: Edition) -> bool:
    """Support does by itself; of an outcome its code says so."""
    codes = edition.codes("outcomes")
    return case.workflow in VOLUNTARY or any(codes.get(outcome, NO_WORK)["plan"] != "none" for outcome in outcomes)


def _work_began_on(case: Referral) -> date:
    """The day the outcome was given; where support follows none, the day it was taken up."""
    given = None if case.workflow in VOLUNTARY else last_given_on(case.id)
    states = _states_to_be_reviewed()
    taken_up = (move.effective_on for move in moves_of(case) if move.to_state in states)
    return given or next(taken_up, case.state_since)


def held_by_a_panel(edition: Edition) -> bool:
    """Whether a panel holds the review at the end of every case here."""
    return bool(edition.figure("figures/exit_review_agencies").value)


def listing_of(review_id: UUID) -> ReviewListing | None:
    """Its place on the agenda of a panel that is still to come, or sits now."""
    standing = (
        sa.select(ReviewListing)
        .join(ReviewListing.meeting)
        .where(ReviewListing.exit_review_id == review_id, ReviewListing.taken_off_at.is_(None))
        .where(PanelMeeting.state.in_(MEETING_TO_COME))
    )
    return db.session.scalars(standing.order_by(ReviewListing.listed_at.desc()).limit(1)).one_or_none()


def agenda_of(meeting: PanelMeeting) -> list[ReviewListing]:
    """The reviews on a meeting's agenda, in order; without those of cases that whoever asks stepped back from."""
    on_it = sa.select(ReviewListing).where(ReviewListing.meeting_id == meeting.id, ReviewListing.taken_off_at.is_(None))
    return list(db.session.scalars(on_it.order_by(ReviewListing.place)))


def last_place(meeting: PanelMeeting) -> int:
    """The last place ever taken on it, also by a case hidden from whoever asks; 0 while it is empty."""
    with everywhere():
        places = sa.select(sa.func.max(ReviewListing.place)).where(ReviewListing.meeting_id == meeting.id)
        return db.session.scalars(places).one() or 0


def unlisted_reviews(area: str) -> list[UUID]:
    """The reviews of an area that are due and on no agenda of a meeting to come, the longest waiting first."""
    on_agenda = (
        sa.exists()
        .where(ReviewListing.exit_review_id == ExitReview.id, ReviewListing.taken_off_at.is_(None))
        .where(ReviewListing.meeting_id == PanelMeeting.id, PanelMeeting.state.in_(MEETING_TO_COME))
    )
    waiting = sa.select(ExitReview.id).where(ExitReview.area == area, ExitReview.state == DUE, ~on_agenda)
    return list(db.session.scalars(waiting.order_by(ExitReview.state_since, ExitReview.id)))


def next_review_panel(area: str, day: date) -> PanelMeeting | None:
    """The first review panel of an area from this day on that is still to be opened."""
    to_come = sa.select(PanelMeeting).where(
        PanelMeeting.area == area,
        PanelMeeting.kind == REVIEW,
        PanelMeeting.state == "planned",
        PanelMeeting.held_on >= day,
    )
    return db.session.scalars(to_come.order_by(PanelMeeting.held_on, PanelMeeting.id).limit(1)).one_or_none()


def sitting_panel(review_id: UUID) -> PanelMeeting | None:
    """The panel that sits now with this review on its agenda."""
    listing = listing_of(review_id)
    return listing.meeting if listing and listing.meeting.state == "sitting" else None


def columns_of_kpi_6(case: Referral) -> Iterator[tuple[str, str]]:
    """By offence number, the column in which its outcome is counted once there was work, where it has one."""
    for disposal in standing_disposals_of(case.id):
        if disposal.given_on:
            form = disposal.decision.form
            returned = policy.loaded().returned("kpi_6", disposal.outcome, disposal.given_on, form)
            if returned and returned.word:
                yield str(disposal.offence.number), returned.word
