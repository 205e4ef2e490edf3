"""One person at a browser, who uses what a page shows by the words it shows."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from oocd.demo.people import PASSWORD

AXE = Axe()


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
            self.page.get_by_role("link", name=link).click()
        return self

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
