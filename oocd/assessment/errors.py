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


class UnknownSection(BadInput):
    def __init__(self, section: str, known: list[str]) -> None:
        super().__init__(f"There is no section called {section}. Use: {', '.join(known)}.")
