"""From the bytes of a partner's copy to its scores, or to everything that is wrong with it, line by line."""

import csv
import io
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from oocd.screening.errors import CopyRefused, Finding

NEEDED = ("offence_id", "score")
COLUMNS = (*NEEDED, "offence")  # the last is for people, and is not read
FORMULA = ("=", "+", "-", "@")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
WORKBOOK = b"PK\x03\x04"
OTHER_FILES = {
    b"\xd0\xcf\x11\xe0": "This is an old or encrypted workbook.",
    b"%PDF": "This is a PDF.",
    b"\xff\xfe": "This is UTF-16.",
    b"\xfe\xff": "This is UTF-16.",
}
SAVE_AS = "Save it as CSV with commas in UTF-8, or as an .xlsx workbook."
LARGEST = 1024 * 1024
LARGEST_UNPACKED = 20 * LARGEST


class Line(NamedTuple):
    """One row as it was written: its line in the file, and its cells as text."""

    number: int
    cells: Sequence[str]


class Read(NamedTuple):
    """One offence's score, and the line on which it stands."""

    line: int
    offence_id: str
    score: int


def read(content: bytes, *, offences: Collection[str], scale: tuple[int, int]) -> list[Read]:
    """Every score of the copy. Raises CopyRefused with everything that is wrong: nothing of such a file is taken."""
    lines = [line for line in _lines(content) if any(line.cells)]
    if not lines:
        raise CopyRefused([Finding(1, "", "The file is empty. Write the columns offence_id and score.")])
    places = _header(lines[0])
    read: list[Read] = []
    findings: list[Finding] = []
    seen: dict[str, int] = {}
    for line in lines[1:]:
        wrong = list(_wrong(line, places, offences, scale, seen))
        findings += wrong
        told = {name: line.cells[place] for name, place in places.items() if place < len(line.cells)}
        seen.setdefault(told.get("offence_id", ""), line.number)
        if not wrong:
            read.append(Read(line.number, told["offence_id"], int(told["score"])))
    if findings:
        raise CopyRefused(findings)
    if not read:
        raise CopyRefused([Finding(lines[0].number, "", "There is no score below the names of the columns.")])
    return read


def _wrong(
    line: Line, places: Mapping[str, int], offences: Collection[str], scale: tuple[int, int], seen: Mapping[str, int]
) -> Iterator[Finding]:
    if any(line.cells[len(places) :]):
        yield Finding(line.number, "", f"The row has more than {len(places)} cells. Quote a cell that holds a comma.")
        return
    for name, place in places.items():
        cell = line.cells[place] if place < len(line.cells) else ""
        if reason := _wrong_with(name, cell, offences, scale, seen):
            yield Finding(line.number, name, reason)


def _wrong_with(
    name: str, cell: str, offences: Collection[str], scale: tuple[int, int], seen: Mapping[str, int]
) -> str | None:
    """Why this cell cannot be taken; None where it can."""
    if cell.startswith(FORMULA):
        return "This begins like a formula. Write what it comes to, as it stands in your copy."
    if name in NEEDED and not cell:
        return "This is needed. Fill it in, or take the row out."
    if name == "offence_id" and cell not in offences:
        return f"There is no offence called {cell!r}. Correct it."
    if name == "offence_id" and cell in seen:
        return f"{cell} stands in line {seen[cell]} already. Keep one."
    if name == "score" and not _on_scale(cell, scale):
        return f"{cell!r} is not a score from {scale[0]} to {scale[1]}. Correct it."
    return None


def _on_scale(score: str, scale: tuple[int, int]) -> bool:
    return score.isascii() and score.isdigit() and len(score) < 4 and scale[0] <= int(score) <= scale[1]


def _header(line: Line) -> Mapping[str, int]:
    """Where each column stands. Raises CopyRefused."""
    names = [name.strip().lower() for name in line.cells]
    while not names[-1]:
        names.pop()
    if len(names) == 1 and any(sign in names[0] for sign in ";\t|"):
        raise CopyRefused([Finding(line.number, "", f"The cells are separated by other signs. {SAVE_AS}")])
    findings = [
        Finding(line.number, name, "This column is missing. Write offence_id and score, separated by a comma.")
        for name in NEEDED
        if name not in names
    ]
    for place, name in enumerate(names):
        if name not in COLUMNS:
            findings.append(Finding(line.number, name or "without a name", "There is no such column. Take it out."))
        elif name in names[:place]:
            findings.append(Finding(line.number, name, "This column stands here twice. Keep one."))
    if findings:
        raise CopyRefused(findings)
    return {name: place for place, name in enumerate(names)}


def _lines(content: bytes) -> Iterator[Line]:
    if len(content) > LARGEST:
        raise CopyRefused([Finding(1, "", f"The file is larger than {LARGEST // 1024} KiB. Keep the scores alone.")])
    for magic, what in OTHER_FILES.items():
        if content.startswith(magic):
            raise CopyRefused([Finding(1, "", f"{what} {SAVE_AS}")])
    return _lines_of_workbook(content) if content.startswith(WORKBOOK) else _lines_of_csv(content)


def _lines_of_csv(content: bytes) -> Iterator[Line]:
    try:
        text = content.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = Finding(line, "", "This is not UTF-8 (Latin-1, perhaps). Save the file as CSV in UTF-8.")
        raise CopyRefused([found]) from error
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in rows:
            yield Line(rows.line_num, [cell.strip() for cell in cells])
    except csv.Error as error:
        found = Finding(max(rows.line_num, 1), "", "This line is not CSV: look at its quotation marks.")
        raise CopyRefused([found]) from error


def _lines_of_workbook(content: bytes) -> Iterator[Line]:
    import openpyxl  # by whom it is needed only: it would make every start of the service slower

    unreadable = CopyRefused([Finding(1, "", f"This workbook cannot be read. {SAVE_AS}")])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise unreadable
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        sheets = [[[_text(cell.value) for cell in row] for row in sheet.iter_rows()] for sheet in workbook.worksheets]
    except CopyRefused:
        raise
    except Exception as error:  # whatever a damaged or invented workbook makes the library say
        raise unreadable from error
    filled = [rows for rows in sheets if any(any(row) for row in rows)]
    if len(filled) > 1:
        raise CopyRefused([Finding(1, "", "More than one sheet is filled in. Keep the one with the scores.")])
    for number, cells in enumerate(filled[0] if filled else [], start=1):
        yield Line(number, cells)


def _text(value: Any) -> str:
    """A cell as it would stand in a CSV; a whole number has no decimals."""
    if value is None:
        return ""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value).strip()
