from collections.abc import Mapping, Sequence
from typing import Any

from oocd.errors import BadInput, Conflict, OocdError
from oocd.policy.edition import GuardRule


class OutsideAgeRange(OocdError):
    title = "This child is not of an age for this service"

    def __init__(self, rule: GuardRule) -> None:
        super().__init__(rule.says, rule=rule.id, source=rule.source)


class RouteNotOpen(BadInput):
    def __init__(self, label: str, note: str | None = None) -> None:
        because = f" {note}" if note else ""
        super().__init__(
            f"This area does not take referrals by the route {label}.{because} Use a route that is open here."
        )


class NeedsANotice(BadInput):
    def __init__(self, label: str) -> None:
        super().__init__(
            f"The route {label} begins with a notice of what was given. Send it to /api/v1/street-notices."
        )


class NotASourceOfSupport(BadInput):
    def __init__(self, label: str) -> None:
        super().__init__(
            f"{label}: this sends a case with its offences, to /api/v1/referrals. Choose who else asks for support.",
            {"source": ["Choose who asks for support."]},
        )


class RouteNeedsOffence(BadInput):
    def __init__(self) -> None:
        sentence = "Name at least one offence."
        super().__init__(f"This route decides on offences. {sentence}", {"offences": [sentence]})


class SameRoute(BadInput):
    def __init__(self) -> None:
        super().__init__("The case is on this route already. Choose another.", {"route": ["Already on this route."]})


class NotAbleToWorkCases(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} cannot be given cases in this area. Choose somebody with the role practitioner.")


class DifferentChild(BadInput):
    def __init__(self, child_ref: str) -> None:
        super().__init__(f"{child_ref} is on record with another date of birth. Check the reference and the date.")


class NoSuchOffence(BadInput):
    def __init__(self, number: int) -> None:
        super().__init__(f"This case has no offence number {number}. Use a number from the case.")


class OffenceTwice(BadInput):
    def __init__(self, number: int) -> None:
        super().__init__(f"Offence {number} is named twice. Say everything about one offence in one place.")


class CrimeNumberTwice(BadInput):
    def __init__(self) -> None:
        super().__init__("Two offences are the same one under the same crime number. Leave one out or correct it.")


class AlreadyReferred(Conflict):
    title = "This was referred before"

    def __init__(self, reference: str | None) -> None:
        case = reference or "A case you have stepped back from"
        what_to_do = "Add what is new to that case." if reference else "Ask a colleague to add what is new to it."
        super().__init__(f"{case} is under way for this child and this offence. {what_to_do}")
        self.reference = reference

    def members(self) -> Mapping[str, Any]:
        return {"reference": self.reference} if self.reference else {}


class DatesOutOfOrder(BadInput):
    def __init__(self, earlier: str, later: str) -> None:
        super().__init__(f"The {later} lies before the {earlier}. Correct one of the two.")


class SourceNeeds(BadInput):
    def __init__(self, source: str, names: Sequence[str], *, not_asked: bool = False) -> None:
        words = ", ".join(name.replace("_", " ") for name in names)
        problem = "does not go with" if not_asked else "needs"
        sentence = "Leave this out, or choose another source." if not_asked else "Fill this in."
        super().__init__(f"The source “{source}” {problem}: {words}.", {name: [sentence] for name in names})


class NoReference(BadInput):
    def __init__(self) -> None:
        super().__init__("An incident needs the police's reference for it. Fill it in.")


class NotAllocatedYet(Conflict):
    def __init__(self) -> None:
        super().__init__("Nobody has this case yet. Accept it first, and allocate it in doing so.")


class AlreadyTheirs(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} has this case already. Choose somebody else.")


class SteppedBack(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} has stepped back from this case. Choose somebody else.")


class DateInTheFuture(BadInput):
    def __init__(self, what: str, field: str) -> None:
        super().__init__(f"The {what} is in the future. Correct it.", {field: ["This is in the future."]})


class ClassNotKnown(BadInput):
    def __init__(self, label: str) -> None:
        super().__init__(
            f"The class of this offence is not on record here: {label}. Say it as `offence_class`: summary_only, "
            "either_way or indictable_only.",
            {"offence_class": ["Say how an adult would be tried for it."]},
        )
