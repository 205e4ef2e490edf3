"""Preparing a case: agency checks, the child's and family's own words, safety, the assessment."""

from oocd.assessment.service.checks import answer_check, ask_agency, chase_check, give_up_check
from oocd.assessment.service.kinds import agree_kind, choose_kind, go_without, require_assetplus
from oocd.assessment.service.oversight import finish_action, oversee
from oocd.assessment.service.safeguarding import consider_safeguarding, record_safeguarding_decision
from oocd.assessment.service.views import agree_absence, record_absence, record_words
from oocd.assessment.service.writing import (
    add_contributor,
    assess_again,
    countersign,
    note_opened,
    return_for_changes,
    share_copy,
    submit,
    write,
)

__all__ = [
    "add_contributor",
    "agree_absence",
    "agree_kind",
    "answer_check",
    "ask_agency",
    "assess_again",
    "chase_check",
    "choose_kind",
    "consider_safeguarding",
    "countersign",
    "finish_action",
    "give_up_check",
    "go_without",
    "note_opened",
    "oversee",
    "record_absence",
    "record_safeguarding_decision",
    "record_words",
    "require_assetplus",
    "return_for_changes",
    "share_copy",
    "submit",
    "write",
]
