from datetime import date

from oocd.errors import BadInput, Conflict, NotAllowed


class NotInTheRoom(NotAllowed):
    title = "You are not in the room"

    def __init__(self) -> None:
        super().__init__("Only people present may vote. Have your arrival recorded first.")


class AlreadyVoted(Conflict):
    def __init__(self, agency: str, reference: str) -> None:
        super().__init__(f"{agency} has already voted on {reference}. Ask the chair to open another round.")


class NotVotingNow(Conflict):
    def __init__(self, reference: str) -> None:
        super().__init__(f"No round of votes is open on {reference}. Ask the chair to open one.")


class VoteOnEveryOffence(BadInput):
    def __init__(self) -> None:
        super().__init__("Give a vote for each offence of the case, once, by its number.")


class AlreadyInTheRoom(Conflict):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is recorded as present already.")


class NobodyToLeave(Conflict):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not recorded as present.")


class NotAPanelMember(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} cannot attend panels of this area. Check the address, or give them a role that can.")


class MeetingClosedToChanges(Conflict):
    def __init__(self) -> None:
        super().__init__("This meeting is over or cancelled. Plan another.")


class AgendaHoldsHiddenCase(Conflict):
    def __init__(self) -> None:
        super().__init__("A case you have stepped back from is on this agenda. Ask a colleague to cancel the meeting.")


class NoSuchPlace(BadInput):
    def __init__(self, last: int) -> None:
        super().__init__(f"Choose a place from 1 to {last}: so many cases wait on this agenda.")


class NotOnTheAgendaAnyMore(Conflict):
    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} is not waiting on the agenda any more. Look again at the meeting.")


class MayNotBeInThatRole(BadInput):
    def __init__(self, name: str, label: str) -> None:
        super().__init__(f"The roles of {name} do not allow that they act as {label.lower()}. Choose somebody else.")


class SomebodyChairsAlready(Conflict):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is in the chair. Record that they left it before somebody else takes it.")


class ApologyRecordedAlready(Conflict):
    def __init__(self, name: str) -> None:
        super().__init__(f"The apology of {name} is recorded already.")


class ViewOnEveryOffence(BadInput):
    def __init__(self) -> None:
        super().__init__("Name an outcome for each offence of the case, once, by its number.")


class NoSuchOffenceHere(BadInput):
    def __init__(self, number: int) -> None:
        super().__init__(f"This case has no offence {number}, or it is named twice. Use each number once.")


class CannotSeeCases(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} has no sight of cases in this area, so there is nothing to step back from.")


class AlreadySteppedBack(Conflict):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has stepped back from this case already.")


class AlreadyEnded(Conflict):
    def __init__(self) -> None:
        super().__init__("This declaration was ended already. Declare a new one if there is a conflict after all.")


class MeetingBeforeReferral(BadInput):
    def __init__(self, held_on: date) -> None:
        super().__init__(f"That meeting is of {held_on}, before the case was referred. Choose a later one.")


class MeetingOfAnotherArea(BadInput):
    def __init__(self) -> None:
        super().__init__("That meeting is of another area. Choose a meeting of the area of the case.")


class NotADecisionPanel(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "That meeting is not one that recommends outcomes. Choose a decision panel, or plan one.",
            {"meeting": ["Not a decision panel."]},
        )
