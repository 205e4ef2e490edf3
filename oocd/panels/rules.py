"""How votes settle a round: plain values in, plain values out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Round:
    """What a round came to: the outcome agreed, if one was, and each agency that named another."""

    agreed: str | None
    dissents: Mapping[str, str] = field(default_factory=dict)


def settle(votes: Mapping[str, str | None], deciders: Collection[str]) -> Round:
    """A round agrees when every deciding agency names the same outcome; all other differences are dissents.

    `votes` maps each agency to the outcome it named, or None where it abstained.
    """
    named = {votes.get(agency) for agency in deciders}
    agreed = named.pop() if len(named) == 1 else None
    if agreed is None:
        return Round(agreed=None)
    return Round(agreed, {agency: vote for agency, vote in votes.items() if vote and vote != agreed})
