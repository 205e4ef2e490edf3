"""Whether what somebody writes in an assessment names only what there is; whether enough is written is asked later."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from oocd.assessment.errors import (
    DiagnosisNotSaid,
    NotOfThisCase,
    SourceNotNamed,
    StepEndsBeforeItStarts,
    UnknownSection,
)
from oocd.assessment.models import Assessment
from oocd.assessment.queries import checks_of
from oocd.policy.edition import Edition

Content = Mapping[str, Any]


def checked(content: Content, assessment: Assessment, edition: Edition) -> dict[str, Any]:
    """The content as it is kept: plain JSON, sources filled in from the checks they name. Raises BadInput."""
    _check_sections(content, edition)
    for code_list, code in _codes_in(content):
        edition.codes(code_list).check(code)
    for row in (content.get("diversity") or {}).get("characteristics", ()):
        characteristic = edition.codes("diversity_characteristics")[row["characteristic"]]
        if characteristic.get("asks_diagnosis") and not row["diagnosis"]:
            raise DiagnosisNotSaid(characteristic["label"])
    _check_steps(content)
    offences = {offence.number for offence in assessment.case.offences}
    for row in content.get("recommendations", ()):
        if row["offence"] not in offences:
            raise NotOfThisCase(f"Offence {row['offence']}")
    sources = [_source(row, assessment, edition) for row in content.get("sources", ())]
    kept: dict[str, Any] = json.loads(json.dumps({**content, "sources": sources}, default=str))
    return kept


def _check_sections(content: Content, edition: Edition) -> None:
    sections = edition.codes("assessment_sections")
    for part, kept_as in (("sections", "text"), ("judgements", "judgement")):
        known = [code for code, row in sections.items() if row["kept_as"] == kept_as]
        for code in content.get(part, {}):
            if code not in known:
                raise UnknownSection(code, known)


def _codes_in(content: Content) -> Iterator[tuple[str, str]]:
    """Every code somebody wrote, with the list it must be on."""
    for judgement in content.get("judgements", {}).values():
        yield from _codes_of_judgement(judgement)
    for row in (content.get("diversity") or {}).get("characteristics", ()):
        yield "diversity_characteristics", row["characteristic"]
        if row["diagnosis"]:
            yield "diagnosis_states", row["diagnosis"]
        if "condition" in row:
            yield "neurodivergent_conditions", row["condition"]
    for row in content.get("at_risk", ()):
        yield "people_at_risk", row["who"]
    for row in content.get("needs", ()):
        yield "assessment_sections", row["section"]
    for row in content.get("recommendations", ()):
        yield "outcomes", row["outcome"]
    for row in (content.get("plan") or {}).get("steps", ()):
        yield "agencies", row["owner"]


def _codes_of_judgement(judgement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "assessment_levels", judgement["professional_judgement"]["level"]
    others = [*judgement.get("parent_views", ()), *judgement.get("agency_views", ())]
    for view in [judgement.get("child_view") or {}, *others]:
        if view.get("level"):
            yield "assessment_levels", view["level"]
        if "whose" in view:
            yield "carer_relationships", view["whose"]
        if "agency" in view:
            yield "agencies", view["agency"]


def _check_steps(content: Content) -> None:
    for number, step in enumerate((content.get("plan") or {}).get("steps", ()), start=1):
        if step["end_by"] < step["start_by"]:
            raise StepEndsBeforeItStarts(number)


def _source(row: Mapping[str, Any], assessment: Assessment, edition: Edition) -> dict[str, Any]:
    """A source as asked and answered: an agency check speaks for itself, anything else is named by the author."""
    if row["check"]:
        return {**row, **_of_check(row["check"], assessment)}
    if not (row["agency"] and row["asked_on"] and row["result"]):
        raise SourceNotNamed
    edition.codes("agencies").check(row["agency"])
    edition.codes("source_results").check(row["result"])
    return dict(row)


def _of_check(check_id: UUID, assessment: Assessment) -> dict[str, Any]:
    found = [check for check in checks_of(assessment.referral_id) if check.id == check_id]
    if not found:
        raise NotOfThisCase("That check")
    (check,) = found
    return {
        "agency": check.agency,
        "asked_on": check.asked_on,
        "received_on": check.answered_on,
        "result": check.result,
    }
