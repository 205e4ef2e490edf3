"""One offence explained: for each outcome and moment the rules asked and what they saw, and what follows from them."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from oocd.outcomes.models import Disposal
from oocd.outcomes.queries import RETURNED, before_all_rules, disposal_of, ended_or_ends, makes_entrants
from oocd.outcomes.rules.computed import Computed, Days, Law, computed, merged
from oocd.outcomes.rules.explaining import AtMoment, Questions
from oocd.policy.facts import at_a_step, edition_for, known
from oocd.policy.rules import MOMENTS
from oocd.referrals.models import Offence
from oocd.referrals.queries import weapon_standard_of
from oocd.referrals.rules import age_on


class Explained:
    """What is known of one offence on a day, read once for every outcome and moment.

    `withheld` names the facts that are not for the reader: no rule sees them, so that no answer tells of them.
    """

    def __init__(self, offence: Offence, day: date, withheld: Collection[str] = ()) -> None:
        self.offence = offence
        self.day = day
        self.withheld = withheld
        self.edition = edition_for(offence, day)
        self._known = known(offence, day) | dict.fromkeys(withheld)
        disposal = disposal_of(offence.id)
        self._standing = disposal if disposal and disposal.state != RETURNED else None

    def at(self, outcome: str, moment: str) -> AtMoment:
        """What the rules for this outcome say at this moment, as things stand."""
        gates = self.edition.gates_at(outcome, moment)
        always = self.edition.behaviours_at(outcome, moment)
        return self._questions.at(outcome, moment, gates, made=self._steps_made(outcome), always=always)

    def outcomes(self) -> Iterator[dict[str, Any]]:
        """Every outcome on offer, none cut from the list, at every moment."""
        for code, outcome in self.edition.codes("outcomes").items():
            moments = [self.at(code, moment) for moment in MOMENTS]
            yield {"code": code, "label": outcome["label"], "moments": moments}

    def computed(self) -> list[Computed]:
        """The dates and amounts for the outcome decided; until one is, for each on offer."""
        codes = [self._standing.outcome] if self._standing else list(self.edition.codes("outcomes"))
        return merged(row for code in codes for row in self._computed(code))

    @cached_property
    def _facts(self) -> dict[str, dict[str, Any]]:
        """What is known, with what follows from each outcome, also from one decided that is on offer no more."""
        codes = [*self.edition.codes("outcomes"), *([self._standing.outcome] if self._standing else [])]
        return {code: at_a_step(self._known, self.edition, outcome=code) for code in codes}

    @cached_property
    def _questions(self) -> Questions:
        return Questions(self._facts, self.edition.content["facts"], self.withheld)

    def _own(self, outcome: str) -> Disposal | None:
        """Its disposal, where this is the outcome decided on."""
        return self._standing if self._standing and self._standing.outcome == outcome else None

    def _steps_made(self, outcome: str) -> set[str]:
        own = self._own(outcome)
        if own is None:
            return set()
        made = {"decide": True, "give": own.given_on, "complete": own.completed_on, "fail": own.failures}
        return {step for step, done in made.items() if done}

    def _computed(self, outcome: str) -> list[Computed]:
        """By the law of the day it was given, and what came before the child then; until it is given, of today.

        Nothing of an outcome given before any rules are on record.
        """
        own = self._own(outcome)
        given_on = own.given_on if own else None
        if own and before_all_rules(own):
            return []
        edition = edition_for(self.offence, given_on) if given_on else self.edition
        gates = {gate.id: gate for gate in edition.gates}
        entering = makes_entrants(edition)
        law = Law(gates, edition.figures(), outcome, edition.codes("outcomes").get(outcome, {}), entering)
        facts = self._facts[outcome]
        if given_on and own and own.facts:
            facts = facts | {name: own.facts.get(name) for name in entering}
        return computed(law, facts, self._days(own))

    def _days(self, own: Disposal | None) -> Days:
        referral = self.offence.referral
        born, given_on = referral.child.date_of_birth, own.given_on if own else None
        return Days(
            today=self.day,
            given=given_on,
            ends=ended_or_ends(own) if own else None,
            yjs_told=own.yjs_told_on if own else None,
            police_dealt=self.offence.arrest_or_interview_date,
            weapon_standard=weapon_standard_of(self.offence),
            referred=referral.referral_date,
            age_when_given=age_on(given_on or self.day, born) if born else None,
        )
