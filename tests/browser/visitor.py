"""One person at a browser, who uses what a page shows by the words it shows."""

import re
from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from oocd.demo.people import PASSWORD

AXE = Axe()
FIRST = "the first that is offered"


class Visitor:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        # An answer of 4xx to a page is what some tests ask for; the browser calls every one an error.
        if "Failed to load resource" not in message.text or "/assets/" in str(message.location):
            self.complaints.append(message.text)

    def goes_to(self, path: str) -> "Visitor":
        self.page.goto(path)
        return self

    def signs_in(self, name: str = "manager", password: str = PASSWORD) -> "Visitor":
        self.goes_to("/sign-in")
        self.page.get_by_label("E-mail address").fill(f"{name}@demo.example")
        self.page.get_by_label("Password", exact=True).fill(password)
        return self.presses("Sign in")

    def presses(self, button: str) -> "Visitor":
        """And waits for the page that answers."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button).click()
        return self

    def follows(self, link: str) -> "Visitor":
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link).first.click()
        return self

    def takes(self, step: str, answers: Mapping[str, str] | None = None) -> "Visitor":
        """Follow the link of a step, answer its questions by their names, and send them; fails where it is refused."""
        self.unfolds().follows(step).types(answers or {})
        self.sends()
        refusals = self.page.locator(".govuk-error-summary")
        assert refusals.count() == 0, f"{step}: {refusals.inner_text()}"
        return self

    def unfolds(self) -> "Visitor":
        for folded in self.page.locator("details:not([open]) > summary").all():
            folded.click()
        return self

    def sends(self) -> "Visitor":
        with self.page.expect_navigation():
            self.page.locator("main form button.govuk-button:not(.govuk-button--secondary)").click()
        return self

    def types(self, answers: Mapping[str, str]) -> "Visitor":
        """Answer questions by their names; `FIRST` takes the first that is offered."""
        for name, value in answers.items():
            self._asks_for_more(name)
            self._answer(name, value)
        return self

    def _asks_for_more(self, name: str) -> None:
        """Have the page show one more entry of a list, where the answer is for one that it does not show yet."""
        for found in re.finditer(r"\.(\d+)\.", name):
            listed = name[: found.start()]
            while not self.page.locator(f'[id="{listed}.{found.group(1)}"]').count():
                with self.page.expect_navigation():
                    self.page.locator(f'button[name="more"][value="{listed}"]').click()

    def _answer(self, name: str, value: str) -> None:
        if self.page.locator(f'[name="{name}-day"]').count():
            for part, typed in zip(("year", "month", "day"), value.split("-"), strict=True):
                self.page.locator(f'[name="{name}-{part}"]').fill(typed)
            return
        asked = self.page.locator(f'[name="{name}"]')
        kind = asked.first.evaluate("node => node.type || node.tagName")
        if kind in {"radio", "checkbox"}:
            (asked if value == FIRST else self.page.locator(f'[name="{name}"][value="{value}"]')).first.check()
        elif kind == "select-one":
            asked.select_option(**({"index": 1} if value == FIRST else {"value": value}))
        else:
            asked.fill(value)

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def finds_nothing_in_the_way(self) -> None:
        """No rule of axe is broken, and nothing has to be scrolled sideways."""
        found = AXE.run(self.page)
        assert found.violations_count == 0, found.generate_report()
        self.need_not_scroll_sideways()

    def narrows_the_window(self) -> "Visitor":
        self.page.set_viewport_size({"width": 320, "height": 900})
        return self

    def need_not_scroll_sideways(self) -> None:
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} pixels wider than the window"
