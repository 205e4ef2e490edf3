"""A real browser at the service on a loopback port. What the pages do does not hang on the database: SQLite serves."""

import os
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.browser.chromium import ARGUMENTS, chromium
from tests.browser.visitor import Visitor
from tests.conftest import empty
from tests.people import People

NEW_VISITOR = Callable[..., Visitor]


@pytest.fixture
def app(sqlite_app: Flask) -> Flask:
    empty(sqlite_app)
    return sqlite_app


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = chromium()
    environment: dict[str, str | float | bool] = {**os.environ, **found.environment}
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found.path, args=list(ARGUMENTS), env=environment)
        yield launched
        launched.close()


@pytest.fixture
def address(people: People) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, people.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def new_visitor(browser: Browser, address: str) -> Iterator[NEW_VISITOR]:
    """`new_visitor()`, `new_visitor(scripts=False)`: each with cookies of its own. A page that complains fails."""
    visitors: list[Visitor] = []

    def arrive(*, scripts: bool = True, width: int = 1280) -> Visitor:
        context = browser.new_context(
            base_url=address, java_script_enabled=scripts, viewport={"width": width, "height": 900}
        )
        page: Page = context.new_page()
        visitors.append(Visitor(page))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.page.context.close()
        assert visitor.complaints == []


@pytest.fixture
def visitor(new_visitor: NEW_VISITOR) -> Visitor:
    return new_visitor()
