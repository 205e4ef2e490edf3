from collections.abc import Collection, Sequence

from oocd.errors import BadInput, Conflict, OocdError


class DecideOnEveryOffence(BadInput):
    def __init__(self, waiting: Sequence[int]) -> None:
        numbers = ", ".join(map(str, waiting))
        super().__init__(
            f"Give a decision for each offence of the case that waits for one, once, by its number: {numbers}."
        )


class SayWhyItDiffers(BadInput):
    def __init__(self, recommended: str) -> None:
        super().__init__(
            f"The panel recommended {recommended}. Say in `differs_because` why the decision is another.",
            {"differs_because": ["Say why the decision differs from the recommendation."]},
        )


class ProsecutionRevives(BadInput):
    def __init__(self, revived: str) -> None:
        super().__init__(
            f"The decision to prosecute this offence was on hold and stands again. Decide on: {revived}, or say in "
            "`differs_because` why not.",
            {"differs_because": ["Say why the child is not prosecuted after all."]},
        )


class StillToSay(BadInput):
    """Something this outcome cannot be decided or given without; `names` are the fields."""

    def __init__(self, label: str, names: Sequence[str]) -> None:
        words = ", ".join(name.replace("_", " ") for name in names)
        super().__init__(f"{label} needs: {words}.", {name: ["Fill this in."] for name in names})


class NotForThisOutcome(BadInput):
    def __init__(self, label: str, names: Sequence[str]) -> None:
        words = ", ".join(name.replace("_", " ") for name in names)
        super().__init__(
            f"{label} has no place for: {words}. Leave that out, or choose another outcome.",
            {name: ["Leave this out."] for name in names},
        )


class NotACodeOfThisOutcome(BadInput):
    def __init__(self, code: str, codes: Collection[str]) -> None:
        super().__init__(
            f"Home Office code {code} does not belong to this outcome. Use one of: {', '.join(codes)}.",
            {"home_office_code": [f"Use one of: {', '.join(codes)}."]},
        )


class CarriesNoConditions(OocdError):
    """A rule refuses conditions on this outcome, or nothing provides for them."""

    title = "A rule does not allow this"


class DateInThePast(BadInput):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"The {name.replace('_', ' ')} has passed already. Correct the date.", {name: ["In the past."]}
        )


class DateInTheFuture(BadInput):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"The {name.replace('_', ' ')} is still to come. Record it when it has happened.",
            {name: ["In the future."]},
        )


class CompletedBeforeItWasGiven(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "It cannot have been completed before it was given. Correct the date.", {"completed_on": ["Too early."]}
        )


class ConditionsAreSet(Conflict):
    def __init__(self) -> None:
        super().__init__("The conditions can be edited until the outcome is given. Afterwards, vary them with consent.")


class NotTheirsToDecide(BadInput):
    def __init__(self, role: str) -> None:
        super().__init__(
            f"Only an authorised person or a prosecutor decides this, and “{role}” is neither. Ask one of them.",
            {"officer_role": ["Name the role of an authorised person or prosecutor."]},
        )


class NothingToSign(Conflict):
    def __init__(self) -> None:
        super().__init__("There are no conditions to sign yet. Set them first, then record what the child signed.")


class ConsentNeeded(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Conditions bind a child only with the child's consent. Ask the child; without it, leave them as they are.",
            {"consent": ["Record the child's consent."]},
        )


class NothingChanges(BadInput):
    def __init__(self) -> None:
        super().__init__("Say what changes: `conditions`, `planned_end` or both.")


class NoAnswerYet(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "The police hear how an outcome goes once it was given. Explain and give it, or return it to them."
        )


class NothingToRefer(Conflict):
    def __init__(self, label: str) -> None:
        super().__init__(
            f"{label} is not referred to the youth justice service by law, or was not given yet. Give it first; of an "
            "outcome without that duty nothing is to be recorded."
        )


class ToldAlready(Conflict):
    def __init__(self) -> None:
        super().__init__("The referral of this outcome to the youth justice service is recorded already.")
