"""What goes wrong, named; one handler in `oocd.web` turns each into a page or a problem document."""

from collections.abc import Mapping, Sequence
from typing import Any


class OocdError(Exception):
    """A refusal a person can act on: its message says what happened and what to do next."""

    status = 422
    title = "That cannot be done"

    def __init__(self, detail: str, *, rule: str | None = None, source: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.rule = rule
        self.source = source

    def members(self) -> Mapping[str, Any]:
        """What the problem document carries beyond type, title, status and detail."""
        named = {"rule": self.rule, "source": self.source}
        return {key: value for key, value in named.items() if value}


class BadInput(OocdError):
    """Something typed is wrong; `errors` maps each field to its sentences."""

    title = "Some of what was sent needs correcting"

    def __init__(self, detail: str, errors: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(detail)
        self.errors = dict(errors or {})

    def members(self) -> Mapping[str, Any]:
        return {"errors": self.errors} if self.errors else {}


class NotSignedIn(OocdError):
    status = 401
    title = "Sign in first"

    def __init__(self, detail: str = "Sign in, or send a bearer token that is still in date.") -> None:
        super().__init__(detail)


class NotAllowed(OocdError):
    status = 403
    title = "Your roles do not allow this"


class NotFound(OocdError):
    """Also the answer for what exists but is not this person's to see: the two must look the same."""

    status = 404
    title = "Not found"

    def __init__(self, detail: str = "There is nothing here that you may see. Check the address.") -> None:
        super().__init__(detail)


class NotJson(OocdError):
    status = 415
    title = "This is not JSON"

    def __init__(self) -> None:
        super().__init__("Send the body as JSON, with the header Content-Type: application/json.")


class Conflict(OocdError):
    status = 409
    title = "Something else happened first"


class PreconditionFailed(OocdError):
    status = 412
    title = "This has changed since you read it"

    def __init__(self, detail: str = "Read it again, then repeat your change if it is still right.") -> None:
        super().__init__(detail)
