"""Sealed votes: who casts one, on what, when, and what others see of it."""

from oocd.policy import facts
from tests.people import People
from tests.story import WHY, Case, history, newcomer, nothing_written, offence

POLICE = {"buckinghamshire": ("police", ("police_decision_maker",))}
SECRET = "Words that nobody else may read before the round is revealed."


def vote(case: Case, who: str, outcome: str | None, reasons: str = WHY, number: int = 1):
    return case.of_item(who, "votes", {"votes": [{"offence": number, "outcome": outcome, "reasons": reasons}]})


def test_votes_are_sealed_for_all_but_their_voter_until_the_round_is_revealed(people: People):
    case = Case(people).under_discussion()
    vote(case, "inspector", "youth_caution", SECRET).ok()
    for name in ("manager", "worker", "referrer", "health", "auditor"):
        for what in ("", "/timeline"):
            seen = getattr(people, name).get(f"/referrals/{case.id}{what}").ok()
            assert SECRET not in seen.response.text
            assert "youth_caution" not in str(seen.body.get("panel")) + str(seen.body.get("events"))
    own = people.inspector.get(f"/referrals/{case.id}").ok()["panel"][0]
    assert [row["reasons"] for row in own["votes"]] == [SECRET]
    assert own["still_to_vote"] == ["yjs"]
    vote(case, "manager", "community_resolution").ok()
    case.of_item("manager", "reveal", {}).ok()
    revealed = people.worker.get(f"/referrals/{case.id}").ok()["panel"][0]
    assert {row["agency"]: row["outcome"] for row in revealed["votes"]} == {
        "police": "youth_caution",
        "yjs": "community_resolution",
    }
    case.of_item("manager", "vote-again", {"reason": "To hear each other."}).ok()
    vote(case, "inspector", "nfa", "A second thought that is sealed again.").ok()
    seen = people.worker.get(f"/referrals/{case.id}").ok()["panel"][0]
    assert [row["round"] for row in seen["votes"]] == [1, 1]


def test_votes_of_a_round_that_was_never_revealed_stay_sealed(people: People):
    case = Case(people).under_discussion()
    vote(case, "inspector", "youth_caution", SECRET).ok()
    case.of_item("manager", "defer", {"deferral_reason": "other"}).ok()
    assert SECRET not in people.worker.get(f"/referrals/{case.id}").ok().response.text


def test_an_agency_votes_once_in_a_round_whoever_of_it_votes(people: People):
    newcomer(people, "chief_inspector", POLICE)
    case = Case(people).under_discussion("inspector", "chief_inspector", "manager")
    vote(case, "inspector", "nfa").ok()
    for name in ("inspector", "chief_inspector"):
        with nothing_written(people):
            refused = vote(case, name, "youth_caution").refused(status=409)
        assert "police has already voted" in refused["detail"]
    vote(case, "manager", "nfa").ok()
    case.of_item("manager", "reveal", {}).ok()
    case.of_item("manager", "vote-again", {"reason": "To hear each other."}).ok()
    vote(case, "chief_inspector", "youth_caution").ok()


def test_only_voting_members_who_are_in_the_room_vote(people: People):
    case = Case(people).under_discussion("inspector", "manager", "worker", "health")
    case.of_meeting("coordinator", "departures", {"person": "health@demo.example"}).ok()
    reasons = {"worker": "panel.vote", "socialcare": "Only people present", "health": "Only people present"}
    for name, words in reasons.items():
        with nothing_written(people):
            assert words in vote(case, name, "nfa").refused(status=403)["detail"]
    case.arrive("health")
    vote(case, "health", "nfa").ok()


def test_a_vote_needs_an_open_round(people: People):
    case = Case(people).listed()
    case.of_meeting("manager", "open-meeting").ok()
    case.arrive("inspector", "manager")
    with nothing_written(people):
        vote(case, "inspector", "nfa").refused(status=409)
    case.of_item("manager", "begin").ok()
    for name in ("inspector", "manager"):
        vote(case, name, "nfa").ok()
    case.of_item("manager", "reveal", {}).ok()
    with nothing_written(people):
        assert "No round of votes is open" in vote(case, "inspector", "nfa").refused(status=409)["detail"]


