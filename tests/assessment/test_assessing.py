"""Writing an assessment: how thoroughly, by whom, seen by whom, in how many versions, and again when things change."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from oocd import clock
from oocd.db import db, everywhere
from oocd.policy.facts import gather
from oocd.referrals.models import Offence
from tests.people import People
from tests.story import ASSESSMENT, Case, child, newcomer, nothing_written, offence

REASON = {"reason": "Made up: a first and minor matter."}


def facts(people: People, outcome: str = "youth_caution") -> Any:
    with people.app.app_context(), everywhere():
        offence = db.session.scalars(sa.select(Offence)).one()
        return gather(offence, clock.today(), outcome=outcome)


def test_only_what_there_is_can_be_named(people: People):
    case = Case(people).accepted()
    plan, diversity = ASSESSMENT["plan"], ASSESSMENT["diversity"]
    recommended, source = ASSESSMENT["recommendations"][0], ASSESSMENT["sources"][0]
    step, neurodiversity = plan["steps"][0], diversity["characteristics"][1]
    with nothing_written(people):
        assert "hobbies" in case.write(sections={"hobbies": "Football."}).refused()["detail"]
        assert "strengths" in case.write(sections={"strengths": "Not text."}).refused()["detail"]
        assert "asset" in case.write(tool="asset").refused()["detail"]
        assert "severe" in case.judge(level="severe").refused()["detail"]
        assert "wild" in case.judge(beside={"child_view": {"words": "Fine.", "level": "wild"}}).refused()["detail"]
        backwards = {**step, "start_by": "2027-02-01", "end_by": "2027-01-01"}
        assert "Step 1" in case.write(plan={**plan, "steps": [backwards]}).refused()["detail"]
        undiagnosed = {**neurodiversity, "diagnosis": None}
        case.write(diversity={**diversity, "characteristics": [undiagnosed]}).refused()
        unheard_of = {**neurodiversity, "condition": "naughty"}
        case.write(diversity={**diversity, "characteristics": [unheard_of]}).refused()
        assert "Offence 9" in case.write(recommendations=[{**recommended, "offence": 9}]).refused()["detail"]
        case.write(recommendations=[{**recommended, "outcome": "hanging"}]).refused()
        case.write(sources=[{"used": "Hearsay."}]).refused()
        case.write(sources=[{**source, "agency": "scouts"}]).refused()
        case.write(at_risk=[{"who": "Jo Bloggs", "harm": "Hurt.", "context": "School."}]).refused()


def test_a_source_that_is_a_check_speaks_for_itself_and_belongs_to_this_case(people: People):
    case, other = Case(people).accepted(), Case(people).accepted(of=child(child_ref="C-2"))
    case.answer(answer="information_shared", information="Made up.").ok()
    (mine,), (theirs,) = case.file["checks"], other.file["checks"]
    claimed = {"check": mine["id"], "result": "no_reply", "used": "All of it."}
    kept = case.write(sources=[claimed]).ok()["content"]["sources"][0]
    assert (kept["agency"], kept["result"]) == ("social_care", "information_shared")
    assert kept["received_on"] == str(clock.today())
    with nothing_written(people):
        case.write(sources=[{"check": theirs["id"], "used": "All of it."}]).refused()


def test_what_social_care_shared_must_be_used_before_the_assessment_is_submitted(people: People):
    case = Case(people).accepted()
    case.answer(answer="information_shared", information="Made up.").ok()
    case.write(sources=ASSESSMENT["sources"]).ok()
    with nothing_written(people):
        refused = case.of_assessment("worker", "submit").refused("AS-04")
        assert "what Children's social care shared" in refused["detail"]


def test_the_form_shows_each_level_with_its_meaning_and_says_what_is_not_confirmed(people: People):
    case = Case(people).accepted()
    form = people.worker.get(f"/assessments/{case.assessment_id}/form").ok()
    assert [level["code"] for level in form["levels"]] == ["low", "medium", "high", "very_high", "not_assessed"]
    assert all(level["means"] for level in form["levels"])
    on_form = {section["code"]: section["national_form"] for section in form["sections"]}
    assert (on_form["diversity"], on_form["safety_of_others"]) == ("confirmed", "proposed")


def test_the_childs_answer_stands_beside_the_professional_level_and_never_changes_it(people: People):
    """The attack: the child rates themselves low, and whoever records it hopes the level follows."""
    case = Case(people).accepted()
    harm = dict.fromkeys(("nature", "likelihood", "imminence", "impact"), "Made up.")
    mine = {"words": "I am fine.", "level": "low"}
    case.judge("safety_of_child", level="high", **harm, beside={"child_view": mine}).ok()
    with nothing_written(people):
        refused = case.of_assessment("worker", "submit").refused("AS-04")["detail"]
        assert "differs from what others said" in refused
    case.hear("child", words="Low, like I said.").ok()
    case.judge(
        "safety_of_child",
        level="high",
        **harm,
        beside={"child_view": mine, "difference_note": "The child has not seen the threats."},
    ).ok()
    case.of_assessment("worker", "submit").ok()
    judged = case.file["assessment"]["latest"]["content"]["judgements"]["safety_of_child"]
    assert judged["professional_judgement"]["level"] == "high"
    assert judged["child_view"]["level"] == "low"


# -- how thoroughly


def test_less_than_a_full_assessment_counts_once_another_manager_agrees_and_is_countersigned_all_the_same(
    people: People,
):
    newcomer(people, "both", {"buckinghamshire": ("yjs", ("practitioner", "manager"))})
    case = Case(people).prepared(without={"assessment"})
    short = {"child_plan": None, "plan": None, "strengths": [], "sources": []}
    case.of_assessment("both", "kinds", {"kind": "screening", **REASON}).ok()
    case.write(**short).ok()
    with nothing_written(people):
        assert "screening" in case.of_assessment("worker", "submit").refused("AS-04")["detail"]
        case.of_assessment("both", "agree-kind").refused(status=403)
        case.of_assessment("worker", "agree-kind").refused(status=403)
        case.of_assessment("worker", "kinds", {"kind": "brief", **REASON}).refused()
        case.of_assessment("worker", "kinds", {"kind": "screening", "reason": " "}).refused()
        case.of_assessment("manager", "go-without").refused("AS-06")
    agreed = case.of_assessment("manager", "agree-kind").ok()
    assert agreed["kind"] == "screening"
    assert (agreed["kinds"][0]["chosen_by"], agreed["kinds"][0]["agreed_by"]) == ("Demo both", "Demo YJS manager")
    with nothing_written(people):
        case.of_assessment("manager", "agree-kind").refused(status=409)
    case.of_assessment("worker", "submit").ok()
    with nothing_written(people):
        assert case.at("worker", "make-ready").refused().rules == {"AS-01"}
    case.of_assessment("manager", "open").ok()
    case.of_assessment("manager", "countersign").ok()
    case.at("worker", "make-ready").ok()
    said = facts(people)
    assert (said["assessment_kind"], said["assessment_completed_on"]) == ("screening", clock.today())


def test_no_assessment_is_a_reason_and_a_managers_agreement_and_never_a_way_past_the_guard(people: People):
    case = Case(people).prepared(without={"assessment"})
    case.of_assessment("worker", "kinds", {"kind": "none", **REASON}).ok()
    assert facts(people)["assessment_kind"] == "none"
    case.of_assessment("manager", "go-without").ok()
    (choice,) = case.file["assessment"]["kinds"]
    assert (choice["reason"], choice["chosen_by"], choice["agreed_by"]) == (
        REASON["reason"],
        "Demo case worker",
        "Demo YJS manager",
    )
    said = facts(people)
    assert (said["assessment_kind"], said["assessment_countersigned"]) == ("none", False)
    assert said["assessment_completed_on"] is None
    with nothing_written(people):
        assert case.at("worker", "make-ready").refused().rules == {"AS-01"}
    case.at("worker", "assessments", {"because": "assessed_after_all"}).ok()
    assert case.file["assessment"]["number"] == 2


def test_a_full_assessment_may_always_be_chosen_again(people: People):
    case = Case(people).accepted()
    case.of_assessment("worker", "kinds", {"kind": "screening", **REASON}).ok()
    case.of_assessment("worker", "kinds", {"kind": "full", "reason": "Social care is worried."}).ok()
    with nothing_written(people):
        case.of_assessment("manager", "agree-kind").refused(status=409)
        case.of_assessment("worker", "kinds", {"kind": "full", **REASON}).refused(status=409)


# -- who sees what


def test_drafts_are_seen_by_those_who_work_on_them_and_others_see_what_was_submitted(people: People):
    case = Case(people).accepted()
    case.write(sections={"family": "A first thought."}).ok()
    inside, outside = ("worker", "manager"), ("health", "inspector", "coordinator", "victims")
    address = f"/assessments/{case.assessment_id}"
    for name in inside:
        assert getattr(people, name).get(address).ok()["latest"]["number"] == 1
    for name in outside:
        assert getattr(people, name).get(address).ok()["latest"] is None
        assert getattr(people, name).get(f"/referrals/{case.id}").ok()["assessment"]["versions"] == []
        getattr(people, name).get(f"{address}/versions/1").refused(status=404)
    case.of_assessment("worker", "contributors", {"person": "health@demo.example"}).ok()
    assert people.health.get(address).ok()["latest"]["number"] == 1
    with nothing_written(people):
        case.of_assessment("worker", "contributors", {"person": "health@demo.example"}).refused(status=409)
        case.of_assessment("worker", "contributors", {"person": "elsewhere@demo.example"}).refused()
    case.submitted().ok()
    comments = {"reason": "Almost.", "comments": [{"comment": "Too long."}]}
    case.of_assessment("manager", "return-for-changes", comments).ok()
    case.write(sections={"family": "A third thought."}).ok()
    seen = people.inspector.get(address).ok()
    assert (seen["latest"]["number"], [row["number"] for row in seen["versions"]]) == (2, [2])
    assert seen["comments"] == []
    people.inspector.get(f"{address}/versions/2").ok()
    for hidden in ("versions/1", "versions/3", "versions/2/differences/3"):
        people.inspector.get(f"{address}/{hidden}").refused(status=404)
    assert people.health.get(address).ok()["latest"]["number"] == 3


def test_two_versions_are_compared_section_by_section(people: People):
    case = Case(people).accepted()
    case.write().ok()
    case.judge(reason="Made up: seen once more.").ok()
    address = f"/assessments/{case.assessment_id}/versions"
    changed = people.manager.get(f"{address}/1/differences/2").ok()["changed"]
    assert [row["section"] for row in changed] == ["safety_of_others"]
    assert changed[0]["after"]["professional_judgement"]["reason"] == "Made up: seen once more."
    assert people.manager.get(f"{address}/2/differences/2").ok()["changed"] == []
    people.manager.get(f"{address}/1/differences/9").refused(status=404)


def test_the_childs_copy_leaves_out_what_is_not_theirs_and_giving_it_is_on_record(people: People):
    secret = "Jo Bloggs of Mill Lane"
    case = Case(people).accepted()
    address = f"/assessments/{case.assessment_id}/shareable-copy"
    sections = {**ASSESSMENT["sections"], "victim": secret, "police_intelligence": secret}
    given = {"shared_on": str(clock.today()), "shared_how": "visit"}
    with nothing_written(people):
        people.worker.get(address).refused(status=409)
        case.of_assessment("worker", "shared-copies", given).refused(status=409)
    case.countersigned(sections=sections).ok()
    mine = people.worker.get(address).ok()
    assert secret not in str(mine["sections"])
    assert {"victim", "police_intelligence", "sources", "plan.victim_safety"} <= mine["left_out"].keys()
    assert mine["sections"]["child_plan"] == ASSESSMENT["child_plan"]
    case.of_assessment("worker", "shared-copies", given).ok()
    (kept,) = case.file["assessment"]["copies"]
    assert (kept["version"], kept["left_out"]) == (1, mine["left_out"])
    with nothing_written(people):
        case.of_assessment("worker", "shared-copies", {**given, "shared_how": "pigeon"}).refused()


# -- by when


def test_buckinghamshire_signs_within_35_days_of_opening_and_writes_within_ten_working_days_of_the_referral(
    people: People,
):  # R-8, T-01, T-05
    with clock.stopped_at(datetime(2026, 3, 2, 9, tzinfo=UTC)):  # a Monday
        case = Case(people).sent(offences=[offence(offence_date="2026-02-20")])
    with clock.stopped_at(datetime(2026, 3, 4, 9, tzinfo=UTC)):
        case.accept().ok()
        assert case.file["assessment"]["due_on"] == "2026-03-16"
        case.submitted().ok()
    with clock.stopped_at(datetime(2026, 4, 8, 9, tzinfo=UTC)):
        waiting = case.file["assessment"]
        assert (waiting["due_on"], waiting["overdue"]) == ("2026-04-08", False)  # 4 March and 35 days
    with clock.stopped_at(datetime(2026, 4, 9, 9, tzinfo=UTC)):
        assert case.file["assessment"]["overdue"] is True
        case.of_assessment("manager", "open").ok()
        assert case.of_assessment("manager", "countersign").ok()["due_on"] is None


# -- again


def test_a_child_is_assessed_again_when_things_change_and_the_signed_version_keeps_counting(people: People):
    case = Case(people).prepared()
    with nothing_written(people):
        case.at("worker", "assessments", {"because": "boredom"}).refused()
    again = case.at("worker", "assessments", {"because": "change_in_safety"}).ok()
    assert (again["number"], again["opened_because"], again["state"]) == (2, "change_in_safety", "drafting")
    with nothing_written(people):
        assert (
            "not countersigned yet"
            in case.at("worker", "assessments", {"because": "review"}).refused(status=409)["detail"]
        )
        assert case.at("worker", "make-ready").refused().rules == {"AS-01"}  # the latest is what counts
    assert facts(people)["assessment_countersigned"] is True
    second = Case(people)
    second.id = case.id
    assert second.countersigned().ok()["latest"]["number"] == 2  # numbers run on through the case
    second.at("worker", "make-ready").ok()
    assert [row["countersigned_version"] for row in second.file["assessments"]] == [1, 2]


# -- the tool


def test_a_manager_may_ask_for_assetplus_in_any_case(people: People):
    case = Case(people).accepted()
    assert facts(people)["assetplus_required"] is False
    with nothing_written(people):
        case.of_assessment("worker", "require-assetplus", REASON).refused(status=403)
        case.of_assessment("manager", "require-assetplus", {"reason": ""}).refused()
    case.of_assessment("manager", "require-assetplus", {"reason": "Three services and two homes."}).ok()
    with nothing_written(people):
        case.of_assessment("manager", "require-assetplus", REASON).refused(status=409)
    assert facts(people, "nfa")["assetplus_required"] is True
    case.write().ok()
    with nothing_written(people):
        assert "AssetPlus" in case.of_assessment("worker", "submit").refused("AS-04")["detail"]
    case.countersigned(tool="assetplus").ok()
    assert facts(people)["assessment_tool"] == "assetplus"


@pytest.mark.parametrize(
    ("step", "sent"),
    [
        ("versions", {"tool": "pdat", "sections": {}}),
        ("kinds", {"kind": "screening", **REASON}),
        ("contributors", {"person": "health@demo.example"}),
        ("require-assetplus", REASON),
        ("agree-kind", None),
    ],
)
def test_nothing_is_added_to_the_assessment_of_a_case_that_is_over(people: People, step: str, sent: Any):
    case = Case(people).accepted()
    assert case.assessment_id
    case.at("referrer", "withdraw", REASON).ok()
    with nothing_written(people):
        who = "manager" if step in ("require-assetplus", "agree-kind") else "worker"
        case.of_assessment(who, step, sent).refused(status=409)
        case.at("worker", "assessments", {"because": "review"}).refused(status=409)
