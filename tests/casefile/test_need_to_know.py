"""Where a child lives, what only police intelligence tells and what an officer saw are for those who need them."""

import pytest

from tests.people import People
from tests.story import Case, child

LIVES = {
    "address": "1 Made-up Street",
    "school": "Made-up school",
    "carers": [{"relation": "mother", "name": "A. Mother"}],
}
BEFORE = [{"outcome": "nfa", "given_on": "2025-01-01"}, {"outcome": "youth_caution", "given_on": "2025-02-01"}]


@pytest.fixture
def case(people: People) -> Case:
    return Case(people).sent(of=child(**LIVES, previous_disposals=BEFORE))


@pytest.mark.parametrize("who", ["referrer", "inspector", "coordinator", "worker", "manager"])
def test_police_and_service_see_both(case: Case, who: str):
    seen = getattr(case.people, who).get(f"/referrals/{case.id}").ok()["child"]
    assert (seen["address"], len(seen["carers"]), len(seen["previous_disposals"])) == (LIVES["address"], 1, 2)


def test_an_agency_sees_where_the_child_lives_and_no_intelligence(case: Case):
    seen = case.people.health.get(f"/referrals/{case.id}").ok()["child"]
    assert seen["address"] == LIVES["address"]
    assert [row["outcome"] for row in seen["previous_disposals"]] == ["youth_caution"]


@pytest.mark.parametrize("who", ["victims", "auditor"])
def test_victim_workers_and_auditors_see_neither(case: Case, who: str):
    answer = getattr(case.people, who).get(f"/referrals/{case.id}").ok()
    assert "Made-up Street" not in answer.response.get_data(as_text=True)
    assert answer["child"]["carers"] is None
    assert [row["outcome"] for row in answer["child"]["previous_disposals"]] == ["youth_caution"]


def test_what_an_officer_saw_is_kept_apart_from_the_childs_own_word_and_shown_to_the_police_alone(people: People):
    told = child(officer_identified_ethnicity="IC1")
    case = Case(people).sent(of={name: value for name, value in told.items() if name != "ethnicity"})
    for who in ("referrer", "inspector", "worker", "manager", "health", "auditor"):
        seen = getattr(people, who).get(f"/referrals/{case.id}").ok()["child"]
        own, observed = seen["ethnicity"], seen["officer_identified_ethnicity"]
        assert (own, observed) == (None, "IC1" if who in ("referrer", "inspector") else None), who
    for wrong in ({"ethnicity": "IC1"}, {"officer_identified_ethnicity": "B1"}):
        Case(people).send(of=child(child_ref="C-2", **wrong)).refused()
