"""Reviews of the work: the day each is planned for, the panel that holds it, and what is said there."""

from oocd.reviews.service.days import work_out_day
from oocd.reviews.service.holding import extend, hold, hold_interim
from oocd.reviews.service.listing import list_review, take_off_agenda

__all__ = ["extend", "hold", "hold_interim", "list_review", "take_off_agenda", "work_out_day"]
