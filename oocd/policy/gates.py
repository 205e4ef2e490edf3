"""Turning what the gates say into refusals that a workflow shows."""

from collections.abc import Iterable, Iterator, Mapping

from oocd.policy.rules import Answer, still_closed


def sentences(
    answers: Iterable[Answer], reasons: Mapping[str, str], acknowledged: Iterable[str]
) -> Iterator[tuple[Answer, str]]:
    """Each answer that stands in the way, with words that say what to do about it."""
    for answer in still_closed(answers, reasons, acknowledged):
        if answer.verdict == "unknown":
            missing = ", ".join(name.replace("_", " ") for name in answer.missing)
            yield answer, f"{answer.says} Not known yet: {missing}."
        elif answer.kind == "soft":
            yield answer, f"{answer.says} Or say by name why this case is different."
        elif answer.kind == "acknowledge":
            yield answer, f"{answer.says} Acknowledge by name that you have read this."
        else:
            yield answer, answer.says
