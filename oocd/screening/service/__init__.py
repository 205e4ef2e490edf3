"""What this room changes: scores of one case, and the copies of a matrix that a force's people read."""

from oocd.screening.service.loading import check_copy, enter_copy
from oocd.screening.service.scoring import check_score, score, tick_factor

__all__ = ["check_copy", "check_score", "enter_copy", "score", "tick_factor"]
