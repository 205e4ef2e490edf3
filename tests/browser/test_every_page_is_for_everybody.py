"""WCAG 2.2 AA as far as axe can tell, on every page; by keyboard alone, without scripts, on a narrow screen."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from flask import url_for

from oocd.accounts.permissions import granted_by
from oocd.demo.people import ACCOUNTS
from oocd.web.questions import Asking, Question, Typed, questions
from oocd.web.steps import Step, steps_of
from tests.browser.conftest import NEW_VISITOR
from tests.browser.visitor import Visitor
from tests.people import People
from tests.story import Case

# Every page by its endpoint: the addresses at which it is looked at, with a case in the middle of its life.
PAGES: dict[str, Callable[[Case], list[str]]] = {
    "signing_in.sign_in": lambda _case: ["/sign-in"],
    "casefile_pages.cases": lambda _case: ["/"],
    "casefile_pages.case": lambda case: [f"/cases/{case.id}"],
    "inbox_pages.notices": lambda _case: ["/notices"],
    "casefile_pages.meetings": lambda _case: ["/meetings"],
    "casefile_pages.meeting": lambda case: [f"/meetings/{case.meeting_id}"],
    "api_docs": lambda _case: ["/api/docs"],
}
WITHOUT_A_PAGE = {"web.healthz", "assets.asset"}

WHO_TAKES_STEPS = ("manager", "worker", "referrer", "inspector", "coordinator", "victims", "operations", "socialcare")


def granted_to(name: str) -> frozenset[str]:
    (account,) = (account for account in ACCOUNTS if account.email == f"{name}@demo.example")
    return granted_by(account.roles)


def questions_of(step: Step, people: People) -> list[Question]:
    asking = Asking(Typed(), {}, lambda _asked, _name: None)
    return list(questions(people.app.view_functions[step.endpoint].schema, asking))


def ways_of_asking(asked: Iterable[Question]) -> Iterator[tuple[object, ...]]:
    for question in asked:
        yield question.kind, question.required, bool(question.hint)
        yield from ways_of_asking(question.parts)


def steps_that_ask_in_every_way(people: People) -> Iterator[Step]:
    """A few steps that leave out no way of asking that occurs in any."""
    ways = {step: set(ways_of_asking(questions_of(step, people))) for step in steps_of(people.app)}
    left = set().union(*ways.values())
    while left:
        step = max(ways, key=lambda one: len(ways[one] & left))
        left -= ways[step]
        yield step


def reference_of(case: Case) -> str:
    return str(case.file["referral"]["reference"])


def test_no_page_is_left_out(people: People):
    rules = [rule for rule in people.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = {rule.endpoint for rule in rules if not rule.rule.startswith(("/api/v1", "/api/openapi"))}
    of_steps = {step.endpoint for step in steps_of(people.app)}
    assert pages - WITHOUT_A_PAGE - of_steps == PAGES.keys()


@pytest.mark.parametrize("endpoint", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off(people: People, visitor: Visitor, endpoint: str):
    case = Case(people).given("youth_caution")
    visitor.signs_in()
    for path in PAGES[endpoint](case):
        visitor.goes_to(path).finds_nothing_in_the_way()
        visitor.narrows_the_window().need_not_scroll_sideways()


def test_axe_finds_nothing_in_any_way_a_step_asks_nor_where_it_says_what_is_wrong(
    people: People, new_visitor: NEW_VISITOR
):
    """The pages of steps are made of the same few questions: each is looked at in every form in which one occurs."""
    case = Case(people).sent()
    visitors: dict[str, Visitor] = {}
    for step in steps_that_ask_in_every_way(people):
        about = {step.parameter: case.id} if step.parameter else {}
        with people.app.test_request_context():
            path = url_for(step.endpoint, **{**about, **({} if "referral_id" in about else {"case": case.id})})
        who = next(name for name in WHO_TAKES_STEPS if step.permission in granted_to(name))
        if who not in visitors:
            visitors[who] = new_visitor().signs_in(who)
        visitors[who].goes_to(path)
        if any(question.required for question in questions_of(step, people)):
            visitors[who].sends()
        visitors[who].finds_nothing_in_the_way()


def test_an_error_and_an_empty_list_are_for_everybody_too(visitor: Visitor):
    visitor.signs_in(password="wrong")
    visitor.finds_nothing_in_the_way()
    visitor.signs_in().finds_nothing_in_the_way()
    visitor.goes_to("/nowhere").finds_nothing_in_the_way()


def test_the_text_can_be_twice_as_large(people: People, visitor: Visitor):
    case = Case(people).accepted()
    visitor.signs_in()
    for path in ("/", f"/cases/{case.id}"):
        visitor.goes_to(path)
        visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")
        visitor.need_not_scroll_sideways()


def test_a_person_signs_in_and_opens_a_case_by_keyboard_alone(people: People, visitor: Visitor):
    case = Case(people).sent()
    visitor.goes_to("/sign-in")
    keys = visitor.page.keyboard
    keys.press("Tab")
    assert visitor.page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    visitor.page.get_by_label("E-mail address").focus()
    keys.type("manager@demo.example")
    keys.press("Tab")
    keys.type("for-demonstration-only")
    keys.press("Enter")
    visitor.page.wait_for_url("**/")
    link = visitor.page.get_by_role("link", name=reference_of(case))
    for _ in range(30):
        if link.evaluate("node => node === document.activeElement"):
            break
        keys.press("Tab")
    keys.press("Enter")
    visitor.page.wait_for_url(f"**/cases/{case.id}")


def test_a_person_signs_in_opens_a_case_and_leaves_without_scripts(people: People, new_visitor: NEW_VISITOR):
    case = Case(people).sent()
    visitor = new_visitor(scripts=False).signs_in()
    visitor.follows(reference_of(case))
    assert visitor.heading == reference_of(case)
    visitor.presses("Sign out")
    assert visitor.heading == "Sign in"
