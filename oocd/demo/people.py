"""The demonstration's accounts. Nobody here is real; their names say what they are for."""

from datetime import date
from typing import NamedTuple

from oocd.accounts import service as accounts
from oocd.accounts.actor import SYSTEM, Actor

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


def create_accounts() -> dict[str, Actor]:
    """Every demonstration account; the people as services see them, by the part of the address before the @."""
    people = {}
    for account in ACCOUNTS:
        person = accounts.create_person(account.name, account.email, PASSWORD, demonstration=True)
        accounts.add_membership(
            person,
            area=account.area,
            agency=account.agency,
            roles=account.roles,
            by=SYSTEM,
            from_date=FIRST_DAY,
        )
        people[account.email.partition("@")[0]] = accounts.actor(person.id)
    return people
