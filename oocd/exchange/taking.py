"""Taking in the rows of some children in one transaction: which are new, which agree, and where they go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from oocd import clock
from oocd.accounts.actor import SYSTEM
from oocd.audit.bulk import Recorder
from oocd.bulk import Batch, new_id
from oocd.exchange import queries
from oocd.exchange.errors import Finding
from oocd.exchange.grouping import Case, Line
from oocd.exchange.homes import cases, children, outcomes, panels, preparing, reviews, screening, told, victims, work
from oocd.exchange.homes.hand import CaseInHand, OffenceInHand
from oocd.exchange.law import law_of
from oocd.exchange.rules import (
    OF_CASE,
    OF_CHILD,
    OF_VICTIM,
    Row,
    differing,
    hash_of,
    key_of,
    past_of,
    together,
    victim_of,
)
from oocd.workflow.adopting import Adopter

ANOTHER_VICTIM = "The rows of one victim must agree: correct one of them, or give another victim another reference."
ANOTHER_REFERENCE = "The rows of one case must agree: correct one of them, or give another case another reference."


@dataclass
class Result:
    """What became of some rows; it counts once they are committed."""

    taken: int = 0
    cases: int = 0
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return len({finding.line for finding in self.findings})


class Taking:
    """One import; `take` is called once for each transaction."""

    def __init__(self, file: str, *, made_up: bool) -> None:
        self._file, self._made_up = file, made_up
        self._meetings = panels.Meetings(file)

    def take(self, of_children: Sequence[Sequence[Case]]) -> Result:
        """Gather what is new and write it at once, in the caller's transaction."""
        part = Part(self._file, self._meetings, of_children, made_up=self._made_up)
        for of_child in of_children:
            part.take_child(of_child)
        part.write()
        return part.result

    def forget(self) -> None:
        """The transaction came to nothing."""
        self._meetings.forget()


