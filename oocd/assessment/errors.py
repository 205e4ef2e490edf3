from oocd.errors import BadInput, Conflict, NotAllowed


class AbsenceNeedsManager(NotAllowed):
    def __init__(self) -> None:
        super().__init__("Only a manager agrees that a child or carer was not heard. Ask a manager to record it.")


class AlreadyAsked(Conflict):
    def __init__(self, agency: str) -> None:
        super().__init__(f"{agency} has an open check on this case already. Wait for its answer or give it up first.")


class NotBeingWritten(Conflict):
    def __init__(self) -> None:
        super().__init__("This assessment is not being written now. Have it returned for changes first.")


class UnknownSection(BadInput):
    def __init__(self, section: str, known: list[str]) -> None:
        super().__init__(f"There is no section called {section}. Use: {', '.join(known)}.")
