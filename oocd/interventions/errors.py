from datetime import date

from oocd.errors import BadInput, Conflict


class SessionInTheFuture(BadInput):
    def __init__(self) -> None:
        super().__init__("A session is recorded once it was held. Correct the date.", {"held_on": ["In the future."]})


class SessionBeforeWork(BadInput):
    def __init__(self, field: str = "held_on") -> None:
        super().__init__(
            "This session was held before the work was agreed. Correct the date.", {field: ["Before the work."]}
        )


class NoSuchSession(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "This work has no such session. Use the id of a session offered for it, or leave `session` out.",
            {"session": ["Not a session of this work."]},
        )


class RecordedAlready(Conflict):
    def __init__(self) -> None:
        super().__init__("What came of this session is on record. If it is wrong, add a correction to the session.")


class NothingToCorrect(Conflict):
    def __init__(self) -> None:
        super().__init__("Nobody has recorded yet what came of this session. Record it: attended, missed or cancelled.")


class NothingChanges(BadInput):
    def __init__(self) -> None:
        super().__init__("This says what the record says already. Send what should stand instead.")


class ReasonForThis(BadInput):
    def __init__(self, result: str) -> None:
        wants = {
            "cancelled": "A session the service cancelled needs a reason of its own list.",
            "attended": "A session the child attended has no reason. Leave `reason` out.",
        }
        super().__init__(wants[result], {"reason": ["Correct this."]})


class UnknownResult(BadInput):
    def __init__(self) -> None:
        super().__init__("A session was attended, missed or cancelled.", {"result": ["Send one of these three."]})


class WorkHasEnded(Conflict):
    def __init__(self) -> None:
        super().__init__("This work has ended. Agree a new piece of work instead.")


class NoSuchWork(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "This case has no such work. Use the id of work agreed in it, or leave `intervention` out.",
            {"intervention": ["Not work of this case."]},
        )


class TakenOrLeft(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "A child may take or leave this work: it is support, or its outcome is not given yet. There is nothing to"
            " report. End it early with a neutral reason, and offer something that fits better."
        )


class RaisedAlready(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "This was raised for this work and waits for a manager. Add what you have since tried instead."
        )


class NotForThePolice(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "The police are not told of this. Support that a child may take or leave is never reported as a failure."
        )


class PoliceToldAlready(Conflict):
    def __init__(self) -> None:
        super().__init__("The day on which the police were told is on record already.")


class EndsBeforeItStarts(BadInput):
    def __init__(self, start_by: date) -> None:
        super().__init__(
            f"The work is to start by {start_by} and cannot end before.", {"end_by": ["Before the start."]}
        )


class NotSomebodyHere(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(f"Nobody who works here has the address {email}. Check it, or leave the name out.")


class SayWhyItChanges(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "There is a plan already. Say in `why_changed` why it becomes another.", {"why_changed": ["Fill this in."]}
        )
