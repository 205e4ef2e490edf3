from oocd.errors import BadInput, Conflict


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


class SayHowSafe(BadInput):
    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            "A review at the end looks again at how safe the child is, and other people. Give the level of each as it"
            f" is judged now, in {' and '.join(missing)}. A case that was assessed has a level to give.",
            {name: ["Give the level as it is judged now."] for name in missing},
        )


class DecideToCloseHere(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "With this decision the work goes on. Extend the work, and name the day until which.",
            {"exit_decision": ["Extend the work instead."]},
        )


class DecideToGoOn(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "With this decision the work does not go on. Record the review as held.",
            {"exit_decision": ["Hold the review instead."]},
        )


class AnswerWhetherCompleted(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Say in `kpi_6_completed` whether the work counts as completed: for a plan partly completed one of the two,"
            " for any other what the result of the plan says, and nothing where no work was agreed.",
            {"kpi_6_completed": ["It does not go with the result of the plan."]},
        )


class SayWhyNotCompleted(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Say in `not_completed_because` why work counted by the return was not completed, and of no other work.",
            {"not_completed_because": ["A reason goes with work that was not completed."]},
        )


class NotAReviewPanel(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "That meeting does not review cases. Choose a review panel, or plan one.", {"meeting": ["No review panel."]}
        )


class NotWaitingToBeHeld(Conflict):
    def __init__(self) -> None:
        super().__init__("This review does not wait to be held any more. Look again at the case.")


class OnAnAgendaAlready(Conflict):
    def __init__(self) -> None:
        super().__init__("This review is on a panel's agenda already. Take it off there first.")


class NotOnAnAgenda(Conflict):
    def __init__(self) -> None:
        super().__init__("This review is on no panel's agenda. Look again at the case.")