def test_a_vote_says_why_for_every_offence_an_outcome_that_is_on_offer(people: People):
    case = Case(people).under_discussion(offences=[offence(), offence(offence_id="drunk_highway")])
    one, two = ({"offence": number, "outcome": "nfa", "reasons": WHY} for number in (1, 2))
    wrong = [
        ("reprimand", [one, two | {"outcome": "reprimand"}]),
        ("each offence of the case, once", [one]),
        ("each offence of the case, once", [one, two, two]),
        ("each offence of the case, once", []),
        ("at least 20 characters", [one, two | {"reasons": "Because."}]),
    ]
    with nothing_written(people):
        for words, votes in wrong:
            assert words in case.of_item("inspector", "votes", {"votes": votes}).refused()["detail"]
    case.of_item("inspector", "votes", {"votes": [two, one]}).ok()


def test_a_chair_closes_a_round_early_only_with_a_reason(people: People):
    case = Case(people).under_discussion("inspector", "manager", "health")
    vote(case, "inspector", "nfa").ok()
    with nothing_written(people):
        assert "Still to vote: health, yjs." in case.of_item("manager", "reveal", {}).refused("PNL-03")["detail"]
        too_short = case.of_item("manager", "reveal", {"closed_early": "Late."}).refused()
    assert too_short["errors"] == {"closed_early": ["Say why in at least 20 characters."]}
    vote(case, "manager", "nfa").ok()
    because = "The nurse was called away to a child."
    case.of_item("manager", "reveal", {"closed_early": because}).ok()
    assert [row["reason"] for row in history(people) if row["move"] == "reveal"] == [because]
    case.recommend().ok()


def test_white_space_is_not_a_reason(people: People):
    case = Case(people).under_discussion()
    case.of_item("manager", "reveal", {"closed_early": " " * 20}).refused()


def test_a_vote_for_an_outcome_closed_to_this_child_is_refused_with_the_rule(people: People):
    case = Case(people).under_discussion(offences=[offence(admission="no_comment")])
    with nothing_written(people):
        refused = vote(case, "inspector", "youth_caution").refused("ADM-01")
        assert refused.rules == {"ADM-01"}
        assert vote(case, "inspector", "community_resolution").refused("ADM-02").rules == {"ADM-02"}
    vote(case, "inspector", "nfa").ok()


def test_what_the_panel_can_still_mend_closes_no_vote(people: People):
    """Nobody for the victim in the room, no assessment and no reasons yet: each is asked for when it is due."""
    case = Case(people).prepared(without={"assessment"}, victim_identified=True)
    case.at("victims", "victims", {"kind": "person", "contact_consent": "yes"}).ok()
    case.at("manager", "make-ready-by-exception", {"reason": "The limit for charging ends this week."}).ok()
    case.plan_meeting()
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    case.arrive("inspector", "manager")
    case.of_item("manager", "begin").ok()
    vote(case, "inspector", "youth_caution").ok()


def test_an_outcome_the_area_switched_off_is_refused_at_voting(people: People, monkeypatch):
    def switched_off(_offence, _day):
        return {"outcomes_not_offered": ["youth_caution"]}

    case = Case(people).under_discussion()
    monkeypatch.setattr(facts, "PROVIDERS", [*facts.PROVIDERS, switched_off])
    with nothing_written(people):
        assert vote(case, "inspector", "youth_caution").refused("PN-05").rules == {"PN-05"}
    vote(case, "inspector", "community_resolution").ok()


def test_abstaining_is_not_the_same_as_not_being_there(people: People):
    case = Case(people).under_discussion("inspector", "manager", "health")
    vote(case, "health", None).ok()
    assert case.file["panel"][0]["still_to_vote"] == ["police", "yjs"]
    for who in ("inspector", "manager"):
        vote(case, who, "nfa").ok()
    case.of_item("manager", "reveal", {}).ok()
    shown = {row["agency"]: row["outcome"] for row in case.file["panel"][0]["votes"]}
    assert shown == {"health": None, "police": "nfa", "yjs": "nfa"}  # social care was not there, and is not here
