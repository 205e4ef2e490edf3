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
    CheckedAlready,
    CheckYourOwn,
    FactorNeeded,
    LoadedScoreDiffers,
    MoreThanOneLevel,
    NotAFactorHere,
    NotForRealDecisions,
    NothingTyped,
    OffTheScale,
    ReasonNeeded,
    ScoreFollowsFromClass,
    TickedAlready,
    TypeTheScore,
)
from oocd.screening.models import GravityCheck, GravityFactor, GravityScore
from oocd.screening.queries import factors_of, loaded_score, scores_of


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
    """One more score for the offence with this number, with the factors ticked for it; earlier scores stay.

    The base is the one that two people loaded, where they have; else it is typed, or follows from a rule. `real` is
    whether children's lives hang on it: production. Raises TypeTheScore, LoadedScoreDiffers, OffTheScale,
    MoreThanOneLevel, ReasonNeeded, FactorNeeded, NotAFactorHere, TickedAlready or NotForRealDecisions.
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
    loaded = loaded_score(row, edition) if matrix["scores"] == "partner_copy" else None
    start = _base_score(matrix, row, base, scale, loaded and loaded[0])
    effects = _effects(row, edition, factors)
    cap = in_force.figure("figures/gravity_adjustment_cap").value
    _check_adjustment(adjustment, cap, rationale, list(effects.values()))
    final = rules.final_score(start, adjustment, scale)
    audit.take_turn(referral)
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
        starting_points=list(matrix["starting_points"][final]),
        rationale=rationale,
        entered_by=by.person_id if matrix["scores"] == "partner_copy" and loaded is None else None,
        copy_number=loaded[1] if loaded else None,
        scored_by=by.person_id,
        scored_on=clock.today(),
        factors=[_factor(row, code, effect, by) for code, effect in effects.items()],
    )
    db.session.add(scored)
    db.session.flush()
    known = {"edition": edition, "base": start, "adjustment": adjustment, "final": final, "factors": list(effects)}
    audit.record("gravity.score", on=scored, by=by, offence=offence, **known)
    return scored


def tick_factor(scored: GravityScore, *, factor: str, by: Actor) -> GravityFactor:
    """One more factor for a score, by whoever saw it. It moves nothing: to weigh it, score the offence again.

    Raises NotAFactorHere or TickedAlready.
    """
    workflow.require_running(scored.offence.referral)
    audit.take_turn(scored)
    there = [row.code for row in scored.factors]
    effect = _effects(scored.offence, scored.edition, [*there, factor])[factor]
    ticked = _factor(scored.offence, factor, effect, by)
    scored.factors.append(ticked)
    db.session.flush()
    audit.record("gravity.tick_factor", on=scored, by=by, offence=scored.offence.number, factor=factor)
    return ticked


def check_score(scored: GravityScore, *, base: int, by: Actor) -> GravityCheck:
    """What a second person reads in their copy for an offence, beside what the first one typed.

    Raises NothingTyped, CheckYourOwn, CheckedAlready or OffTheScale.
    """
    workflow.require_running(scored.offence.referral)
    audit.take_turn(scored)
    if scored.entered_by is None:
        raise NothingTyped
    if scored.entered_by == by.person_id:
        raise CheckYourOwn
    if scored.check:
        raise CheckedAlready
    matrix = policy.on(scored.scored_on or clock.today(), scored.area).gravity_edition(scored.edition)
    _check_on_scale(base, (matrix["scale"]["min"], matrix["scale"]["max"]))
    check = GravityCheck(
        area=scored.area,
        referral_id=scored.referral_id,
        base_read=base,
        agrees=base == scored.base,
        checked_by=by.person_id,
        checked_on=clock.today(),
    )
    scored.check = check
    db.session.flush()
    audit.record("gravity.check", on=scored, by=by, offence=scored.offence.number, agrees=check.agrees)
    return check


def _base_score(
    matrix: Mapping[str, Any], offence: Offence, typed: int | None, scale: tuple[int, int], loaded: int | None
) -> int:
    if matrix["scores"] == "by_class":
        follows: int = matrix["scores_by_class"][offence.offence_class]
        if typed not in {None, follows}:
            raise ScoreFollowsFromClass(follows)
        return follows
    if loaded is not None:
        if typed not in {None, loaded}:
            raise LoadedScoreDiffers(loaded)
        return loaded
    if typed is None:
        raise TypeTheScore(matrix["name"])
    _check_on_scale(typed, scale)
    return typed


def _check_on_scale(typed: int, scale: tuple[int, int]) -> None:
    if not scale[0] <= typed <= scale[1]:
        raise OffTheScale(typed, scale)


def _check_adjustment(adjustment: int, cap: int, rationale: str, effects: Sequence[str]) -> None:
    if not rules.within_cap(adjustment, cap):
        raise MoreThanOneLevel(cap)
    if adjustment and not rationale.strip():
        raise ReasonNeeded
    if missing := rules.factor_missing(adjustment, effects):
        raise FactorNeeded(missing)


def _effects(offence: Offence, edition: str, codes: Sequence[str]) -> dict[str, str]:
    """Each ticked factor with its effect. Raises NotAFactorHere or TickedAlready."""
    fitting = factors_of(offence, edition, clock.today())
    effects: dict[str, str] = {}
    for code in codes:
        if code not in fitting:
            raise NotAFactorHere(code, edition, fitting)
        if code in effects:
            raise TickedAlready(code)
        effects[code] = fitting[code]["effect"]
    return effects


def _factor(offence: Offence, code: str, effect: str, by: Actor) -> GravityFactor:
    return GravityFactor(
        area=offence.area, referral_id=offence.referral_id, code=code, effect=effect, ticked_by=by.person_id
    )
