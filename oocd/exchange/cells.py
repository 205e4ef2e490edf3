"""What a cell may say, by the kind of its column: taken as the export would write it, or refused in words."""

from collections.abc import Callable, Mapping
from datetime import date

from oocd.exchange.rules import FLAGS, KINDS, NOTHING_BEFORE, Row, history_text
from oocd.policy import service as policy
from oocd.policy.edition import Codes, Edition, UnknownCode
from oocd.referrals.rules import LONGEST_NAME

FORMULA = frozenset("=+-@")
PROTECTED = "'"  # a spreadsheet's way to say that what follows is text; the export writes it before such text
CODE_LISTS = {
    "assessment_kind": "assessment_kinds",
    "decision_maker": "decision_makers",
    "outcome": "outcomes",
    "panel_recommendation": "outcomes",
    "referral_source": "referral_sources",
}
OTHER_LABELS = {"ethnicity": {"not stated": "NS"}}

Take = Callable[[str], str]


class Wrong(ValueError):
    """A cell cannot be taken; the message says why and what to do."""


class Spelled(dict[str, str]):
    """Each spelling that may stand in a cell, with what it means; looking up any other raises Wrong."""

    def __init__(self, spellings: Mapping[str, str], why: Callable[[str], str]) -> None:
        super().__init__(spellings)
        self._why = why

    def __missing__(self, cell: str) -> str:
        raise Wrong(self._why(cell))


class Days(dict[str, str]):
    """Every date met so far; a new one is read, or raises Wrong."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = str(today)

    def __missing__(self, cell: str) -> str:
        if not _is_day(cell):
            raise Wrong(f"{cell!r} is not a date. Write it as year-month-day, such as 2024-05-31.")
        if cell > self._today:
            raise Wrong(f"{cell} is in the future. Correct it, or leave it empty until it has happened.")
        self[cell] = cell
        return cell


class Taking:
    """How the cells of one area's rows are taken, column by column in their order."""

    def __init__(self, area: str, days: Days, today: date, *, real: bool) -> None:
        self._today = policy.on(today, area)
        self._ever = list(policy.loaded().ever(area, today))
        self._days, self._real = days, real
        self.matrices = {name: row for edition in self._ever for name, row in edition.gravity_editions().items()}
        kinds: Mapping[str, Callable[[str], Take]] = {
            "name": lambda _column: name,
            "number": lambda _column: number,
            "date": lambda _column: days.__getitem__,
            "flag": lambda _column: _spelled({flag: flag for flag in FLAGS}, "yes or no").__getitem__,
            "score": lambda _column: _spelled({score: score for score in "12345"}, "a score from 1 to 5").__getitem__,
            "area": lambda _column: _one_of(policy.loaded().areas).__getitem__,
            "route": lambda _column: _one_of(sorted(policy.loaded().routes)).__getitem__,
            "offence": lambda _column: self._offences().__getitem__,
            "edition": lambda _column: self._gravity_edition(),
            "code": lambda column: self._code_list(column).__getitem__,
            "history": lambda _column: self._history(),
        }
        self.columns = [(column, kinds[KINDS[column]](column)) for column in Row._fields]

    def _codes(self, listed: Callable[[Edition], Codes]) -> Spelled:
        codes = listed(self._today)
        ever = {code: code for edition in self._ever for code in listed(edition)}
        return Spelled(ever, lambda cell: UnknownCode(cell, codes).detail)

    def _offences(self) -> Spelled:
        """Those with a class of their own: no column tells the class of the others."""
        known = self._codes(Edition.offences)
        classless = {code for edition in self._ever for code, row in edition.offences().items() if not row["class_"]}

        def why(cell: str) -> str:
            if cell in classless:
                return f"Whether {cell} is summary only depends on the facts. Send this case by hand, with its class."
            return known._why(cell)

        return Spelled({code: code for code in known if code not in classless}, why)

    def _code_list(self, column: str) -> Spelled:
        listed = CODE_LISTS.get(column, column)
        spelled = self._codes(lambda edition: edition.codes(listed))
        if column in OTHER_LABELS:
            labels = {row["label"].casefold(): code for code, row in self._today.codes(listed).items()}
            return Labelled(spelled, {**labels, **OTHER_LABELS[column]})
        return spelled

    def _gravity_edition(self) -> Take:
        spelled = _one_of(sorted(self.matrices))

        def take(cell: str) -> str:
            if self._real and self.matrices[spelled[cell]]["illustrative"]:
                raise Wrong(f"{cell} is the made-up edition and never scores a real child. Name the edition used.")
            return spelled[cell]

        return take

    def _history(self) -> Take:
        codes = self._codes(lambda edition: edition.codes("previous_disposals"))

        def one(told: str) -> tuple[str, str]:
            code, _, day = (part.strip() for part in told.partition(":"))
            return (self._days[day] if day else "", codes[code])

        def take(cell: str) -> str:
            if cell == NOTHING_BEFORE:
                return cell
            return history_text(one(part) for part in cell.split(";") if part.strip())

        return take


class Labelled(Spelled):
    """Codes that may also be written as their label, in any case."""

    def __init__(self, codes: Spelled, labels: Mapping[str, str]) -> None:
        super().__init__(codes, codes._why)
        self._labels = labels

    def __missing__(self, cell: str) -> str:
        code = self._labels.get(cell.casefold())
        return code if code else super().__missing__(cell)


def name(cell: str) -> str:
    """A reference or a place: any text of one line."""
    if len(cell) > LONGEST_NAME:
        raise Wrong(f"This has {len(cell)} characters. Write at most {LONGEST_NAME}.")
    if not cell.isprintable():
        raise Wrong("This holds a character that cannot be printed. Type it again.")
    return cell[1:] if cell[0] == PROTECTED and cell[1:2] in FORMULA | {PROTECTED} else cell


def number(cell: str) -> str:
    if not (cell.isascii() and cell.isdigit() and 0 < int(cell) < 1000):
        raise Wrong(f"{cell!r} is not a number from 1 to 999. Count the offences of the case from 1.")
    return str(int(cell))


def protected(text: str) -> str:
    """Text as it is safe in a spreadsheet, and as `name` takes it back."""
    return PROTECTED + text if text[:1] in FORMULA | {PROTECTED} else text


def _is_day(cell: str) -> bool:
    if len(cell) != 10:  # fromisoformat also takes forms that the contract does not
        return False
    try:
        return str(date.fromisoformat(cell)) == cell
    except ValueError:
        return False


def _one_of(codes: Mapping[str, object] | list[str] | tuple[str, ...]) -> Spelled:
    return _spelled({code: code for code in codes}, f"one of {', '.join(codes)}")


def _spelled(spellings: Mapping[str, str], what: str) -> Spelled:
    return Spelled(spellings, lambda cell: f"{cell!r} is not {what}. Correct it.")
