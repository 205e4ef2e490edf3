"""People who call the JSON API, each with a token of their own."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask.testing import FlaskClient


class Reply:
    """An answer: its status, its JSON, and what a test most often asks of it."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code
        self.body: Any = response.get_json(silent=True)

    def __getitem__(self, key: str) -> Any:
        return self.body[key]

    @property
    def rules(self) -> set[str]:
        """The ids of the rules that refused."""
        return {unmet["rule"] for unmet in self.body.get("unmet", [])}

    def ok(self) -> "Reply":
        assert self.status < 400, self.body
        return self

    def refused(self, *rules: str, status: int = 422) -> "Reply":
        """Assert a refusal in words, as problem details, by these rules among others."""
        assert self.status == status, (self.status, self.body)
        assert self.response.content_type == "application/problem+json"
        assert len(self.body["detail"]) > 20
        assert set(rules) <= self.rules | {self.body.get("rule")}, self.body
        return self


class Caller:
    """One person at the API."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self._client = client
        self.token = token

    def get(self, path: str, **headers: str) -> Reply:
        return Reply(self._client.get(f"/api/v1{path}", headers=self._headers(headers)))

    def post(self, path: str, sent: Mapping[str, Any] | None = None, **headers: str) -> Reply:
        json = dict(sent) if sent is not None else None
        return Reply(self._client.post(f"/api/v1{path}", json=json, headers=self._headers(headers)))

    def _headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {self.token}", **named}


class People:
    """`people.manager`, `people.worker`, ...: the part of a demonstration address before the @."""

    def __init__(self, app: Flask, tokens: Mapping[str, str]) -> None:
        self.app = app
        self._callers = {name: Caller(app.test_client(), token) for name, token in tokens.items()}

    def __getattr__(self, name: str) -> Caller:
        try:
            return self._callers[name]
        except KeyError:
            raise AttributeError(name) from None
