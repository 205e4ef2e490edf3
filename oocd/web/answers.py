"""Kinds of answer that the JSON API and the pages take alike, beside those of marshmallow."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate


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
