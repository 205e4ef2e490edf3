from oocd.errors import BadInput, OocdError
from oocd.policy.store import GuardRule


class OutsideAgeRange(OocdError):
    title = "This child is not of an age for this service"

    def __init__(self, rule: GuardRule) -> None:
        super().__init__(rule.says, rule=rule.id, source=rule.source)


class RouteNotOpen(BadInput):
    def __init__(self, label: str) -> None:
        super().__init__(f"This area does not take referrals by the route {label}. Use a route that is open here.")


class NotAbleToWorkCases(BadInput):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} cannot be given cases in this area. Choose somebody with the role practitioner.")


class DifferentChild(BadInput):
    def __init__(self, child_ref: str) -> None:
        super().__init__(f"{child_ref} is on record with another date of birth. Check the reference and the date.")


class NoSuchOffence(BadInput):
    def __init__(self, number: int) -> None:
        super().__init__(f"This case has no offence number {number}. Use a number from the case.")


class OffenceAfterReferral(BadInput):
    def __init__(self, number: int) -> None:
        super().__init__(f"Offence {number} is dated after the referral itself. Correct one of the two dates.")


class DateInTheFuture(BadInput):
    def __init__(self, what: str) -> None:
        super().__init__(
            f"The {what} is in the future. Correct it.", {what.replace(" ", "_"): ["This is in the future."]}
        )
