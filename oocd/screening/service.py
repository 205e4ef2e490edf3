"""Scoring an offence for gravity. The score is a starting point; it never decides."""

from collections.abc import Mapping, Sequence
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.policy import service as policy
from oocd.referrals.errors import NoSuchOffence
from oocd.referrals.models import Offence, Referral
from oocd.referrals.queries import offence_of
from oocd.screening import rules
from oocd.screening.errors import (
    MoreThanOneLevel,
    NotForRealDecisions,
    OffTheScale,
    ReasonNeeded,
    ScoreFollowsFromClass,
    TypeTheScore,
)
from oocd.screening.models import GravityScore
from oocd.screening.queries import scores_of


def score(
    referral: Referral,
    *,
    offence: int,
    edition: str,
    by: Actor,
    real: bool,
    base: int | None = None,
    adjustment: int = 0,
    factors: Sequence[str] = (),
    rationale: str = "",
) -> GravityScore:
    """One more score for the offence with this number. `real` is whether children's lives hang on it: production.

    Raises TypeTheScore, OffTheScale, MoreThanOneLevel, ReasonNeeded, or NotForRealDecisions.
    """
    workflow.require_running(referral)
    row = offence_of(referral, offence)
    if row is None:
        raise NoSuchOffence(offence)
    in_force = policy.on(clock.today(), referral.area)
    matrix = in_force.gravity_edition(edition)
    if matrix["illustrative"] and real:
        raise NotForRealDecisions
    scale = (matrix["scale"]["min"], matrix["scale"]["max"])
    start = _base_score(matrix, row, base, scale)
    cap = in_force.figure("figures/gravity_adjustment_cap").value
    if not rules.within_cap(adjustment, cap):
        raise MoreThanOneLevel(cap)
    if adjustment and not rationale.strip():
        raise ReasonNeeded
    final = rules.final_score(start, adjustment, scale)
    scored = GravityScore(
        area=referral.area,
        referral_id=referral.id,
        offence_id=row.id,
        number=len(scores_of(row.id)) + 1,
        edition=edition,
        illustrative=matrix["illustrative"],
        base=start,
        adjustment=adjustment,
        final=final,
        factors=list(factors),
        starting_points=list(matrix["starting_points"][final]),
        rationale=rationale,
        scored_by=by.person_id,
        scored_on=clock.today(),
    )
    db.session.add(scored)
    db.session.flush()
    audit.record("gravity.score", on=scored, by=by, offence=offence, edition=edition, base=start, final=final)
    return scored


def _base_score(matrix: Mapping[str, Any], offence: Offence, typed: int | None, scale: tuple[int, int]) -> int:
    if matrix["scores"] == "by_class":
        follows: int = matrix["scores_by_class"][offence.offence_class]
        if typed not in {None, follows}:
            raise ScoreFollowsFromClass(follows)
        return follows
    if typed is None:
        raise TypeTheScore(matrix["name"])
    if not scale[0] <= typed <= scale[1]:
        raise OffTheScale(typed, scale)
    return typed
