from oocd.errors import BadInput


class SayWhoWasHeard(BadInput):
    def __init__(self, whose: str) -> None:
        field = f"{whose}_feedback"
        super().__init__(
            f"Record what the {whose} says in their own words in `{field}`, or why there are none in `no_{field}`.",
            {field: ["Their words, or the reason why there are none."]},
        )


class NotWorkOfThisCase(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "This review names work that is not of its case, or that has not ended. Use the ids of its ended work.",
            {"results": ["Not ended work of this case."]},
        )


class PlanWasNotCompleted(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "A part of the plan is on record as not completed, so neither is the plan as a whole. Say which it was.",
            {"plan_result": ["A part of the plan was not completed."]},
        )


class NameWhereTo(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Name at least one service the child was offered to go on to, and whether they accepted it.",
            {"onward": ["Name a service."]},
        )


class NothingToReturn(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Nothing of this case goes back to the police from a review: its plan was completed, or its outcome is not"
            " one that they decide again. Close it, with support to go on to where that fits.",
            {"exit_decision": ["Not open to this case."]},
        )


class NotToldToPolice(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "The police are not told that support was not taken up. Leave the date out.",
            {"police_told_on": ["Never reported as a failure."]},
        )


class ExtendIntoTheFuture(BadInput):
    def __init__(self) -> None:
        super().__init__("Work is extended to a day that is still to come.", {"extended_to": ["Not in the future."]})


class HeldByAPanelHere(BadInput):
    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            f"In this area a panel holds the review at the end of every case. Say in `present` who came for:"
            f" {', '.join(missing)}. If nobody did, hold it when they can come.",
            {"present": [f"Nobody of {agency}." for agency in missing]},
        )
