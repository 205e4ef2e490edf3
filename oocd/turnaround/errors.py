from oocd.errors import BadInput, Conflict


class NotOfferedNow(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "Consent is recorded while an offer of Turnaround waits for its answer. Hold the case against the criteria"
            " and offer support first."
        )


class SayWhoOfTheFamily(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Say who of the family agreed, in `relation`.",
            {"relation": ["A code of the list of carers' relationships."]},
        )


class NeitherChildNorFamily(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Consent is the child's or the family's. Write child or family.", {"whose": ["Write child or family."]}
        )


class EventAfterReferral(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "The qualifying event lies after the referral. Correct its day.",
            {"qualifying_event_on": ["This is after the referral."]},
        )


class NothingQualifies(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "No outcome given in this case leads to Turnaround. If something else does, send the child there by a"
            " referral of its own."
        )


class AlreadyWithTurnaround(Conflict):
    def __init__(self) -> None:
        super().__init__("This child is with Turnaround already. Go on with that case.")
