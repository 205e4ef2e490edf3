"""Whose case it is: given at accepting, given to somebody else with a reason, and never quietly."""

import pytest

from tests.people import People
from tests.story import Case, newcomer, nothing_written

WHY = {"reason": "Knows the family."}
COLLEAGUE = {"case_worker": "colleague@demo.example", **WHY}


@pytest.fixture
def case(people: People) -> Case:
    newcomer(people, "colleague", {"buckinghamshire": ("yjs", ("practitioner",))})
    return Case(people)


def test_a_case_changes_hands_with_a_reason_and_every_hand_stays_on_record(people: People, case: Case):
    case.sent().at("manager", "accept", {"case_worker": "worker@demo.example", "reason": "Has room."}).ok()
    case.at("manager", "reallocate", COLLEAGUE).ok()
    first, second = case.file["allocations"]
    assert (first["from_worker"], first["reason"]) == (None, "Has room.")
    assert (second["from_worker"], second["to_worker"]) == (first["to_worker"], "Demo colleague")
    assert second["reason"] == WHY["reason"]
    assert case.file["case_worker"] == "Demo colleague"
    (event,) = [
        row for row in people.manager.get(f"/referrals/{case.id}/timeline")["events"] if "realloc" in row["action"]
    ]
    assert event["says"] == "Gave the case to somebody else"


def test_a_case_is_reallocated_only_by_a_manager_to_somebody_else_who_works_cases_here(people: People, case: Case):
    case.sent()
    with nothing_written(people):
        case.at("manager", "reallocate", COLLEAGUE).refused(status=409)  # nobody has it yet
    case.accept().ok()
    with nothing_written(people):
        case.at("manager", "reallocate", {**COLLEAGUE, "reason": " "}).refused()
        case.at("manager", "reallocate", {**WHY, "case_worker": "worker@demo.example"}).refused()
        case.at("manager", "reallocate", {**WHY, "case_worker": "inspector@demo.example"}).refused()
        case.at("worker", "reallocate", COLLEAGUE).refused(status=403)
    case.at("referrer", "withdraw", WHY).ok()
    with nothing_written(people):
        case.at("manager", "reallocate", COLLEAGUE).refused(status=409)
