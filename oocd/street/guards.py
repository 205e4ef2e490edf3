"""Questions the workflow asks before a street community resolution stays with the service or goes to the panel."""

from oocd.street.queries import notice_of, prompts_of
from oocd.workflow import Attempt, Unmet, guard


@guard("STR-10")
def panel_considered(attempt: Attempt) -> Unmet:
    """Nothing calls for the panel, or somebody says why this one stays."""
    rules = _prompting(attempt)
    if not rules or str(attempt.given.get("reason") or "").strip():
        return []
    return [f"What calls for it: {', '.join(rules)}."]


@guard("STR-11")
def panel_prompted(attempt: Attempt) -> Unmet:
    return [] if _prompting(attempt) else [""]


def _prompting(attempt: Attempt) -> list[str]:
    notice = notice_of(attempt.process.id)
    return [prompt.rule for prompt in prompts_of(notice)] if notice else []
