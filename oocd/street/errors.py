from oocd.errors import BadInput


class GivenTooLate(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "The day it was given lies after the day the service was told. Correct one of the two.",
            {"given_on": ["This is after the day of the notice."]},
        )


class GivenBeforeOffence(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "The day it was given lies before the offence. Correct one of the two.",
            {"given_on": ["This is before the offence."]},
        )


class VictimSaidOnce(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "A victim either gave a view or could not be heard. Fill in the one or the other.",
            {"no_victim_view": ["Leave this out, or take out the view."]},
        )


class ListCannotBeRead(BadInput):
    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"Line {line} of the list: {problem} Nothing was kept. Correct the line and send it again.")


class OutsideItsPeriod(BadInput):
    def __init__(self, line: int) -> None:
        super().__init__(
            f"Line {line} of the list was given outside the period. Take it out, or widen the period. Nothing was kept."
        )


class PeriodBackwards(BadInput):
    def __init__(self) -> None:
        super().__init__("The period ends before it begins. Correct one of the two days.")


class UnknownForce(BadInput):
    def __init__(self, force: str, known: list[str]) -> None:
        super().__init__(f"No area here is policed by {force}. Use one of: {', '.join(known)}.")


class NotAnAreaOfTheForce(BadInput):
    def __init__(self, line: int, area: str) -> None:
        super().__init__(f"Line {line} of the list names {area}, which is no area of this force. Nothing was kept.")
