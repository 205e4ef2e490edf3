"""Everybody's list of work, as the API tells it."""

from collections import Counter
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.accounts import service as accounts
from oocd.db import db, everywhere
from oocd.tasks.models import Cover, OverdueStep
from oocd.tasks.queries import not_on_one_list
from tests.people import People, Reply
from tests.story import Case

PARTS = ("overdue", "due_soon", "later", "waiting_on_others")


def list_of(people: People, name: str) -> list[dict[str, Any]]:
    """Somebody's own list in its order; what counts says is what is there."""
    reply = getattr(people, name).get("/my-work").ok()
    assert reply["counts"] == {part: len(reply[part]) for part in PARTS}
    return [task for part in PARTS for task in reply[part]]


def on_the_lists_of(people: People, case: Case, *names: str) -> set[str]:
    """Which of these people have the case on their own list."""
    return {name for name in names if any(task["referral_id"] == case.id for task in list_of(people, name))}


def raised_to(people: People, name: str) -> list[str]:
    return [task["referral_id"] for task in getattr(people, name).get("/my-work").ok()["raised"]]


def team(people: People, name: str = "manager") -> dict[str, Any]:
    """The team's lists, on which every open case in sight is once."""
    body = getattr(people, name).get("/team-work").ok().body
    seen = Counter(task["referral_id"] for owner in body["owners"] for part in PARTS for task in owner[part])
    assert set(seen.values()) <= {1}
    assert sum(seen.values()) == body["open"]
    return dict(body)


def id_of(people: People, name: str) -> str:
    with people.app.app_context(), everywhere():
        person = accounts.find_person(f"{name}@demo.example")
        assert person is not None
        return str(person.id)


def offenders(people: People) -> list[dict[str, Any]]:
    with people.app.app_context(), everywhere():
        return not_on_one_list()


def reassign(case: Case, to: str, by: str = "manager") -> Reply:
    return case.at(by, "reassign", {"person": f"{to}@demo.example", "reason": "Made up, for a test."})


def as_if_overdue(case: Case) -> None:
    """A row such as the job leaves, so that there is one to look for."""
    with case.people.app.app_context(), everywhere():
        row = OverdueStep(
            area="buckinghamshire",
            referral_id=UUID(case.id),
            reason="panel.received",
            case_version=1,
            due_on=clock.today(),
            raised_on=clock.today(),
        )
        db.session.add(row)
        db.session.commit()


def given_by_name_and_covered(case: Case) -> None:
    """A step given to a person, and a person covered for, of a case that was just sent."""
    reassign(case, "manager").ok()
    today = str(clock.today())
    said = {"area": "buckinghamshire", "covered_by": "socialcare@demo.example", "from_date": today, "to_date": today}
    case.people.manager.post(f"/people/{id_of(case.people, 'health')}/cover", said).ok()
    as_if_overdue(case)


def id_of_cover(people: People) -> str:
    with people.app.app_context(), everywhere():
        return str(db.session.scalars(sa.select(Cover.id)).one())
