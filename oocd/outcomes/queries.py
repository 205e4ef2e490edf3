from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm

from oocd import clock
from oocd.db import db, everywhere, read_once
from oocd.notifications.models import Notice
from oocd.outcomes.models import Condition, Decision, Disposal
from oocd.outcomes.rules import document_is_whole, ends_on, first_time_entrant, shown_on_checks, spent_on
from oocd.outcomes.rules.computed import SPENT_MONTHS
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.policy.working_days import add_months
from oocd.referrals.models import Offence, Referral

GIVEN = "given"
RETURNED = "returned"
WAITING = frozenset({"decided", "explained"})  # not given yet
RUNNING = frozenset({"running", "not_completed"})  # given, and its activity or conditions are not over
MEANS_LATER = ("spent_on", "first_time_entrant", "shown_on_checks", "if_not_done", "words_for_the_child")
THE_PANEL = "panel"
IN_FORCE = frozenset({GIVEN, "completed"}) | RUNNING


@read_once
def decisions_of(referral_id: UUID) -> list[Decision]:
    """Every decision of a case, by offence and in the order they were made."""
    of_case = sa.select(Decision).join(Decision.offence).where(Decision.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Offence.number, Decision.number)))


@read_once
def disposals_of(referral_id: UUID) -> list[Disposal]:
    """Every disposal of a case, in the order of its decisions."""
    of_case = (
        sa.select(Disposal).join(Disposal.offence).join(Disposal.decision).where(Disposal.referral_id == referral_id)
    )
    return list(db.session.scalars(of_case.order_by(Offence.number, Decision.number)))


def standing_disposals_of(referral_id: UUID) -> list[Disposal]:
    """The disposal that counts for each offence: that of its latest decision."""
    return list({disposal.offence_id: disposal for disposal in disposals_of(referral_id)}.values())


@read_once
def decision_of(offence_id: UUID) -> Decision | None:
    """The decision that counts: the latest."""
    of_offence = sa.select(Decision).where(Decision.offence_id == offence_id)
    return db.session.scalars(of_offence.order_by(Decision.number.desc()).limit(1)).one_or_none()


@read_once
def disposal_of(offence_id: UUID) -> Disposal | None:
    """The disposal that counts: that of the latest decision."""
    of_offence = sa.select(Disposal).join(Disposal.decision).where(Disposal.offence_id == offence_id)
    return db.session.scalars(of_offence.order_by(Decision.number.desc()).limit(1)).one_or_none()


def decisions_without_disposal(referral_id: UUID) -> list[Decision]:
    opened = sa.select(Disposal.decision_id).where(Disposal.referral_id == referral_id)
    return [row for row in decisions_of(referral_id) if row.id not in set(db.session.scalars(opened))]


def waiting_for_decision(referral: Referral) -> list[Offence]:
    """The offences the police are to decide on: at first all of them, later those whose outcome came back."""
    standing = {row.offence_id: row for row in standing_disposals_of(referral.id)}
    return [
        offence
        for offence in referral.offences
        if offence.id not in standing or _is_decided_anew(standing[offence.id], referral)
    ]


def _is_decided_anew(disposal: Disposal, referral: Referral) -> bool:
    """It came back to the police, or was given without a panel and the case has gone to one since."""
    given_outside = disposal.decision.outside_panel is not None
    return disposal.state == RETURNED or (given_outside and referral.workflow == THE_PANEL)


def waits_to_be_given(referral_id: UUID) -> bool:
    """Whether some outcome of the case is decided and not given yet, or waits for the police to decide again."""
    return any(row.state in WAITING or row.state == RETURNED for row in standing_disposals_of(referral_id))


def last_given_on(referral_id: UUID) -> date | None:
    return max((row.given_on for row in disposals_of(referral_id) if row.given_on), default=None)


def not_followed_up(kind: str, today: date) -> list[UUID]:
    """The outcomes given here so long ago that what followed is to be recorded, and nobody was told this since then.

    Those that came from a spreadsheet are left out: it tells what followed itself.
    """
    told = sa.select(sa.func.max(Notice.told_at)).where(Notice.kind == kind, Notice.referral_id == Disposal.referral_id)
    given = (
        sa.select(Disposal.id, Disposal.given_on, Disposal.area, told.scalar_subquery())
        .join(Disposal.case)
        .where(Disposal.given_on < today, Referral.sent_by.is_not(None))
        .order_by(Disposal.given_on, Disposal.id)
    )
    return [
        disposal_id
        for disposal_id, given_on, area, told_at in db.session.execute(given)
        if given_on and (due := followed_up_on(given_on, area)) <= today and not _told_since(told_at, due)
    ]


def _told_since(told_at: datetime | None, day: date) -> bool:
    return told_at is not None and clock.london_date(told_at) >= day


def followed_up_on(given_on: date, area: str) -> date:
    """The day on which somebody is asked to record what followed an outcome."""
    return add_months(given_on, policy.on(clock.today(), area).figure("figures/followed_up_after_months").value)


def conditions_of(decision: Decision) -> list[Condition]:
    """The list that counts: the latest."""
    latest = max((row.list_number for row in decision.conditions), default=0)
    return [row for row in decision.conditions if row.list_number == latest]


