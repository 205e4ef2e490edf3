"""Kinds of answer that the JSON API and the pages take alike, beside those of marshmallow."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

# In place of the library's words, which say what is wrong and not what to do.
for of, key, sentence in (
    (fields.Field, "required", "Fill this in."),
    (fields.Field, "null", "Fill this in."),
    (fields.Date, "invalid", "Write a real day, such as 27 3 2026."),
    (fields.Integer, "invalid", "Write a whole number."),
    (fields.Email, "invalid", "Write an e-mail address, such as name@example.org."),
    (fields.UUID, "invalid_uuid", "Choose one of those on record."),
):
    of.default_error_messages = {**of.default_error_messages, key: sentence}


class Code(fields.Str):
    """A code of a list that policy owns. Services check it on the day that matters; a page offers the list."""

    def __init__(self, of: str, **kwargs: Any) -> None:
        if kwargs.get("required"):
            kwargs.setdefault("validate", validate.Regexp(r"\s*\S", error="Fill this in."))
        super().__init__(metadata={"description": f"A code of {of}", **kwargs.pop("metadata", {})}, **kwargs)
        self.of = of


class ByCode(fields.Dict):
    """An answer for each code of a list, or for some of them; `where` leaves out those that say something else."""

    def __init__(
        self, of: str, values: fields.Field[Any], *, where: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(keys=fields.Str(), values=values, **kwargs)
        self.of, self.where = of, where or {}


class Words(fields.Str):
    """What somebody says in as many sentences as they like."""
