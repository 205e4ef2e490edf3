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
        super().__init__("This meeting is over. Plan another.")


class CannotSeeCases(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} has no sight of cases in this area, so there is nothing to step back from.")


class AlreadySteppedBack(Conflict):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has stepped back from this case already.")


class AlreadyEnded(Conflict):
    def __init__(self) -> None:
        super().__init__("This declaration was ended already. Declare a new one if there is a conflict after all.")


class MeetingOfAnotherArea(BadInput):
    def __init__(self) -> None:
        super().__init__("That meeting is of another area. Choose a meeting of the area of the case.")