def in_plain_values(conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    names = ("kind", "words", "due_on", "amount", "hours")
    return [{name: getattr(condition, name) for name in names} for condition in conditions]


def end_of(disposal: Disposal) -> date | None:
    """The day by which its activity or conditions are to be done."""
    return ends_on(disposal.planned_end, [row.due_on for row in conditions_of(disposal.decision)])


def ended_or_ends(disposal: Disposal) -> date | None:
    """The day it was completed, or is to be."""
    return disposal.completed_on or end_of(disposal)


def has_whole_document(disposal: Disposal) -> bool:
    """Whether the child signed the list of conditions as it stands."""
    document = disposal.documents[-1] if disposal.documents else None
    conditions = conditions_of(disposal.decision)
    return bool(
        document
        and conditions
        and document.list_number == conditions[0].list_number
        and document_is_whole(document.content, document.content_hash)
    )


def excuse_of(disposal: Disposal) -> str | None:
    """What was decided on the last failure reported; None until it is."""
    last = disposal.failures[-1] if disposal.failures else None
    return last.excuse.decision if last and last.excuse else None


def given_on(offence: Offence) -> date | None:
    """The day its own outcome was given, once it is; what came back to the police since is not its own any more."""
    own = _own_of(offence)
    return own.given_on if own else None


def given_before(offence: Offence, outcomes: Collection[str], until: date) -> list[date]:
    """The days on which the child was given disposals of these kinds here by this day, this one left out."""
    return [given_on for outcome, given_on in _everything_given(offence) if outcome in outcomes and given_on <= until]


@read_once
def _everything_given(offence: Offence) -> list[tuple[str, date]]:
    """Each outcome the child was given here, with its day; its own left out.

    Also in cases that somebody stepped back from: what the law counts is the same whoever asks. Those of other
    offences of the same case are given together with it and do not count.
    """
    own = _own_of(offence)
    about = {
        "of_child": offence.referral.child_id,
        "in_case": offence.referral_id,
        "for_offence": offence.id,
        "own": own.id if own else None,
    }
    with everywhere():
        given = db.session.execute(_given_to_the_child(), about)
        return [(outcome, given_on) for outcome, given_on in given if given_on]


@cache
def _given_to_the_child() -> sa.Select[str, date | None]:
    """Built once: every gate asks, and to build it took longer than to ask it."""
    in_case, for_offence = sa.bindparam("in_case", type_=sa.Uuid()), sa.bindparam("for_offence", type_=sa.Uuid())
    of_another = sa.or_(Disposal.referral_id != in_case, Disposal.offence_id == for_offence)
    later, first = orm.aliased(Decision), orm.aliased(Decision)
    # What was given outside a panel is the same matter as what a panel brings instead of it.
    replaced = sa.exists().where(later.offence_id == first.offence_id, later.number > first.number)
    of_this_matter = sa.and_(first.outside_panel.is_not(None), sa.or_(Disposal.offence_id == for_offence, replaced))
    return (
        sa.select(Disposal.outcome, Disposal.given_on)
        .join(Referral, Referral.id == Disposal.referral_id)
        .join(first, first.id == Disposal.decision_id)
        .where(Referral.child_id == sa.bindparam("of_child", type_=sa.Uuid()), of_another, sa.not_(of_this_matter))
        .where(Disposal.given_on.is_not(None), Disposal.id.is_distinct_from(sa.bindparam("own", type_=sa.Uuid())))
    )


def _own_of(offence: Offence) -> Disposal | None:
    standing = disposal_of(offence.id)
    return standing if standing and not _is_decided_anew(standing, offence.referral) else None


def before_all_rules(disposal: Disposal) -> bool:
    """Whether it was given before any rules are on record."""
    return bool(disposal.given_on and disposal.given_on < policy.loaded().begins)


def makes_entrants(edition: Edition) -> list[str]:
    """The facts that count what brings a child into the youth justice system."""
    return [row["counts_as"] for row in edition.codes("previous_disposals").values() if row["makes_entrant"]]


def what_it_means_later(disposal: Disposal) -> dict[str, Any]:
    """When it is spent, whether it makes a first-time entrant, what checks show, and what follows if it is not done.

    Of an outcome that no rule on record knows of on the day it was given, as spreadsheets may tell, nothing is said.
    """
    edition = policy.on_or_first(disposal.given_on or clock.today(), disposal.area)
    outcome = edition.codes("outcomes").get(disposal.outcome)
    if outcome is None or before_all_rules(disposal):
        return dict.fromkeys(MEANS_LATER)
    over = disposal.state == RETURNED
    facts = disposal.facts or {}
    before = [facts.get(name) for name in makes_entrants(edition)]  # as it stood when the outcome was given
    months = edition.figures().get(SPENT_MONTHS)
    return {
        "spent_on": None
        if over
        else spent_on(outcome["spent"], disposal.given_on, ended_or_ends(disposal), months.value if months else None),
        "first_time_entrant": first_time_entrant(bool(outcome["first_time_entrant"]), before),
        "shown_on_checks": shown_on_checks(outcome["shown_on_checks"], disposal.given_on),
        "if_not_done": outcome["on_failure"],
        "words_for_the_child": outcome["says_to_child"],
    }
