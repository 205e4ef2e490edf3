from collections.abc import Mapping

from oocd.errors import BadInput, Conflict, NotAllowed


class ViewOrReason(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Record either what the victim needs and wishes, or why there is no view. Send one of the two."
        )


class VictimKnownAlready(BadInput):
    def __init__(self, victim_ref: str) -> None:
        super().__init__(
            f"This case has a victim {victim_ref} already. Add to that one, or use another reference.",
            {"victim_ref": ["This reference is taken in this case."]},
        )


class AnswersAreAsked(BadInput):
    """A consent that nobody gave when asked: not asked, or withdrawn."""

    def __init__(self, state: str) -> None:
        super().__init__(
            f"{state!r} is no answer to a question. Record what the victim answered, or that they could not be "
            "reached; a consent is taken back with withdraw-consent."
        )


class NothingToWithdraw(Conflict):
    def __init__(self, purpose: str | None) -> None:
        about = f" for {purpose}" if purpose else ""
        super().__init__(f"No consent is in force{about}, so none can be withdrawn. To object, record the answer no.")


class WithdrawnBeforeGiven(BadInput):
    def __init__(self, purpose: str) -> None:
        super().__init__(
            f"The consent for {purpose} was given after that day. Correct the day on which it was withdrawn.",
            {"withdrawn_on": ["This is before the consent was given."]},
        )


class RunsOutBeforeItBegins(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "The consent would run out before it was given. Correct one of the two dates.",
            {"expires_on": ["This is before the day the victim was asked."]},
        )


class NoConsentToContact(Conflict):
    title = "The victim has not agreed to this"

    def __init__(self, purpose: str, state: str) -> None:
        super().__init__(
            f"There is no consent in force for {purpose} (it stands at: {state}). Do not contact the victim for it; "
            "ask for consent first."
        )


class NotAPurposeOfContact(BadInput):
    def __init__(self, purpose: str) -> None:
        super().__init__(f"Nobody is contacted for {purpose}. Name the purpose the contact was for.")


class VictimObjectsToSharing(Conflict):
    title = "The victim has not agreed to this"

    def __init__(self) -> None:
        super().__init__(
            "The victim objects to their details being passed to the youth justice service. Keep them with the police."
        )


class IdentityLacks(BadInput):
    def __init__(self, missing: Mapping[str, str]) -> None:
        super().__init__(
            "This kind of victim needs more: " + " ".join(missing.values()),
            {field: [sentence] for field, sentence in missing.items()},
        )


class NoSuchChild(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "No other child is on record here under this reference. Check it, or leave it out.",
            {"child_ref": ["Not the reference of another child of this area."]},
        )


class NotYoursToRead(NotAllowed):
    def __init__(self) -> None:
        super().__init__(
            "Victim workers read who a victim is; the police read back only what they sent. Ask the victim worker."
        )


class NoSuchResult(BadInput):
    def __init__(self, step: str, results: list[str]) -> None:
        super().__init__(f"That cannot come of {step.replace('_', ' ')}. Use one of: {', '.join(results)}.")
