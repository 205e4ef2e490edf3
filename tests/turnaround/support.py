"""A case of Turnaround driven through the JSON API, as `tests.story` drives one of the panel."""

from typing import Any

from oocd import clock
from tests.people import Reply
from tests.story import Case

NOTHING_EXCLUDES = {"youth_conditional_caution": False, "statutory_order": False}
CHANGED = {"reason": "Made up: it fits the child better."}
HELP = "The youth club, and early help for the family."


class Support(Case):
    """`Support(people).referred().offered().agreed().under_way()` and so on."""

    def refer(self, **changes: Any) -> Reply:
        """Antisocial behaviour known to the council, which is no offence."""
        sent = {
            "route": "turnaround",
            "source": "partner",
            "other_source": "A made-up council team",
            "offences": [],
            "qualifying_event": "antisocial_behaviour",
            "qualifying_event_on": str(clock.today()),
            **changes,
        }
        return self.send(**{name: value for name, value in sent.items() if value is not None})

    def offer(self, **changes: Any) -> Reply:
        return self.at("worker", "offer-turnaround", {"exclusions": NOTHING_EXCLUDES, **changes})

    def agree(self, whose: str, **changes: Any) -> Reply:
        who = {"relation": "mother"} if whose == "family" else {}
        said = {"whose": whose, "said_on": str(clock.today()), "how": "spoken", **who, **changes}
        return self.at("worker", "turnaround-consents", said)

    def decline(self, **changes: Any) -> Reply:
        said = {"whose": "child", "said_on": str(clock.today()), "how": "spoken", **changes}
        return self.at("worker", "decline-turnaround", said)

    # -- whole stretches, each asserted

    def referred(self, **changes: Any) -> "Support":
        self.refer(**changes).ok()
        return self

    def checking(self, **changes: Any) -> "Support":
        self.referred(**changes).accept().ok()
        return self

    def offered(self, **changes: Any) -> "Support":
        self.checking(**changes).offer().ok()
        return self

    def agreed(self, **changes: Any) -> "Support":
        self.offered(**changes)
        for whose in ("child", "family"):
            self.agree(whose).ok()
        return self

    def taken_up(self, **changes: Any) -> "Support":
        self.agreed(**changes).at("worker", "take-up").ok()
        return self

    def under_way(self, **changes: Any) -> "Support":
        self.taken_up(**changes).countersigned().ok()
        self.at("worker", "begin-support").ok()
        return self

    def ended(self, **changes: Any) -> "Support":
        self.under_way(**changes).plan_work().ok()
        self.hold_session().ok()
        self.complete_work().ok()
        self.at("worker", "end-work").ok()
        return self

    def reviewed(self, **changes: Any) -> "Support":
        self.ended(**changes).hold_review().ok()
        return self


def support(case: Case) -> Support:
    """The same people, at a case of support; what is asked of `case` afterwards is asked of that one."""
    own = Support(case.people)
    own.__dict__ = case.__dict__
    return own


def by_way_of_support(case: Case) -> None:
    """A case just sent to the panel is offered support first, and goes back to the panel once the child agreed."""
    on_the_way = support(case)
    on_the_way.at("manager", "change-route", {**CHANGED, "route": "turnaround"}).ok()
    on_the_way.accept().ok()
    event = {"qualifying_event": "interviewed_under_caution", "qualifying_event_on": str(clock.today())}
    reasons = dict.fromkeys(("TA-02", "TA-04"), "Made up, for a test.")
    on_the_way.offer(**event, rule_reasons=reasons).ok()
    on_the_way.agree("child").ok()
    on_the_way.at("manager", "change-route", {**CHANGED, "route": "panel"}).ok()
