"""The notable turns a life can take, dealt to the first children of a cohort so that a small one shows them all too."""

from collections.abc import Callable
from typing import NamedTuple

PANEL, STREET, SUPPORT = "panel", "street_cr", "turnaround"
RESOLUTION, CAUTION, CONDITIONS = "community_resolution", "youth_caution", "youth_conditional_caution"

ON_TO_SUPPORT = frozenset({"to_support", "support_after"})

LONG_AGO = (300, 410)
LAST_SPRING = (200, 265)
AT_WORK = (80, 130)
AT_PANEL = (55, 75)
LATELY = (15, 30)
JUST_NOW = (0, 9)


class Card(NamedTuple):
    """One kind of life: its route, what the panel comes to, how long ago it began, and every notable turn it takes."""

    route: str
    wanted: str = RESOLUTION
    turns: frozenset[str] = frozenset()
    began: tuple[int, int] = LONG_AGO  # days before the last of the calendar
    offences: str | None = None  # of one kind

    @property
    def routes(self) -> frozenset[str]:
        """Those that an area needs for it."""
        return frozenset({self.route} | ({SUPPORT} if self.turns & ON_TO_SUPPORT else set()))


def _panel(wanted: str, *turns: str, began: tuple[int, int] = LONG_AGO, offences: str | None = None) -> Card:
    return Card(PANEL, wanted, frozenset(turns), began, offences)


CARDS = (
    _panel(CONDITIONS),
    _panel(CONDITIONS, "fails"),
    _panel("outcome_23", began=LAST_SPRING),
    _panel("outcome_23", "fails", began=LAST_SPRING),
    _panel("outcome_22", began=LAST_SPRING),
    _panel("outcome_22", "fails", began=LAST_SPRING),
    _panel("nfa"),
    _panel("charge"),
    _panel(RESOLUTION, "officer_forgotten", "deferred", "try_too_early"),
    _panel(CAUTION, "differs", "escalates"),
    _panel(CAUTION, "differs", "escalates", "lapses", "managers_differ"),
    _panel(RESOLUTION, "withdraw", began=AT_WORK),
    _panel(RESOLUTION, "transfer", began=AT_WORK),
    _panel(RESOLUTION, "charge", began=AT_WORK),
    _panel(RESOLUTION, "send_back", began=AT_WORK),
    _panel(RESOLUTION, began=LAST_SPRING, offences="weapon"),
    _panel(RESOLUTION, "not_agreed"),
    _panel(RESOLUTION, "extended", "correct_the_day", "correct_the_referral", "entered_late"),
    Card(SUPPORT),
    Card(SUPPORT, turns=frozenset({"declines"})),
    Card(STREET),
    Card(STREET, turns=frozenset({"declines"})),
    Card(STREET, turns=frozenset({"again", "to_the_panel"})),
    _panel(RESOLUTION, began=JUST_NOW),
    _panel(CAUTION, began=LATELY),
    _panel(RESOLUTION, began=AT_PANEL),
    _panel(RESOLUTION, began=AT_WORK),
    _panel(CAUTION, began=AT_WORK),
    Card(SUPPORT, began=LATELY),
    Card(STREET, began=JUST_NOW),
    _panel(CONDITIONS, "fails", "excused"),
    _panel(CONDITIONS, "fails", "returned_by_review"),
    _panel(CAUTION, "police_differ", "become_looked_after"),
    _panel(CAUTION, "differs", "escalates", "withdrawn_again"),
    _panel(RESOLUTION, "to_support"),
    _panel(RESOLUTION, "support_after", "begin_voluntary_work"),
    Card(SUPPORT, turns=frozenset({"to_the_panel"})),
    Card(SUPPORT, turns=frozenset({"ends_early"})),
)


class Deck:
    """The cards, dealt from the top; one that does not fit whoever is next waits for somebody whom it does."""

    def __init__(self) -> None:
        self._left = list(CARDS)

    def deal(self, fits: Callable[[Card], bool]) -> Card | None:
        for card in self._left:
            if fits(card):
                self._left.remove(card)
                return card
        return None
