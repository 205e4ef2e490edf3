"""The person acting, as every service is told: plain values, so that a service knows nothing of sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from oocd.accounts.permissions import granted_by


@dataclass(frozen=True)
class Standing:
    """What one membership gives a person in one area."""

    area: str
    agency: str
    roles: tuple[str, ...]
    permissions: frozenset[str]

    @classmethod
    def of(cls, area: str, agency: str, roles: list[str]) -> "Standing":
        return cls(area, agency, tuple(roles), granted_by(roles))


@dataclass(frozen=True)
class Actor:
    """One signed-in person. `scopes` narrows what a token may do; None means no narrowing.

    `recused_from` are the cases in which a declared conflict of interest leaves neither vote nor sight.
    """

    person_id: UUID | None
    name: str
    standings: Mapping[str, Standing]
    scopes: frozenset[str] | None = None
    recused_from: frozenset[UUID] = frozenset()

    @property
    def areas(self) -> frozenset[str]:
        return frozenset(self.standings)

    def may(self, permission: str, area: str) -> bool:
        standing = self.standings.get(area)
        in_role = standing is not None and permission in standing.permissions
        return in_role and (self.scopes is None or permission in self.scopes)

    def areas_where(self, permission: str) -> frozenset[str]:
        """The areas in which this person has a permission."""
        return frozenset(area for area in self.standings if self.may(permission, area))

    def agency_in(self, area: str) -> str:
        return self.standings[area].agency


SYSTEM = Actor(person_id=None, name="the service", standings={})


def the_service(permission: str, area: str) -> Actor:
    """The service itself, making one kind of move in one area because its time has come."""
    return Actor(None, SYSTEM.name, {area: Standing(area, "", (), frozenset({permission}))})
