"""Who was heard, and what an assessment must say before anybody signs it: plain values in, plain values out."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

SAYS_NOTHING = frozenset({"", "na", "nil", "none", "tbc", "notapplicable", "notknown", "unknown"})


def says_nothing(text: str) -> bool:
    """Whether this only fills a box, as "N/A" or a dash does. A drawing made of signs may well say something."""
    return re.sub(r"[\s\-–—_./\\?,;:*]+", "", text).casefold() in SAYS_NOTHING  # noqa: RUF001


def family_to_hear(heard: Collection[str], needed: Collection[str]) -> list[str]:
    """Of a parent and a carer, each of whom may be needed, those nobody heard stands for; without a need, anyone does.

    `heard` holds what each adult heard can stand for: parent, carer or either.
    """
    if not needed:
        return [] if heard else ["parent or carer"]
    missing = [part for part in needed if part not in heard]
    return missing[list(heard).count("either") :]


def is_among(whose: str, name: str | None, heard: Collection[tuple[str, str | None]]) -> bool:
    """Whether this adult is one of those heard; a name nobody wrote down may be anybody's."""
    return any(whose == other and (name == known or not name or not known) for other, known in heard)


# -- what an assessment must say before anybody signs it

DIMENSIONS = ("nature", "likelihood", "imminence", "impact")
NOT_ASSESSED = "not_assessed"
FULL, NONE = "full", "none"

Content = Mapping[str, Any]
Codes = Mapping[str, Mapping[str, Any]]


class Asked(NamedTuple):
    """What the completeness of an assessment is measured against: the policy in force, and what the case holds."""

    kind: str
    sections: Codes
    levels: Codes
    characteristics: Codes
    offences: Collection[int]
    shared_by: Mapping[str, str]  # checks whose agency shared something: id and the agency's label


def still_to_write(content: Content, asked: Asked) -> list[str]:
    """What stands between this text and a countersignature, in the words and the order of the form."""
    missing = []
    for code, section in sorted(asked.sections.items(), key=lambda entry: entry[1]["order"]):
        if asked.kind in section["required_for"]:
            missing += [_in_section(section["label"], lack) for lack in _lacks(code, section, content, asked)]
    return missing


def _in_section(label: str, lack: str) -> str:
    return f"{label} ({lack})" if lack else label


def _lacks(code: str, section: Mapping[str, Any], content: Content, asked: Asked) -> list[str]:
    if section["kept_as"] == "text":
        return [""] if says_nothing(content.get("sections", {}).get(code, "")) else []
    if section["kept_as"] == "judgement":
        return _lacks_of_judgement(code, content, asked.levels)
    return PARTS[code](content, asked)


def _lacks_of_judgement(code: str, content: Content, levels: Codes) -> list[str]:
    judgement = content.get("judgements", {}).get(code, {})
    professional = judgement.get("professional_judgement", {})
    level = professional.get("level", NOT_ASSESSED)
    if level == NOT_ASSESSED:
        return ["not assessed"]
    lacks = ["the reason"] if _blank(professional, "reason") else []
    if levels[level]["explained"]:
        lacks += [dimension for dimension in DIMENSIONS if _blank(professional, dimension)]
        if code == "safety_of_others" and not content.get("at_risk"):
            lacks.append("who could be harmed")
    if differs(judgement) and _blank(judgement, "difference_note"):
        lacks.append("why the professional judgement differs from what others said")
    return lacks


def differs(judgement: Mapping[str, Any]) -> bool:
    """Whether the child, a parent or an agency sees it otherwise than the professional, by level or in words."""
    professional = judgement.get("professional_judgement", {}).get("level", NOT_ASSESSED)
    views = [judgement.get("child_view") or {}, *judgement.get("parent_views", ()), *judgement.get("agency_views", ())]
    return any(view.get("differs") or view.get("level") not in (None, professional) for view in views)


def _lacks_of_sources(content: Content, asked: Asked) -> list[str]:
    sources = content.get("sources", ())
    used = {str(source["check"]) for source in sources if source.get("check")}
    unused = [label for check, label in asked.shared_by.items() if check not in used]
    return ([] if sources else [""]) + [f"what {label} shared" for label in unused]


def _lacks_of_diversity(content: Content, asked: Asked) -> list[str]:
    diversity = content.get("diversity") or {}
    named = {row["characteristic"] for row in diversity.get("characteristics", ())}
    always = [code for code, row in asked.characteristics.items() if row.get("always_considered")]
    lacks = [str(asked.characteristics[code]["label"]).lower() for code in always if code not in named]
    if len(named) > 1 and _blank(diversity, "together"):
        lacks.append("two or more together")
    return lacks + (["how it changes our approach"] if _blank(diversity, "approach") else [])


