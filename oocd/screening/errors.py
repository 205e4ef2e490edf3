from oocd.errors import BadInput


class OffTheScale(BadInput):
    def __init__(self, score: int, scale: tuple[int, int]) -> None:
        super().__init__(f"{score} is not on this edition's scale of {scale[0]} to {scale[1]}. Check your copy.")


class MoreThanOneLevel(BadInput):
    def __init__(self, cap: int) -> None:
        super().__init__(f"All factors together move a score by at most {cap}. Weigh them as a whole.")


class TypeTheScore(BadInput):
    def __init__(self, edition: str) -> None:
        super().__init__(
            f"The scores of {edition} are not loaded here. Type the score from your copy as `base`.",
            {"base": ["Type the score from your copy."]},
        )


class ScoreFollowsFromClass(BadInput):
    def __init__(self, score: int) -> None:
        super().__init__(f"In the illustrative edition this offence scores {score}, by its class. Leave `base` out.")


class NotForRealDecisions(BadInput):
    def __init__(self) -> None:
        super().__init__("The illustrative edition is made up and must not shape a real decision. Use your own copy.")


class ReasonNeeded(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Say why the factors move the score.",
            {"rationale": ["Say why in words, with the factors that count."]},
        )
