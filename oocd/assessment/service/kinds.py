"""How thoroughly a child is assessed, and with which tool: asked for with a reason, and agreed by another manager."""

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.assessment import rules
from oocd.assessment.errors import (
    AssetplusAlreadyRequired,
    KindAlreadyInForce,
    KindNeedsAnotherManager,
    NoKindWaiting,
)
from oocd.assessment.models import Assessment, KindChoice
from oocd.assessment.service.writing import require_drafting
from oocd.db import db
from oocd.policy import service as policy


def choose_kind(assessment: Assessment, *, kind: str, reason: str, by: Actor) -> KindChoice:
    """Ask for a kind. A full assessment is in force at once; less needs a manager. Raises KindAlreadyInForce."""
    require_drafting(assessment)
    kinds = policy.on(clock.today(), assessment.area).codes("assessment_kinds")
    needs_agreement = kinds[kinds.check(kind)]["needs_agreement"]
    if kind == assessment.kind and assessment.kind_waiting is None:
        raise KindAlreadyInForce(kind)
    choice = KindChoice(
        area=assessment.area, referral_id=assessment.referral_id, kind=kind, reason=reason, chosen_by=by.person_id
    )
    assessment.kind_choices.append(choice)
    if not needs_agreement:
        assessment.kind = kind
    db.session.flush()
    audit.record("assessment.choose_kind", on=assessment, by=by, kind=kind)
    return choice


def agree_kind(assessment: Assessment, *, by: Actor) -> None:
    """A manager's agreement to a screening. Raises NoKindWaiting or KindNeedsAnotherManager."""
    require_drafting(assessment)
    waiting = assessment.kind_waiting
    if waiting is None or waiting.kind == rules.NONE:
        raise NoKindWaiting
    if waiting.chosen_by == by.person_id:
        raise KindNeedsAnotherManager
    _agree(assessment, waiting, by)
    db.session.flush()
    audit.record("assessment.agree_kind", on=assessment, by=by, kind=waiting.kind)


def go_without(assessment: Assessment, *, by: Actor) -> None:
    """A manager's agreement that no assessment is made: it ends here, and another may be opened later."""
    workflow.require_open(assessment, "go_without", by=by)
    waiting = assessment.kind_waiting
    workflow.move(assessment, "go_without", by=by, kind=rules.NONE)
    if waiting is not None:
        _agree(assessment, waiting, by)
        db.session.flush()


def _agree(assessment: Assessment, choice: KindChoice, by: Actor) -> None:
    choice.agreed_by, choice.agreed_at = by.person_id, clock.now()
    assessment.kind = choice.kind


def require_assetplus(assessment: Assessment, *, reason: str, by: Actor) -> None:
    """A manager's word that this child needs the fuller tool, in any area and case."""
    require_drafting(assessment)
    if assessment.assetplus_asked_by is not None:
        raise AssetplusAlreadyRequired
    assessment.assetplus_asked_by, assessment.assetplus_reason = by.person_id, reason
    db.session.flush()
    audit.record("assessment.require_assetplus", on=assessment, by=by)
