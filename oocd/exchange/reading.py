"""From the bytes of a file to rows that are right, and findings about those that are not; one line at a time."""

import csv
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from io import TextIOWrapper
from operator import itemgetter
from pathlib import Path
from typing import Any

from oocd.exchange.cells import FORMULA, Days, Taking, Wrong
from oocd.exchange.errors import EmptyFile, Finding, NoSuchFile, NotCsv, WrongColumns
from oocd.exchange.rules import NEEDED, OPTIONAL, Row, out_of_order
from oocd.policy import service as policy

LONGEST_LINE = 16_384
AREA = Row._fields.index("area")
OTHER_FILES = {
    b"PK\x03\x04": "a spreadsheet file, not CSV",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet file, not CSV",
    b"%PDF": "a PDF, not CSV",
    b"\xff\xfe": "in UTF-16, not UTF-8",
    b"\xfe\xff": "in UTF-16, not UTF-8",
}


@contextmanager
def opened(path: Path) -> Iterator[TextIOWrapper]:
    """The file as text. Bytes that are not UTF-8 come as lone surrogates, so that each can be named where it stands."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise NoSuchFile(str(path), error.strerror or str(error)) from error
    with raw:
        start = raw.read(4)
        for magic, what in OTHER_FILES.items():
            if start.startswith(magic):
                raise NotCsv(what)
        raw.seek(0)
        with TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape") as text:
            yield text


class Reader:
    """Reads one file, whose header it checks at once. Raises EmptyFile, NotCsv or WrongColumns.

    `real` is whether children's lives hang on it: production takes no made-up scores.
    """

    def __init__(self, text: TextIOWrapper, *, today: date, real: bool) -> None:
        self._text = text
        days = Days(today)
        self._areas = sorted(policy.loaded().areas)
        self._taking = cache(lambda area: Taking(area, days, today, real=real))
        header = _header(text.readline(LONGEST_LINE))
        self._width = len(header)
        # A column that is left out is read as the empty cell put after the last.
        self._pick = itemgetter(*(header.index(name) if name in header else self._width for name in Row._fields))

    def rows(self) -> Iterator[tuple[int, Row | list[Finding]]]:
        """The number of each line with its row, or with everything wrong with it. Lines without a word are passed."""
        number = 1
        while text := self._text.readline(LONGEST_LINE):
            number += 1
            if len(text) == LONGEST_LINE and not text.endswith("\n"):
                self._pass_rest_of_line()
                yield number, [Finding(number, "", "This line is too long to be a row. Take it out.")]
            elif text.strip(", \r\n"):
                yield number, self._row(number, text)

    def _pass_rest_of_line(self) -> None:
        while (text := self._text.readline(LONGEST_LINE)) and not text.endswith("\n"):
            pass

    def _row(self, line: int, text: str) -> Row | list[Finding]:
        try:
            cells = _cells(text)
        except Wrong as error:
            return [Finding(line, "", str(error))]
        if len(cells) < self._width or any(cells[self._width :]):
            reason = (
                f"The row has {len(cells)} cells and the header {self._width}. Put commas right, or quote the cell."
            )
            return [Finding(line, "", reason)]
        told: Sequence[str] = self._pick([*cells[: self._width], ""])
        findings: list[Finding] = []
        if not text.isascii():
            told = [_readable(line, name, cell, findings) for name, cell in zip(Row._fields, told, strict=True)]
        row = self._taken(line, told, findings)
        if not findings:
            findings += [_misplaced(line, row, *pair) for pair in out_of_order(row)]
            findings += _off_the_scale(line, row, self._taking(row.area).matrices)
        return findings or row

    def _taken(self, line: int, told: Sequence[str], findings: list[Finding]) -> Row:
        area = told[AREA].strip()
        if area not in self._areas:
            said = f"There is no area called {area!r}." if area else "This is needed."
            findings.append(Finding(line, "area", f"{said} Use one of: {', '.join(self._areas)}."))
            return Row()
        taken = []
        for (name, take), cell in zip(self._taking(area).columns, map(str.strip, told), strict=True):
            if not cell:
                taken.append("")
                continue
            try:
                if cell[0] in FORMULA:
                    raise Wrong(
                        f"{_shown(cell)} begins like a formula, which a spreadsheet would run. Take that sign out."
                    )
                taken.append(take(cell))
            except Wrong as error:
                taken.append("")
                findings.append(Finding(line, name, str(error)))
        row = Row._make(taken)
        wrong = {finding.column for finding in findings}
        findings += [
            Finding(line, name, "This is needed. Fill it in.")
            for name in NEEDED
            if not getattr(row, name) and name not in wrong
        ]
        return row if row.offence_no else row._replace(offence_no="1")


def _header(first: str) -> list[str]:
    if not first.strip():
        raise EmptyFile
    if any("\udc80" <= letter <= "\udcff" or letter == "\0" for letter in first):
        raise NotCsv("in another encoding than UTF-8")
    try:
        header = [name.strip() for name in _cells(first)]
    except Wrong:
        header = [first.strip()]
    if len(header) == 1 and any(separator in first for separator in ";\t|"):
        raise NotCsv("separated by other signs than commas")
    while header and not header[-1]:
        header.pop()
    missing = [name for name in Row._fields if name not in header and name not in OPTIONAL]
    unknown = [name or "a column without a name" for name in header if name not in Row._fields]
    twice = sorted({name for name in header if name in Row._fields and header.count(name) > 1})
    if missing or unknown or twice:
        raise WrongColumns(missing, unknown, twice)
    return header


def _cells(line: str) -> list[str]:
    """No cell has more than one line, so a line is a row, and a stray quotation mark spoils only its own."""
    line = line.rstrip("\r\n")
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error:
        raise Wrong("A quotation mark is opened and not closed on this line. Close it, or take it out.") from None


def _readable(line: int, name: str, cell: str, findings: list[Finding]) -> str:
    """A cell in one spelling of its letters; one that is not UTF-8 is found wrong."""
    if any("\udc80" <= letter <= "\udcff" for letter in cell):
        reason = "This is not UTF-8 (Latin-1, perhaps). Save the file as CSV in UTF-8, and import it again."
        findings.append(Finding(line, name, reason))
        return ""
    return unicodedata.normalize("NFC", cell)


def _misplaced(line: int, row: Row, earlier: str, later: str) -> Finding:
    return Finding(
        line, later, f"{getattr(row, later)} is before {earlier} {getattr(row, earlier)}. Correct one of the two."
    )


def _off_the_scale(line: int, row: Row, matrices: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    """A score that its edition does not have: a 5 of one is no 5 of another."""
    if row.gravity_edition:
        scale = matrices[row.gravity_edition]["scale"]
        for name in ("gravity_base", "gravity_final"):
            score = getattr(row, name)
            if score and not scale["min"] <= int(score) <= scale["max"]:
                reason = f"{row.gravity_edition} has scores from {scale['min']} to {scale['max']} only. Correct one."
                yield Finding(line, name, reason)


def _shown(cell: str) -> str:
    return repr(cell if len(cell) <= 20 else f"{cell[:20]}…")
