"""Gravity: a person's adjustment of at most the cap, kept on the scale. Plain values in, plain values out."""


def final_score(base: int, adjustment: int, scale: tuple[int, int]) -> int:
    lowest, highest = scale
    return max(lowest, min(highest, base + adjustment))


def within_cap(adjustment: int, cap: int) -> bool:
    return abs(adjustment) <= cap
