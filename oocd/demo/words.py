"""What made-up people say. Every sentence of it says that it is made up."""


def made_up(words: str) -> str:
    return f"Made up: {words}"


WHY = made_up("somebody looked at it, and it fits this child.")
REASONS = {
    "why_this_outcome": made_up("a first matter, and the child wants to put it right."),
    "why_not_the_one_below": made_up("the harm done calls for an answer and some help."),
    "why_not_the_one_above": made_up("nothing heavier would serve the child or the victim."),
    "how_views_counted": made_up("the child, the family and the victim were heard first."),
}
OF_THE_PANEL = {
    "victims_view": made_up("whoever was harmed would like an apology."),
    "diversity_and_care": made_up("what the child's care and needs call for was heard."),
}
