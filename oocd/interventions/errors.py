from oocd.errors import BadInput


class SessionInTheFuture(BadInput):
    def __init__(self) -> None:
        super().__init__("A session is recorded once it was held. Correct the date.", {"held_on": ["In the future."]})


class SessionBeforeWork(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "This session was held before the work was agreed. Correct the date.", {"held_on": ["Before the work."]}
        )
