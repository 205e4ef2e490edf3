from datetime import date

from oocd.errors import BadInput, Conflict, NotAllowed


class NotYoursToGive(NotAllowed):
    title = "Another agency's step"

    def __init__(self, agency: str) -> None:
        super().__init__(f"The next step of this case is for {agency} to take. Somebody there can give it to a person.")


class CannotTakeTheStep(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(
            f"{email} cannot take the next step of this case. Choose somebody whose roles here allow it, and who has"
            " not stepped back from the case.",
            {"person": ["Not able to take this step."]},
        )


class OnThatListAlready(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(f"The case is on the list of {email} already. Choose somebody else.")


class NotAColleague(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} has no place in this area today. Check the address.")


class CannotCoverThemselves(BadInput):
    def __init__(self) -> None:
        super().__init__("Nobody covers for themselves. Name somebody else.", {"covered_by": ["Somebody else."]})


class CoverEndsBeforeItBegins(BadInput):
    def __init__(self) -> None:
        super().__init__("The last day of the cover lies before its first, or is over. Correct the two dates.")


class CoveredAlready(Conflict):
    def __init__(self, until: date) -> None:
        super().__init__(f"Somebody covers for this person until {until} already. End that cover first.")


class CoverIsOver(Conflict):
    def __init__(self) -> None:
        super().__init__("This cover has ended already.")


class NotYoursToCover(NotAllowed):
    def __init__(self) -> None:
        super().__init__("You can say who covers for yourself. For a colleague, ask whoever manages your team.")


class NothingToHandOver(BadInput):
    def __init__(self, name: str) -> None:
        super().__init__(f"No open case of this area is {name}'s. There is nothing to hand over.")


class CannotTakeThese(BadInput):
    def __init__(self, email: str, references: list[str]) -> None:
        super().__init__(
            f"{email} cannot take {', '.join(references)}: not a step of theirs, or a case they stepped back from."
            " Give those to somebody else first. Nothing was handed over."
        )


class OthersAreHidden(BadInput):
    def __init__(self, count: int) -> None:
        super().__init__(
            f"You have stepped back from {count} of their cases. A colleague has to give those to somebody first."
            " Nothing was handed over."
        )


class StillHasCases(BadInput):
    def __init__(self, name: str, count: int) -> None:
        cases = "1 open case is" if count == 1 else f"{count} open cases are"
        super().__init__(
            f"{cases} {name}'s in this area. Say in the same command who takes them over, or give them away first."
        )
