"""WCAG 2.2 AA as far as axe can tell, on every page; by keyboard alone, without scripts, on a narrow screen."""

from collections.abc import Callable

import pytest

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
    "api_docs": lambda _case: ["/api/docs"],
}
WITHOUT_A_PAGE = {"web.healthz", "assets.asset"}


def reference_of(case: Case) -> str:
    return str(case.file["referral"]["reference"])


def test_no_page_is_left_out(people: People):
    rules = [rule for rule in people.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = {rule.endpoint for rule in rules if not rule.rule.startswith(("/api/v1", "/api/openapi"))}
    assert pages - WITHOUT_A_PAGE == PAGES.keys()


@pytest.mark.parametrize("endpoint", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off(people: People, visitor: Visitor, endpoint: str):
    case = Case(people).given("youth_caution")
    visitor.signs_in()
    for path in PAGES[endpoint](case):
        visitor.goes_to(path).finds_nothing_in_the_way()
        visitor.narrows_the_window().need_not_scroll_sideways()


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
