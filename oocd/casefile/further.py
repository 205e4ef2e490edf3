"""What a person may record or ask in a case beside its moves: each step of the JSON API that no workflow names."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from flask import current_app, url_for

from oocd import workflow
from oocd.accounts.actor import Actor
from oocd.referrals.models import Referral
from oocd.web.steps import steps_of

Objects = Iterable[tuple[str, Any]]
"""What each is called on the page, and its row."""


def further_steps(page: Mapping[str, Any], person: Actor) -> Iterator[dict[str, Any]]:
    """By what they are about, first the case itself: the steps open to this person's roles, each with its page."""
    case: Referral = page["referral"]
    for parameter, objects_on in OBJECTS.items():
        back = {} if parameter == "referral_id" else {"case": str(case.id)}
        for about, row in objects_on(page):
            if steps := steps_about(parameter, row, person, back):
                yield {"about": about, "steps": steps}


def steps_about(parameter: str, row: Any, person: Actor, back: Mapping[str, str]) -> list[dict[str, str]]:
    """The steps beside its moves that this person's roles allow about one row."""
    moves = {move for flow in workflow.loaded() for move in flow.moves}
    return [
        {"says": step.says, "page": url_for(step.endpoint, **{parameter: row.id, **back})}
        for step in steps_of(current_app)
        if step.parameter == parameter and step.name not in moves and person.may(step.permission, row.area)
    ]


def _words(code: str) -> str:
    return code.replace("_", " ")


def _of_kind(name: str, words: Callable[[Any], str]) -> Callable[[Mapping[str, Any]], Objects]:
    return lambda page: [(words(row), row) for row in page[name]]


OBJECTS: Mapping[str, Callable[[Mapping[str, Any]], Objects]] = {
    "referral_id": lambda page: [("The case", page["referral"])],
    "check_id": _of_kind("checks", lambda row: f"Check: {_words(row.agency)}"),
    "view_id": _of_kind("views", lambda row: f"View: {_words(row.whose)}"),
    "safeguarding_id": _of_kind("safeguarding", lambda row: f"Safeguarding: {_words(row.kind)}"),
    "victim_id": lambda page: [(f"Victim {row['victim'].number}", row["victim"]) for row in page["victims"]],
    "assessment_id": lambda page: [
        (f"Assessment {row['assessment'].number}", row["assessment"]) for row in page["assessments"]
    ],
    "score_id": lambda page: [
        (f"Gravity score of offence {row['offence'].number}", row["scores"][-1])
        for row in page["offences"]
        if row["scores"]
    ],
    "action_id": lambda page: [(action.what, action) for row in page["oversight"] for action in row.actions],
    "item_id": lambda page: [(f"Panel of {row['held_on']:%-d %B %Y}", row["item"]) for row in page["panel"]],
    "recommendation_id": _of_kind("recommendations", lambda row: f"Recommendation: {_words(row.outcome)}"),
    "decision_id": _of_kind("decisions", lambda row: f"Decision: {_words(row.outcome or 'returned')}"),
    "disposal_id": _of_kind("disposals", lambda row: f"Outcome: {_words(row.outcome)}"),
    "intervention_id": _of_kind("interventions", lambda row: f"Work: {_words(row.kind)}"),
    "session_id": lambda page: [
        (f"Session: {_words(work.kind)}, {session.planned_on:%-d %B %Y}", session)
        for work in page["interventions"]
        for session in work.sessions
    ],
    "non_engagement_id": _of_kind("non_engagements", lambda row: "Not taking part"),
    "conflict_id": _of_kind("conflicts", lambda row: "Conflict of interest"),
}
