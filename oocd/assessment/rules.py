"""What an assessment must say before anybody signs it: plain values in, plain values out."""

from collections.abc import Mapping

SECTIONS = ("circumstances", "diversity", "family", "behaviour", "strengths", "plan")
NOT_ASSESSED = "not_assessed"


def still_to_write(sections: Mapping[str, str], levels: Mapping[str, str]) -> list[str]:
    """The sections without a word, and the levels without a judgement."""
    empty = [name for name in SECTIONS if not sections.get(name, "").strip()]
    return empty + [name.replace("_", " ") for name, level in levels.items() if level == NOT_ASSESSED]