class Part:
    """The children of one transaction, and what is on record about them."""

    def __init__(
        self, file: str, meetings: panels.Meetings, of_children: Sequence[Sequence[Case]], *, made_up: bool
    ) -> None:
        self.result = Result()
        self._file, self._meetings, self._made_up = file, meetings, made_up
        self._today, moment = str(clock.today()), clock.now()
        self._batch = Batch()
        self._adopter = Adopter(self._batch, by=SYSTEM, moment=moment)
        self._log = Recorder(self._batch, by=SYSTEM, moment=moment)
        self._moment = self._batch.moment(moment)
        lines = [line for of_child in of_children for case in of_child for line in case]
        self._taken_before = queries.taken_in(key_of(line.row) for line in lines)
        self._children: dict[tuple[str, str], children.OnRecord] = {}
        self._cases: dict[tuple[str, str, str], queries.Known] = {}
        for area in {line.row.area for line in lines}:
            here = [line.row for line in lines if line.row.area == area]
            for child_ref, child in children.on_record(area, {row.child_ref for row in here}).items():
                self._children[area, child_ref] = child
            for (reference, child_ref), case in queries.known_cases(area, {row.reference for row in here}).items():
                self._cases[area, reference, child_ref] = case
        self._on_record = self._rows_to_compare(lines)

    def write(self) -> None:
        self._batch.write()
        self._log.write()

    def take_child(self, of_child: Sequence[Case]) -> None:
        """Every case of one child: new ones are written, known ones compared."""
        area, child_ref = of_child[0][0].row.area, of_child[0][0].row.child_ref
        child = self._children.get((area, child_ref))
        born = child.says["date_of_birth"] if child else ""
        new: list[tuple[Row, list[Line]]] = []
        for case in sorted(of_child):
            lines = self._not_twice(case)
            known = self._cases.get((area, case[0].row.reference, child_ref))
            if known:
                self._compare(known, lines)
            elif lines := self._agreeing(lines, born):
                whole = together([line.row for line in lines])
                born = born or whole.date_of_birth
                new.append((whole, lines))
        if new:
            newest_first = sorted((whole for whole, _ in new), key=lambda row: row.referral_date, reverse=True)
            child = child or children.put(self._batch, newest_first, synthetic=self._made_up)
            for whole, lines in new:
                self._put_case(whole, lines, child)

    def _not_twice(self, case: Case) -> list[Line]:
        """Each row of a case but those that stand in the file already."""
        seen: dict[str, int] = {}
        for line in case:
            earlier = seen.setdefault(key_of(line.row), line.number)
            if earlier != line.number:
                self._refuse(line, "", f"Line {earlier} is about the same offence. Keep one of the two.")
        return [line for line in case if line.number in seen.values()]

    def _agreeing(self, lines: Sequence[Line], born: str) -> list[Line]:
        """The rows of a new case that say nothing else of it than the rows before them."""
        agreed: list[Line] = []
        for line in lines:
            if born and line.row.date_of_birth not in ("", born):
                reason = f"{line.row.child_ref} is on record or told above as born on {born}. Correct one of the two."
                self._refuse(line, "date_of_birth", reason)
                continue
            if not self._disagrees(line, agreed):
                agreed.append(line)
        return agreed

    def _disagrees(self, line: Line, agreed: Sequence[Line]) -> bool:
        """Whether a row says something else of its case, or of its victim, than the rows before it."""
        of_victim = [earlier for earlier in agreed if victim_of(earlier.row) == victim_of(line.row)]
        about = ((agreed, OF_CASE, ANOTHER_REFERENCE), (of_victim, OF_VICTIM[2:], ANOTHER_VICTIM))
        found = False
        for earlier, columns, what_to_do in about:
            so_far = together([said.row for said in earlier], columns)
            for name in differing(line.row, so_far, columns):
                said = f"{getattr(line.row, name)} here, {getattr(so_far, name)} in line {earlier[0].number}"
                self._refuse(line, name, f"{said} or below it. {what_to_do}")
                found = True
        return found

    def _put_case(self, whole: Row, lines: Sequence[Line], child: children.OnRecord) -> None:
        past = past_of(whole, [line.row for line in lines], self._today)
        case = self._in_hand(new_id(), whole, lines, past)
        state = cases.put(case, child.id)
        for offence in case.offences:
            offence.kept.update(name for name in OF_CHILD if getattr(offence.row, name) == child.says.get(name))
        self._put_offences(case)
        first, *others = lines
        details: dict[str, Any] = {"file": self._file, "line": first.number, "row": hash_of(first.row), "to": state}
        if others:
            details["others"] = {line.number: hash_of(line.row) for line in others}
        self._log.begin_case("imported", area=whole.area, referral_id=case.id, details=details)
        self.result.cases += 1
        self.result.taken += len(lines)

    def _put_offences(self, case: CaseInHand) -> None:
        cases.put_offences(case)
        screening.put(case)
        if case.new:
            victims.put(case)
            preparing.put(case)
            panels.put(case, self._meetings, self._log)
            work.put(case)
            reviews.put(case)
        outcomes.put(case)
        told.put(case)

    def _in_hand(self, case_id: str, whole: Row, lines: Sequence[Line], past: Any, *, new: bool = True) -> CaseInHand:
        numbers = _numbers([line.row for line in lines], set())
        offences = [
            OffenceInHand(new_id(), line.number, number, line.row) for line, number in zip(lines, numbers, strict=True)
        ]
        law = law_of(whole.area)
        return CaseInHand(case_id, whole, past, offences, self._batch, self._adopter, law, self._moment, new=new)

    # -- what is on record already

    def _rows_to_compare(self, lines: Iterable[Line]) -> dict[UUID, dict[UUID, Row]]:
        """The cases on record that rows of the file may differ from, flattened as an export would."""
        asked = {
            known.id
            for line in lines
            if (known := self._cases.get((line.row.area, line.row.reference, line.row.child_ref)))
            and self._taken_before.get(key_of(line.row), ("",))[0] != hash_of(line.row)
        }
        return queries.rows_of(list(asked)) if asked else {}

    def _compare(self, known: queries.Known, lines: Sequence[Line]) -> None:
        on_record = self._on_record.get(known.id, {})
        by_key = {key_of(row): row for row in on_record.values()}
        for line in lines:
            key = key_of(line.row)
            before = self._taken_before.get(key)
            if before and before[0] == hash_of(line.row):
                self.result.unchanged += 1
            elif row := on_record[before[1]] if before else by_key.get(key):
                self._compare_row(line, row)
            else:
                self._add(known, line, list(on_record.values()))

    def _compare_row(self, line: Line, on_record: Row) -> None:
        others = [name for name in Row._fields if name != "offence_no"]
        differs = [name for name in others if getattr(line.row, name) not in ("", getattr(on_record, name))]
        for name in differs:
            said = f"{getattr(on_record, name) or 'nothing'} on record and {getattr(line.row, name)} here"
            self._refuse(line, name, f"{said}. The case is left alone: correct it in the service, or the file.")
        if not differs:
            self.result.unchanged += 1

    def _add(self, known: queries.Known, line: Line, on_record: Sequence[Row]) -> None:
        """One more offence of a case that an earlier file told of, where it changes nothing of the case itself."""
        if refusal := self._why_not_added(known, line, on_record):
            self._refuse(line, *refusal)
            return
        rows = [*on_record, line.row]
        case = self._in_hand(known.id.hex, line.row, [line], past_of(together(rows), rows, self._today), new=False)
        case.offences[0].number = _numbers([line.row], {int(row.offence_no) for row in on_record})[0]
        about = on_record[0]
        case.offences[0].kept.update(
            name for name in OF_CASE if getattr(line.row, name) == getattr(about, name) and name not in OF_CHILD
        )
        self._put_offences(case)
        chain = f"case:{known.id}"
        details = {
            "file": self._file,
            "line": line.number,
            "row": hash_of(line.row),
            "offence": case.offences[0].number,
        }
        self._log.record("imported", chain=chain, area=about.area, subject=f"referral:{known.id}", details=details)
        self.result.taken += 1

    def _why_not_added(self, known: queries.Known, line: Line, on_record: Sequence[Row]) -> tuple[str, str] | None:
        """The column and the reason for which an offence cannot be added to a case."""
        if known.id not in queries.imported([known.id]):
            return "reference", "This case was made in the service, without this offence. Add it there."
        of_case = [name for name in OF_CASE if name not in OF_CHILD]
        for name in of_case:
            said, before = getattr(line.row, name), getattr(on_record[0], name)
            if said not in ("", before):
                return name, f"{said} here and {before or 'nothing'} on record. {ANOTHER_REFERENCE}"
        before, after = (past_of(together(rows), rows, self._today) for rows in (on_record, [*on_record, line.row]))
        if before.moves != after.moves or before.workflow != after.workflow:
            reason = "The case has come further than this row tells of its offence. Add the offence in the service."
            return "outcome", reason
        return None

    def _refuse(self, line: Line, column: str, reason: str) -> None:
        self.result.findings.append(Finding(line.number, column, reason))


def _numbers(rows: Sequence[Row], taken: set[int]) -> list[int]:
    """A number of its own for each offence: the one told, or the next free one where another has it."""
    told = [int(row.offence_no) for row in rows]
    numbers: list[int] = []
    for number in told:
        while number in taken:
            number = max({*taken, *told}) + 1
        taken.add(number)
        numbers.append(number)
    return numbers
