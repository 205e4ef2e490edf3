"""Why a whole file is refused; what is wrong with single rows is a `Finding` each."""

from collections.abc import Sequence
from typing import NamedTuple

from oocd.errors import BadInput


class Finding(NamedTuple):
    """One thing wrong with one row: its line, the column (empty for the row as a whole), and the reason."""

    line: int
    column: str
    reason: str


class EmptyFile(BadInput):
    def __init__(self) -> None:
        super().__init__("The file is empty. It needs a first line with the names of the columns.")


class NotCsv(BadInput):
    """What the file is instead, and how to save it right."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This is {what}. Save it as CSV with commas, in UTF-8 (in Excel: “CSV UTF-8”).")


class WrongColumns(BadInput):
    def __init__(self, missing: Sequence[str], unknown: Sequence[str], twice: Sequence[str]) -> None:
        parts = []
        if missing:
            parts.append(f"Missing: {', '.join(missing)}. Add the column, left empty if nothing is known.")
        if unknown:
            parts.append(f"Unknown: {', '.join(unknown)}. Take the column out, or correct its name.")
        if twice:
            parts.append(f"Twice: {', '.join(twice)}. Keep one.")
        super().__init__(f"The columns in line 1 are not the ones expected. {' '.join(parts)}")


class HoldsDemonstration(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "This database holds demonstration children. Import into another, or say --demo if the file is made up too."
        )


class NoSuchFile(BadInput):
    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} cannot be read: {why}. Check the path.")
