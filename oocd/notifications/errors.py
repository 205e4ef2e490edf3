from oocd.errors import BadInput, Conflict
from oocd.notifications.kinds import Kind


class UnknownKind(BadInput):
    def __init__(self, kind: str) -> None:
        super().__init__(
            f"There is no kind of notice called {kind}. Read the list of your choices for those there are."
        )


class UnknownWay(BadInput):
    def __init__(self, way: str, known: list[str]) -> None:
        super().__init__(f"A notice cannot come {way!r}. Use one of: {', '.join(known)}.")


class NeverSilenced(BadInput):
    def __init__(self, kind: Kind) -> None:
        super().__init__(f"“{kind.label}” always comes at once. {kind.never_silenced} Leave it as it is.")


class NotDead(Conflict):
    def __init__(self) -> None:
        super().__init__("This message is on its way again or was sent. Look at the list again.")
