"""The decision beside the recommendation, giving its outcome to the child, and what follows from it."""

from oocd.outcomes.service.conditions import set_conditions, sign, vary
from oocd.outcomes.service.course import (
    complete,
    excuse,
    not_excused,
    report_failure,
    report_progress,
    revive,
    treat_as_completed,
    withdraw_consent,
)
from oocd.outcomes.service.deciding import add_to_decision, decide, facts_to_decide, return_case_to_police
from oocd.outcomes.service.giving import begin, explain, give, return_to_police, tell_yjs
from oocd.outcomes.service.outside import record_given_outside

__all__ = [
    "add_to_decision",
    "begin",
    "complete",
    "decide",
    "excuse",
    "explain",
    "facts_to_decide",
    "give",
    "not_excused",
    "record_given_outside",
    "report_failure",
    "report_progress",
    "return_case_to_police",
    "return_to_police",
    "revive",
    "set_conditions",
    "sign",
    "tell_yjs",
    "treat_as_completed",
    "vary",
    "withdraw_consent",
]
