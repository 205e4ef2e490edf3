"""What makes a decision complete: plain values in, plain values out."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

# Facts that the person deciding or giving supplies in doing so; before that, no rule about them is broken.
SAID_IN_DECIDING = frozenset(
    {"decided_by", "decision_maker_named", "rationale_complete", "deviates_from_starting_point", "deviation_explained"}
)
SAID_IN_GIVING = frozenset({"given_by_constable", "appropriate_adult_present", "appropriate_adult_is_police"})
REASONS = ("why_this_outcome", "why_not_the_one_below", "why_not_the_one_above", "how_views_counted")


def complete(reasons: Mapping[str, str]) -> bool:
    return all(reasons.get(name, "").strip() for name in REASONS)


def counted_once(declared: Collection[date | None], given_here: Collection[date]) -> int:
    """How many there were: what was declared with a day on which it was given here is that one, told again."""
    told: Counter[date | None] = Counter(declared)
    here: Counter[date | None] = Counter(given_here)
    return sum(max(told[day], here[day]) for day in {*told, *here})
