"""A page for every step that the JSON API takes: the same function, the same schema, the same permission.

A room that adds a route for a step gets its page with it, and the two cannot come to mean different things.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError
from werkzeug.routing import Rule

from oocd.db import db
from oocd.errors import BadInput, OocdError
from oocd.web.pages import own_page
from oocd.web.problems import by_field
from oocd.web.questions import Asking, Offer, Question, Typed, answers, asked_by_rules, closed_up, questions

API = "/api/v1"
PAGES = "/steps"
View = Callable[..., Any]
Offers = Callable[[UUID | None, str], Offer]
"""What there is to choose from in a case, or where somebody has a permission."""


class Step(NamedTuple):
    """One step with a page of its own; `parameter` names what it is about in its address, where that is one thing."""

    endpoint: str
    name: str
    parameter: str | None
    permission: str
    says: str


def steps_of(app: Flask) -> list[Step]:
    steps: list[Step] = app.extensions["steps"]
    return steps


def init_app(app: Flask, offers: Offers) -> None:
    """After every route is there: each step gets its page."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    app.extensions["steps"] = [_add_page(app, rule, offers) for rule in rules if rule.rule.startswith(API)]


def _add_page(app: Flask, rule: Rule, offers: Offers) -> Step:
    view = app.view_functions[rule.endpoint]
    page = StepPage(view, offers)
    address, endpoint = PAGES + rule.rule.removeprefix(API), f"steps.{rule.endpoint}"
    app.add_url_rule(address, endpoint, page, methods=["GET", "POST"])
    name = rule.rule.rpartition("/")[2].replace("-", "_")
    return Step(endpoint, name, next(iter(rule.arguments), None), page.permission, page.says)


class StepPage:
    """Asks what a step's schema asks; does what its route does."""

    def __init__(self, view: View, offers: Offers) -> None:
        self.permission: str = vars(view)["permission"]
        self._take = inspect.unwrap(view)
        self.schema = _schema_of(view)
        self.says = (inspect.getdoc(self._take) or "").partition("\n")[0]
        self._offers = offers

    def __call__(self, **named: Any) -> ResponseReturnValue:
        case = named.get("referral_id") or request.args.get("case", type=UUID)
        if request.method == "GET" or "more" in request.form:
            return self._page(case, Typed(request.form), {})
        typed = closed_up(self.schema, request.form)
        try:
            sent = self.schema.load(answers(self.schema, typed))
            self._take(*([sent] if self.schema.load_fields else []), **named)
            db.session.commit()
        except ValidationError as error:
            return self._page(case, typed, by_field({"": error.messages})), BadInput.status
        except OocdError as error:
            db.session.rollback()
            return self._page(case, typed, *_what_went_wrong(error)), error.status
        flash(self.says)
        return redirect(_back(case))

    def _page(
        self,
        case: UUID | None,
        typed: Typed,
        errors: Mapping[str, Sequence[str]],
        refusals: Sequence[Any] = (),
    ) -> str:
        asked = [
            *questions(self.schema, Asking(typed, errors, self._offers(case, self.permission))),
            *asked_by_rules(self.schema, typed, refusals),
        ]
        shown = {question.path: question for question in _all(asked)}
        problems = [
            *(_problem(shown.get(path), sentence) for path, sentences in errors.items() for sentence in sentences),
            *({"text": f"{refusal.sentence} ({refusal.rule}, {refusal.source})"} for refusal in refusals),
        ]
        return render_template("web/step.html", says=self.says, back=_back(case), questions=asked, problems=problems)


def _schema_of(view: View) -> Schema:
    """What the route takes as its body; a schema that asks nothing where it takes none."""
    declared = getattr(view, "_apidoc", {}).get("arguments", {}).get("parameters", [])
    bodies = [parameter["schema"] for parameter in declared if parameter["in"] == "json"]
    schema: Schema | type[Schema] = bodies[0] if bodies else Schema
    return schema() if isinstance(schema, type) else schema


def _back(case: UUID | None) -> str:
    """Where whoever takes the step came from: the page that is named, or the case."""
    home = url_for("casefile_pages.case", referral_id=case) if case else url_for("casefile_pages.cases")
    return own_page(request.args.get("from")) or home


def _all(asked: Iterable[Question]) -> Iterator[Question]:
    for question in asked:
        yield question
        yield from _all(question.parts)


def _problem(question: Question | None, sentence: str) -> dict[str, str]:
    """One line of the summary, which leads to its question."""
    if question is None:
        return {"text": sentence}
    place = f"{question.path}-day" if question.kind == "date" else question.path
    return {"text": f"{question.label}: {sentence}", "href": f"#{place}"}


def _what_went_wrong(error: OocdError) -> tuple[Mapping[str, Sequence[str]], Sequence[Any]]:
    """Errors by question, and refusals by rule; what is neither stands above the form as it is."""
    errors = getattr(error, "errors", {})
    refusals = getattr(error, "refusals", ())
    return errors or ({} if refusals else {"": [error.detail]}), refusals
