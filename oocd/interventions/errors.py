from oocd.errors import BadInput, Conflict


class CaseIsOver(Conflict):
    def __init__(self) -> None:
        super().__init__("This case is over, so no work can be added to it. Refer the child on if help is wanted.")


class SessionInTheFuture(BadInput):
    def __init__(self) -> None:
        super().__init__("A session is recorded once it was held. Correct the date.", {"held_on": ["In the future."]})
