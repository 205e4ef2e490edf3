"""A spreadsheet of past and open cases, in and out; neither ever holds the file or the register in memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from oocd import clock
from oocd.accounts.actor import SYSTEM
from oocd.audit.service import record_access
from oocd.db import db, read_one_moment
from oocd.exchange import queries
from oocd.exchange.errors import Finding, HoldsDemonstration
from oocd.exchange.grouping import Case, pile
from oocd.exchange.reading import Reader, opened
from oocd.exchange.rules import Row
from oocd.exchange.taking import Result, Taking
from oocd.policy import service as policy

ROWS_AT_ONCE = 1_000  # about: a transaction takes whole children, and what was committed stays whatever comes after


@dataclass
class Summary:
    """How many rows came to what, and how many new cases they made."""

    read: int = 0
    taken: int = 0
    cases: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def dealt_with(self) -> int:
        return self.taken + self.unchanged + self.refused


def import_cases(
    path: Path,
    *,
    made_up: bool,
    real: bool,
    report: Callable[[Finding], None],
    progress: Callable[[Summary], None] = lambda _summary: None,
) -> Summary:
    """Take in every good row of a file, and report every bad one. The same file again changes nothing.

    `made_up` marks the children as such; `real` is whether children's lives hang on this database. Commits as it
    goes, whole cases at a time. Raises BadInput for a file that cannot be read, and HoldsDemonstration.
    """
    if queries.holds_demonstration() and not made_up:
        raise HoldsDemonstration
    db.session.rollback()  # nobody waits for this while the file is read
    summary, taking = Summary(), Taking(path.name, made_up=made_up)
    with opened(path) as text, pile() as rows:
        for number, result in Reader(text, today=clock.today(), real=real).rows():
            summary.read += 1
            if isinstance(result, Row):
                rows.add(number, result)
            else:
                summary.refused += 1
                _tell(result, report)
            if summary.read % ROWS_AT_ONCE == 0:
                progress(summary)
        for of_children in _portions(rows.children()):
            _count(_committed(taking, of_children), summary, report)
            progress(summary)
    return summary


def export_cases(area: str | None) -> Iterator[Row]:
    """Every case of an area, or of all, as it stands at one moment. The log says who took it. Raises UnknownArea."""
    for left in [policy.loaded().check_area(area)] if area else sorted(policy.loaded().areas):
        record_access("cases.export", area=left, subject=f"area:{left}", by=SYSTEM, details={})
    db.session.commit()
    read_one_moment()
    yield from queries.every_row(area)
    db.session.rollback()


def cases_without_a_row(area: str | None) -> int:
    """How many cases an export leaves out, as they name no offence."""
    return queries.without_offences(area)


def _portions(of_children: Iterable[list[Case]]) -> Iterator[list[list[Case]]]:
    portion: list[list[Case]] = []
    rows = 0
    for of_child in of_children:
        portion.append(of_child)
        rows += sum(map(len, of_child))
        if rows >= ROWS_AT_ONCE:
            yield portion
            portion, rows = [], 0
    if portion:
        yield portion


def _committed(taking: Taking, of_children: list[list[Case]]) -> Result:
    """One portion in one transaction; once more if somebody sent in one of its children in the same moment."""
    for last_time in (False, True):
        try:
            result = taking.take(of_children)
            db.session.commit()
        except IntegrityError:
            taking.forget()
            db.session.rollback()
            if last_time:
                raise
        else:
            return result
    raise RuntimeError("A portion is either taken or raises.")


def _count(result: Result, summary: Summary, report: Callable[[Finding], None]) -> None:
    summary.taken += result.taken
    summary.cases += result.cases
    summary.unchanged += result.unchanged
    summary.refused += result.refused
    _tell(result.findings, report)


def _tell(findings: Iterable[Finding], report: Callable[[Finding], None]) -> None:
    for finding in findings:
        report(finding)
