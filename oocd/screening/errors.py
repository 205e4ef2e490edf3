from collections.abc import Iterable, Sequence
from typing import NamedTuple

from oocd.errors import BadInput, Conflict, NotAllowed


class OffTheScale(BadInput):
    def __init__(self, score: int, scale: tuple[int, int]) -> None:
        super().__init__(f"{score} is not on this edition's scale of {scale[0]} to {scale[1]}. Check your copy.")


class MoreThanOneLevel(BadInput):
    def __init__(self, cap: int) -> None:
        super().__init__(f"All factors together move a score by at most {cap}. Weigh them as a whole.")


class TypeTheScore(BadInput):
    def __init__(self, edition: str) -> None:
        super().__init__(
            f"The scores of {edition} are not loaded here. Type the score from your copy as `base`.",
            {"base": ["Type the score from your copy."]},
        )


class ScoreFollowsFromClass(BadInput):
    def __init__(self, score: int) -> None:
        super().__init__(f"In the illustrative edition this offence scores {score}, by its class. Leave `base` out.")


class NotForRealDecisions(BadInput):
    def __init__(self) -> None:
        super().__init__("The illustrative edition is made up and must not shape a real decision. Use your own copy.")


class ReasonNeeded(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Say why the factors move the score.",
            {"rationale": ["Say why in words, with the factors that count."]},
        )


class FactorNeeded(BadInput):
    def __init__(self, effect: str) -> None:
        super().__init__(
            f"Nothing {effect} is ticked, so nothing moves the score that way. Tick each factor you rely on.",
            {"factors": [f"Tick at least one {effect} factor."]},
        )


class NotAFactorHere(BadInput):
    def __init__(self, code: str, edition: str, fitting: Iterable[str]) -> None:
        super().__init__(
            f"{code!r} is no factor for this offence in {edition}. Use some of: {', '.join(fitting)}.",
            {"factors": [f"{code} does not belong here."]},
        )


class TickedAlready(BadInput):
    def __init__(self, code: str) -> None:
        super().__init__(f"{code} is ticked for this score already. Each factor counts once.")


class NothingTyped(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "Nobody typed this score: it follows from a rule of its edition, or two people read it in the copy of the "
            "police force. There is nothing to check."
        )


class CheckYourOwn(NotAllowed):
    title = "Somebody else has to do this"

    def __init__(self) -> None:
        super().__init__("You typed this score yourself. Ask a second person to check it against their copy.")


class CheckedAlready(Conflict):
    def __init__(self) -> None:
        super().__init__("This score was checked already. Where it is wrong, score the offence again.")


class LoadedScoreDiffers(BadInput):
    def __init__(self, loaded: int) -> None:
        super().__init__(
            f"Two people read {loaded} for this offence in the police force's copy, and that is used. Leave `base` "
            "out. Where it is wrong, have the scores entered and checked again.",
            {"base": ["Leave this out."]},
        )


class Finding(NamedTuple):
    """One thing wrong with one line of a copy: the column (empty for the line as a whole), and the reason."""

    line: int
    column: str
    reason: str


class CopyRefused(BadInput):
    """A copy is taken whole or not at all: every finding is told at once."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        told = [
            f"Line {found.line}{f', column {found.column}' if found.column else ''}: {found.reason}"
            for found in findings
        ]
        super().__init__("\n".join(["Nothing was taken from this file.", *told]))


class NothingToLoad(BadInput):
    def __init__(self, edition: str) -> None:
        super().__init__(f"The scores of {edition} follow from a rule, and there is no copy of them. Name another.")


class NothingToCheck(Conflict):
    def __init__(self, edition: str) -> None:
        super().__init__(f"No copy of {edition} waits for a second person. Enter one first, with --entered-by.")


class CheckTheirs(NotAllowed):
    title = "Somebody else has to do this"

    def __init__(self) -> None:
        super().__init__("You entered these scores yourself. Ask a second person to read them in the copy.")


class SayWhichForce(BadInput):
    def __init__(self, forces: Sequence[str]) -> None:
        super().__init__(f"This person has a place with several police forces. Say --force: {', '.join(forces)}.")


class UnknownForce(BadInput):
    def __init__(self, force: str, known: Iterable[str]) -> None:
        super().__init__(f"There is no police force called {force!r}. Use one of: {', '.join(sorted(known))}.")
