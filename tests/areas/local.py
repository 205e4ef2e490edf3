"""One case lived through in an area, and what was particular to that area on the way; and areas with another's pack."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from oocd import clock
from oocd.accounts import service as accounts
from oocd.accounts.actor import SYSTEM
from oocd.clock import LONDON
from oocd.config import ROOT
from oocd.db import db, everywhere
from oocd.demo.people import ACCOUNTS, AREA, FIRST_DAY
from oocd.policy import service as policy
from oocd.policy.store import Policies
from tests.people import People
from tests.story import Case, child

MONDAY = datetime(2026, 9, 14, 9, tzinfo=LONDON)
BEFORE = [{"outcome": "youth_caution", "given_on": "2026-03-02"}]
A_CHILD = {"care_status": "early_help", "previous_disposals": BEFORE}
BOTH = [{"agency": "police"}, {"agency": "yjs"}]


@contextmanager
def with_pack(folder: Path, area: str, pack: str) -> Iterator[None]:
    """The service with another folder of policies, in which an area's own folder is a copy of `pack`'s."""
    before = policy.loaded()
    copied = shutil.copytree(ROOT / "policies", folder / "policies")
    if area != pack:
        shutil.rmtree(copied / "areas" / area, ignore_errors=True)
        shutil.copytree(copied / "areas" / pack, copied / "areas" / area)
    policy.use(Policies(copied))
    try:
        yield
    finally:
        policy.use(before)


def move_in(people: People, area: str) -> None:
    """The people of the demonstration work in this area as well."""
    with people.app.app_context(), everywhere():
        for account in ACCOUNTS if area != AREA else ():
            if account.area == AREA:
                person = accounts.find_person(account.email)
                accounts.add_membership(
                    person, area=area, agency=account.agency, roles=account.roles, by=SYSTEM, from_date=FIRST_DAY
                )
        db.session.commit()


def lived_through(people: People, area: str, *, inspected: date) -> Mapping[str, Any]:
    """What a case of this area met with, from referral to last review. The child has had early help and a caution."""
    move_in(people, area)
    with clock.stopped_at(MONDAY):
        case = Case(people).prepared(without={"assessment"}, area=area, of=child(**A_CHILD))
        case.submitted().ok()
        seen = {"route": case.file["route_label"], "countersign_by": case.file["assessments"][0]["due_on"]}
        case.of_assessment("manager", "open").ok()
        case.of_assessment("manager", "countersign", {}).ok()
        seen |= at_the_panel(case, area)
        (offence,) = case.file["offences"]
        barred = {row["code"]: {by["rule"] for by in row["barred_by"]} for row in offence["outcomes"]}
        seen["asks_for_assetplus"] = "YJS-09" in barred["youth_caution"]
        seen["review_by_the_worker_alone"] = to_the_last_review(case)
        seen["on_the_street"] = on_the_street(people, area)
        return seen | on_paper(area, inspected)


def at_the_panel(case: Case, area: str) -> dict[str, Any]:
    """With police and youth justice service in the room, and then somebody of social care where they are waited for."""
    case.at("worker", "make-ready").ok()
    case.plan_meeting(area)
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    case.arrive("inspector", "manager")
    meeting = case.people.manager.get(f"/panel-meetings/{case.meeting_id}").ok()
    case.of_item("manager", "begin").ok()
    for who in ("inspector", "manager"):
        case.vote(who, "community_resolution").ok()
    case.of_item("manager", "reveal", {}).ok()
    first = case.recommend()
    if first.rules:
        case.arrive("socialcare")
        case.recommend().ok()
    expected = {row["agency"] for row in meeting["expected"] if not row["came"]}
    return {"still_expected": expected, "presented_by": meeting["presented_by"], "waits_for": first.rules}


def to_the_last_review(case: Case) -> str:
    case.decide("community_resolution").ok()
    case.explain().ok()
    case.give().ok()
    case.at("worker", "review-without-work").ok()
    alone = case.hold_review(plan_result="no_plan")
    if alone.status != 200:
        case.hold_review(plan_result="no_plan", present=BOTH).ok()
    assert case.state == "reviewed"
    return "held" if alone.status == 200 else str(alone["detail"])


def on_the_street(people: People, area: str) -> set[str]:
    """What calls for the panel once the police gave another child a community resolution by themselves, if they may."""
    case = Case(people)
    told = case.notify(area=area, of=child(child_ref="C-2"))
    return {prompt["rule"] for prompt in case.file["street"]["prompts"]} if told.status == 201 else {"not here"}


def on_paper(area: str, inspected: date) -> dict[str, Any]:
    today = policy.on(clock.today(), area)
    return {
        "tool": today.codes("assessment_tools")["pdat"]["label"],
        "schemes": {row["label"] for row in today.codes("diversion_schemes").values()},
        "second_level": today.figure("figures/escalation_ladder").value[1]["what"],
        "read_blind": today.figure("figures/blind_reading").layer,
        "not_offered_then": policy.on(inspected, area).figure("figures/outcomes_not_offered").value,
    }
