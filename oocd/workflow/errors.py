from collections.abc import Mapping, Sequence
from typing import Any

from oocd.errors import BadInput, Conflict, NotAllowed, OocdError
from oocd.workflow.definitions import Move, State
from oocd.workflow.registry import Refusal


class MoveRefused(OocdError):
    """A guard said no: every unmet one in words, each with its rule and source."""

    title = "A rule does not allow this yet"

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        first = refusals[0]
        super().__init__(" ".join(refusal.sentence for refusal in refusals), rule=first.rule, source=first.source)
        self.refusals = list(refusals)

    def members(self) -> Mapping[str, Any]:
        return {**super().members(), "unmet": [vars(refusal) for refusal in self.refusals]}


class NotOpenNow(Conflict):
    def __init__(self, move: Move, state: State) -> None:
        super().__init__(f"“{move.says}” cannot be done now. It stands at: {state.says}. Look again at what is open.")


class UnknownMove(Conflict):
    def __init__(self, name: str) -> None:
        super().__init__(f"There is no move called {name} here. Look again at what is open.")


class SomebodyMovedFirst(Conflict):
    def __init__(self, move: Move) -> None:
        super().__init__(f"Somebody else changed this while you were at “{move.says}”. Look again at what is open.")


class MayNotMove(NotAllowed):
    def __init__(self, move: Move) -> None:
        super().__init__(f"“{move.says}” needs the permission {move.by}, which your roles here do not give.")


class CaseIsOver(Conflict):
    def __init__(self, state: State) -> None:
        super().__init__(f"This case is over: {state.says}. Nothing can be added to it.")


class MoveNeeds(BadInput):
    def __init__(self, move: Move, missing: Sequence[str]) -> None:
        words = ", ".join(name.replace("_", " ") for name in missing)
        super().__init__(f"“{move.says}” needs: {words}.", {name: ["Fill this in."] for name in missing})
