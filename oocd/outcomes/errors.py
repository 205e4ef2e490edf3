from oocd.errors import BadInput, Conflict


class DecideOnEveryOffence(BadInput):
    def __init__(self) -> None:
        super().__init__("Give a decision for each offence of the case, once, by its number.")


class SayWhyItDiffers(BadInput):
    def __init__(self, recommended: str) -> None:
        super().__init__(
            f"The panel recommended {recommended}. Say in `differs_because` why the decision is another.",
            {"differs_because": ["Say why the decision differs from the recommendation."]},
        )


class NotACaution(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "Only a youth caution that was given is referred under section 66ZB. Nothing is to be recorded."
        )


class ToldAlready(Conflict):
    def __init__(self) -> None:
        super().__init__("The referral of this caution to the youth justice service is recorded already.")
