"""Who was heard, and what an assessment must say before anybody signs it: plain values in, plain values out."""

import re
from collections.abc import Collection, Mapping

SECTIONS = ("circumstances", "diversity", "family", "behaviour", "strengths", "plan")
NOT_ASSESSED = "not_assessed"


def still_to_write(sections: Mapping[str, str], levels: Mapping[str, str]) -> list[str]:
    """The sections without a word, and the levels without a judgement."""
    empty = [name for name in SECTIONS if not sections.get(name, "").strip()]
    return empty + [name.replace("_", " ") for name, level in levels.items() if level == NOT_ASSESSED]


SAYS_NOTHING = frozenset({"", "na", "nil", "none", "tbc", "notapplicable", "notknown", "unknown"})


def says_nothing(text: str) -> bool:
    """Whether this only fills a box, as "N/A" or a dash does. A drawing made of signs may well say something."""
    return re.sub(r"[\s\-–—_./\\?,;:*]+", "", text).casefold() in SAYS_NOTHING  # noqa: RUF001


def family_to_hear(heard: Collection[str], needed: Collection[str]) -> list[str]:
    """Of a parent and a carer, each of whom may be needed, those nobody heard stands for; without a need, anyone does.

    `heard` holds what each adult heard can stand for: parent, carer or either.
    """
    if not needed:
        return [] if heard else ["parent or carer"]
    missing = [part for part in needed if part not in heard]
    return missing[list(heard).count("either") :]


def is_among(whose: str, name: str | None, heard: Collection[tuple[str, str | None]]) -> bool:
    """Whether this adult is one of those heard; a name nobody wrote down may be anybody's."""
    return any(whose == other and (name == known or not name or not known) for other, known in heard)
