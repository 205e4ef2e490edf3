"""Preparing a case: agency checks, the child's and family's own words, safety, the assessment."""

from oocd.assessment.service.checks import answer_check, ask_agency, chase_check, give_up_check
from oocd.assessment.service.safeguarding import consider_safeguarding, record_safeguarding_decision
from oocd.assessment.service.views import agree_absence, record_absence, record_words
from oocd.assessment.service.writing import countersign, note_opened, return_for_changes, submit, write

__all__ = [
    "agree_absence",
    "answer_check",
    "ask_agency",
    "chase_check",
    "consider_safeguarding",
    "countersign",
    "give_up_check",
    "note_opened",
    "record_absence",
    "record_safeguarding_decision",
    "record_words",
    "return_for_changes",
    "submit",
    "write",
]
