"""What the panel recommends, with its reasons; signed once, then only added to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.assessment.queries import countersigned_assessment_of, recommended_by_worker
from oocd.db import db
from oocd.panels import rules
from oocd.panels.errors import NoSuchOffenceHere
from oocd.panels.models import PanelItem, ProposedCondition, Recommendation, RecommendationAddendum, Settlement
from oocd.panels.queries import settled
from oocd.panels.service.items import end_discussion
from oocd.policy import service as policy
from oocd.policy.facts import gather
from oocd.policy.rules import in_json
from oocd.referrals.models import Offence
from oocd.screening.queries import score_of


@dataclass(frozen=True)
class Said:
    """What is said of one offence in recommending: the same for all, but where an offence has words of its own."""

    reasons: Mapping[str, str]
    deviation_reason: str | None = None
    proposed_conditions: Sequence[Mapping[str, str]] = field(default=())


def recommend(
    item: PanelItem,
    *,
    by: Actor,
    reasons: Mapping[str, str],
    rule_reasons: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
    **more: Any,
) -> list[Recommendation]:
    """Record, for each offence, the outcome the round agreed on, with the reasons for it.

    `rule_reasons` gives, by rule id, why a soft rule was passed; `more` is what `said_of` reads beside the reasons.
    Raises MoveRefused for whatever stands in the way.
    """
    workflow.require_open(item, "recommend", by=by)
    rounds = settled(item, policy.on(clock.today(), item.area))
    agreed = {offence: rounds[offence.id].agreed for offence in item.case.offences}
    given = given_in(item.case.offences, reasons, rule_reasons, acknowledged, more)
    made = [
        recommendation(item, offence, outcome, rounds[offence.id].dissents, given, by)
        for offence, outcome in agreed.items()
        if outcome
    ]
    workflow.move(item, "recommend", by=by, given=given, outcomes=[row.outcome for row in made])
    end_discussion(item)
    db.session.add_all(made)
    db.session.flush()
    return made


def given_in(
    offences: Sequence[Offence],
    reasons: Mapping[str, str],
    rule_reasons: Mapping[str, str] | None,
    acknowledged: Sequence[str],
    more: Mapping[str, Any],
) -> dict[str, Any]:
    """What guards and recommendations read of the words somebody sent, with what is said of each offence."""
    return {
        "reasons": reasons,
        "rule_reasons": rule_reasons or {},
        "acknowledged": acknowledged,
        "said": said_of(offences, reasons, **more),
    }


def said_of(
    every: Sequence[Offence],
    reasons: Mapping[str, str],
    *,
    deviation_reason: str | None = None,
    proposed_conditions: Sequence[Mapping[str, str]] = (),
    offences: Sequence[Mapping[str, Any]] = (),
) -> dict[int, Said]:
    """What is said of each offence, by number: `offences` holds what differs for one. Raises NoSuchOffenceHere."""
    numbers = {offence.number for offence in every}
    own: dict[int, Mapping[str, Any]] = {}
    for entry in offences:
        if entry["offence"] not in numbers or entry["offence"] in own:
            raise NoSuchOffenceHere(entry["offence"])
        own[entry["offence"]] = entry
    return {
        number: Said(
            {**reasons, **own.get(number, {}).get("reasons", {})},
            own.get(number, {}).get("deviation_reason") or deviation_reason,
            own.get(number, {}).get("proposed_conditions") or proposed_conditions,
        )
        for number in numbers
    }


def recommendation(
    item: PanelItem,
    offence: Offence,
    outcome: str,
    dissents: Mapping[str, str],
    given: Mapping[str, Any],
    by: Actor,
    settlement: Settlement | None = None,
) -> Recommendation:
    """One offence's: with each gate's answer, the edition kept, the version it saw, and what it differs from."""
    day = clock.today()
    edition = policy.on(day, item.area)
    facts = gather(offence, day, outcome=outcome)
    answers = edition.answers(outcome, "recommend", facts)
    assessment = countersigned_assessment_of(item.referral_id)
    score, said = score_of(offence.id), given["said"][offence.number]
    kinds = edition.codes("condition_kinds")
    return Recommendation(
        area=item.area,
        referral_id=item.referral_id,
        item_id=item.id,
        offence_id=offence.id,
        outcome=outcome,
        dissents=dict(dissents),
        reasons=dict(said.reasons),
        gravity_final=score.final if score else None,
        deviation_reason=said.deviation_reason,
        differs_from_worker=rules.differs(outcome, recommended_by_worker(offence)),
        differs_from_police=rules.differs(outcome, offence.referral.police_proposed_outcome),
        differs_from_matrix=rules.leaves_starting_points(outcome, score.starting_points if score else None),
        rule_reasons=dict(given["rule_reasons"]),
        acknowledged=list(given["acknowledged"]),
        facts=in_json(facts),
        answers=[f"{answer.id} {answer.verdict}" for answer in answers],
        edition_hash=policy.keep(edition),
        assessment_version=assessment.countersigned_version if assessment else None,
        recorded_by=by.person_id,
        proposed_conditions=[
            ProposedCondition(
                area=item.area,
                referral_id=item.referral_id,
                number=number,
                kind=kinds.check(proposed["kind"]),
                text=proposed["text"],
            )
            for number, proposed in enumerate(said.proposed_conditions, start=1)
        ],
        settlement=settlement,
    )


def add_to(signed: Recommendation, *, words: str, by: Actor) -> RecommendationAddendum:
    """Put something right in a signed recommendation: by adding to it, never by changing it."""
    workflow.require_running(signed.offence.referral)
    audit.take_turn(signed)
    addendum = RecommendationAddendum(
        area=signed.area,
        referral_id=signed.referral_id,
        recommendation_id=signed.id,
        words=words,
        recorded_by=by.person_id,
    )
    signed.addenda.append(addendum)
    db.session.flush()
    audit.record("recommendation.add", on=addendum, by=by, recommendation=signed.id)
    return addendum