def _lacks_of_strengths(content: Content, _asked: Asked) -> list[str]:
    return [] if content.get("strengths") else [""]


def _lacks_of_child_plan(content: Content, _asked: Asked) -> list[str]:
    plan = content.get("child_plan") or {}
    words = {"strengths": "my strengths", "help_wanted": "what I want help with", "who_helps": "who helps me"}
    return [word for field, word in words.items() if _blank(plan, field)]


def _lacks_of_plan(content: Content, _asked: Asked) -> list[str]:
    plan = content.get("plan") or {}
    if not plan.get("steps"):
        return ["its steps, or why there are none"] if _blank(plan, "why_none") else []
    words = {"victim_safety": "victim safety", "contingency": "contingency", "exit_route": "exit route"}
    return [word for field, word in words.items() if _blank(plan, field)]


def _lacks_of_recommendations(content: Content, asked: Asked) -> list[str]:
    recommended = {row["offence"] for row in content.get("recommendations", ())}
    return [f"offence {number}" for number in sorted(set(asked.offences) - recommended)]


PARTS: Mapping[str, Callable[[Content, Asked], list[str]]] = {
    "sources": _lacks_of_sources,
    "diversity": _lacks_of_diversity,
    "strengths": _lacks_of_strengths,
    "child_plan": _lacks_of_child_plan,
    "plan": _lacks_of_plan,
    "recommendations": _lacks_of_recommendations,
}


def _blank(part: Mapping[str, Any], field: str) -> bool:
    return says_nothing(part.get(field) or "")


# -- what has changed, and what the child is given


def by_section(content: Content) -> dict[str, Any]:
    """The text of a version, section by section, whatever it is kept as; an empty section is not there."""
    rest = {code: part for code, part in content.items() if code not in ("sections", "judgements")}
    every = {**content.get("sections", {}), **content.get("judgements", {}), **rest}
    return {code: part for code, part in every.items() if part}


def differences(earlier: Content, later: Content) -> list[str]:
    """The sections that read otherwise in one than in the other."""
    before, after = by_section(earlier), by_section(later)
    return sorted(code for code in before.keys() | after.keys() if before.get(code) != after.get(code))


# Inside sections that the child is given: what other people said, and what keeps a victim safe.
WITHHELD_INSIDE = {"parent_views": "somebody else's words", "agency_views": "another agency's words"}
NO_LONGER_ON_THE_FORM: Mapping[str, Any] = {"shared": False, "withheld_because": "the form no longer has it"}
WITHHELD_OF_PLAN = {"victim_safety": "nothing of a victim reaches the child"}


class SharedCopy(NamedTuple):
    """What the child is given, by section, and what was left out of it and why."""

    sections: dict[str, Any]
    left_out: dict[str, str]


def shareable(content: Content, sections: Codes) -> SharedCopy:
    """The child's copy: without what concerns a victim, somebody else, or what the police do not disclose."""
    given, left_out = {}, {}
    for code, part in by_section(content).items():
        section = sections.get(code, NO_LONGER_ON_THE_FORM)
        if not section["shared"]:
            left_out[code] = str(section["withheld_because"])
        elif section["kept_as"] == "judgement":
            given[code] = _judgement_for_child(code, part, left_out)
        elif code == "plan":
            given[code] = _without(code, part, WITHHELD_OF_PLAN, left_out)
        else:
            given[code] = part
    return SharedCopy(given, left_out)


def _judgement_for_child(code: str, judgement: Mapping[str, Any], left_out: dict[str, str]) -> dict[str, Any]:
    """A note on a difference goes along only where the child's is the one view it can be about."""
    withheld = dict(WITHHELD_INSIDE)
    if judgement.get("parent_views") or judgement.get("agency_views"):
        withheld["difference_note"] = "it may tell what somebody else said"
    return _without(code, judgement, withheld, left_out)


def _without(
    code: str, part: Mapping[str, Any], withheld: Mapping[str, str], left_out: dict[str, str]
) -> dict[str, Any]:
    left_out |= {f"{code}.{field}": why for field, why in withheld.items() if part.get(field)}
    return {field: value for field, value in part.items() if field not in withheld}


# -- the tool


def assetplus_required(
    triggers: Iterable[Mapping[str, Any]], outcome: str | None, earlier_youth_cautions: int | None
) -> bool | None:
    """Whether an area's rule asks for AssetPlus before this outcome; None where nobody knows what came before."""
    needed = [int(trigger["earlier_youth_cautions"]) for trigger in triggers if trigger["outcome"] == outcome]
    if not needed:
        return False
    if min(needed) > 0 and earlier_youth_cautions is None:
        return None
    return min(needed) <= (earlier_youth_cautions or 0)
