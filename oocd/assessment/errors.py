from oocd.errors import BadInput, Conflict, NotAllowed


class AlreadyAsked(Conflict):
    def __init__(self, agency: str) -> None:
        super().__init__(f"{agency} has an open check on this case already. Wait for its answer or give it up first.")


class NothingToChase(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "This check waits for nobody any more, so there is nothing to chase. Ask again if you need to."
        )


class NotWords(BadInput):
    def __init__(self, whose: str) -> None:
        super().__init__(
            f"Those are not the words of the {whose}. Write what was said; if nothing could be heard, "
            "record the absence with its reason and have a manager agree."
        )


class NothingToCorrect(BadInput):
    def __init__(self, whose: str) -> None:
        super().__init__(f"A correction names an earlier view of the {whose} in this case. Give that view's id.")


class ChildAgreesWithChild(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Only a carer can disagree with the child. Leave disagrees_with_child out of the child's words."
        )


class AttemptsNeeded(BadInput):
    def __init__(self, reason: str) -> None:
        super().__init__(f"List each attempt to reach them, with its date and method: the reason is {reason}.")


class NotAnAbsence(Conflict):
    def __init__(self) -> None:
        super().__init__("Somebody was heard here, so there is no absence to agree to. Choose the absence.")


class AbsenceAgreed(Conflict):
    def __init__(self) -> None:
        super().__init__("A manager agreed to this absence already. Nothing more is needed.")


class AbsenceNeedsAnotherManager(NotAllowed):
    def __init__(self) -> None:
        super().__init__("Nobody agrees to an absence they recorded. Ask another manager.")


class WrongDecision(BadInput):
    def __init__(self, decision: str, kind: str) -> None:
        super().__init__(f"{decision} is no answer to a referral of the kind {kind}. Choose one of its own decisions.")


class NothingWasReferred(Conflict):
    def __init__(self) -> None:
        super().__init__("This was considered and not referred, so nobody decides on it. Record a referral first.")


class NotBeingWritten(Conflict):
    def __init__(self) -> None:
        super().__init__("This assessment is not being written now. Have it returned for changes first.")


class AssessmentStillOpen(Conflict):
    def __init__(self) -> None:
        super().__init__("The last assessment of this case is not countersigned yet. Finish it before opening another.")


class UnknownSection(BadInput):
    def __init__(self, section: str, known: list[str]) -> None:
        super().__init__(f"There is no section of text called {section}. Use: {', '.join(known)}.")


class NotOfThisCase(BadInput):
    def __init__(self, what: str) -> None:
        super().__init__(f"{what} does not belong to this case. Correct it, or leave it out.")


class SourceNotNamed(BadInput):
    def __init__(self) -> None:
        super().__init__("Name each source: a check of this case, or the agency, the day it was asked and the result.")


class DiagnosisNotSaid(BadInput):
    def __init__(self, characteristic: str) -> None:
        super().__init__(f"Say how far anybody has got with a diagnosis of {characteristic}; undiagnosed is an answer.")


class StepEndsBeforeItStarts(BadInput):
    def __init__(self, number: int) -> None:
        super().__init__(f"Step {number} of the plan ends before it starts. Correct one of the two days.")


class KindAlreadyInForce(Conflict):
    def __init__(self, kind: str) -> None:
        super().__init__(f"This assessment is of the kind {kind} already. Nothing more is needed.")


class NoKindWaiting(Conflict):
    def __init__(self) -> None:
        super().__init__("No kind of assessment waits for a manager's agreement. Somebody must ask for one first.")


class KindNeedsAnotherManager(NotAllowed):
    def __init__(self) -> None:
        super().__init__("Nobody agrees to less than a full assessment that they asked for. Ask another manager.")


class AlreadyContributes(Conflict):
    def __init__(self) -> None:
        super().__init__("They contribute to this assessment already. Nothing more is needed.")


class NotInThisArea(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(
            f"Nobody with the address {email} works with cases here. Use the address of somebody who does."
        )


class AssetplusAlreadyRequired(Conflict):
    def __init__(self) -> None:
        super().__init__("A manager asked for AssetPlus already. Nothing more is needed.")


class NothingToShare(Conflict):
    def __init__(self) -> None:
        super().__init__("Nothing is countersigned yet. The child's copy is made of what a manager has signed.")


class RecordedByCountersigning(BadInput):
    def __init__(self) -> None:
        super().__init__("Countersign or return the assessment: that records this oversight by itself.")


class DueInThePast(BadInput):
    def __init__(self, what: str) -> None:
        super().__init__(f"The day for {what} has passed already. Choose today or a later day.")


class ActionDone(Conflict):
    def __init__(self) -> None:
        super().__init__("This action is done already. Nothing more is needed.")


class NotYourAction(NotAllowed):
    def __init__(self) -> None:
        super().__init__("An action is marked done by whoever owns it, or by a manager. Ask one of them.")
