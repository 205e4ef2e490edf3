"""The demonstration's accounts. Nobody here is real; their names say what they are for."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from oocd.accounts import service as accounts
from oocd.accounts.actor import SYSTEM, Actor
from oocd.accounts.models import Person
from oocd.policy import service as policy

# Printed on purpose, and only ever made by `demo load`.
PASSWORD = "for-demonstration-only"  # nosec B105
AREA = "buckinghamshire"
FIRST_DAY = date(2024, 1, 1)  # before any demonstration case began


class Account(NamedTuple):
    """One account to be made: who it stands for, and its place."""

    email: str
    name: str
    agency: str
    roles: tuple[str, ...]
    area: str = AREA


ACCOUNTS = (
    Account("referrer@demo.example", "Demo police referrer", "police", ("police_referrer",)),
    Account("inspector@demo.example", "Demo police decision maker", "police", ("police_decision_maker",)),
    Account("worker@demo.example", "Demo case worker", "yjs", ("practitioner",)),
    Account("manager@demo.example", "Demo YJS manager", "yjs", ("manager",)),
    Account("coordinator@demo.example", "Demo coordinator", "yjs", ("coordinator",)),
    Account("socialcare@demo.example", "Demo social worker", "social_care", ("agency_representative",)),
    Account("health@demo.example", "Demo nurse", "health", ("agency_representative",)),
    Account("victims@demo.example", "Demo victim worker", "victim_service", ("victim_worker",)),
    Account("operations@demo.example", "Demo YJS operations manager", "yjs", ("escalation_manager",)),
    Account("chief@demo.example", "Demo police inspector for disagreements", "police", ("escalation_manager",)),
    Account("head@demo.example", "Demo head of service", "yjs", ("senior_manager",)),
    Account("superintendent@demo.example", "Demo police superintendent", "police", ("senior_manager",)),
    Account("auditor@demo.example", "Demo auditor", "yjs", ("auditor",)),
    Account("admin@demo.example", "Demo administrator", "yjs", ("administrator",)),
    Account("elsewhere@demo.example", "Demo referrer elsewhere", "police", ("police_referrer",), "staffordshire"),
)


# Whom a bigger cohort needs beside them.
COLLEAGUES = (
    Account("worker2@demo.example", "Demo second case worker", "yjs", ("practitioner",)),
    Account("worker3@demo.example", "Demo third case worker", "yjs", ("practitioner",)),
    Account("education@demo.example", "Demo education representative", "education", ("agency_representative",)),
    Account("substances@demo.example", "Demo drugs worker", "substance_misuse", ("agency_representative",)),
)
CASE_WORKERS = ("worker", "worker2", "worker3")
AT_PANEL = {
    "police": "inspector",
    "yjs": "manager",
    "health": "health",
    "education": "education",
    "social_care": "socialcare",
    "substance_misuse": "substances",
    "victim_service": "victims",
}
"""Who sits at a panel for an agency; of another agency nobody is there."""


class Team:
    """The people of one area by what they do there: `team["manager"]` acts, `team.email("manager")` names them."""

    def __init__(self, area: str, people: Mapping[str, Person]) -> None:
        self.area = area
        self._emails = {name: person.email for name, person in people.items()}
        self._actors = {name: accounts.actor(person.id) for name, person in people.items()}

    def __getitem__(self, name: str) -> Actor:
        return self._actors[name]

    def email(self, name: str) -> str:
        return self._emails[name]


def create_accounts() -> dict[str, Actor]:
    """Every demonstration account; the people as services see them, by the part of the address before the @."""
    return {account.email.partition("@")[0]: accounts.actor(_create(account).id) for account in ACCOUNTS}


def move_in(area: str) -> Team:
    """The people an area needs for a whole cohort; whoever is there already is taken as they are."""
    people = {
        account.email.partition("@")[0].removesuffix(f".{area}"): accounts.find_person(account.email)
        or _create(account)
        for account in _needed_in(area)
    }
    return Team(area, people)


def _needed_in(area: str) -> Iterator[Account]:
    """As in the first area, with the area's name in the address and beside the person's."""
    for account in (*ACCOUNTS, *COLLEAGUES):
        if account.area == AREA and area == AREA:
            yield account
        elif account.area == AREA:
            name = account.email.partition("@")[0]
            label = policy.loaded().area(area)["name"]
            yield account._replace(email=f"{name}.{area}@demo.example", name=f"{account.name} ({label})", area=area)


def _create(account: Account) -> Person:
    person = accounts.create_person(account.name, account.email, PASSWORD, demonstration=True)
    accounts.add_membership(
        person,
        area=account.area,
        agency=account.agency,
        roles=account.roles,
        by=SYSTEM,
        from_date=FIRST_DAY,
    )
    return person
