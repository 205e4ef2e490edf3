"""What an outcome or a return names must be there. Found at start, not while a case is decided."""

from collections.abc import Iterator, Mapping

from oocd.policy.loader import FileMistake, Written
from oocd.policy.rules import fact_of_forms

OUTCOMES = "codes/outcomes"
# What a property of an outcome is one of: the list it is a code of, or a folder of files.
CODES_OF = {
    "heavier_than": OUTCOMES,
    "revives": OUTCOMES,
    "evidence": "codes/evidence",
    "on_failure": "codes/on_failure",
}
FILES_OF = {"forms": "codes", "referral_to_yjs_due": "time"}


def mistakes_in_outcomes(written: Written, national: Mapping[str, Written]) -> Iterator[FileMistake]:
    """Each outcome that names a list, a code or a time standard that is not there. `written` is of any layer."""
    for code, outcome in written.content["codes"].items():
        for name, folder in FILES_OF.items():
            if outcome[name] and f"{folder}/{outcome[name]}" not in national:
                problem = f"There is no {folder}/{outcome[name]}.yaml. Write it nationally, or correct the name."
                yield written.mistake(problem, "codes", code, name)
        if outcome["forms"] and fact_of_forms(outcome["forms"]) not in national["facts"].content["facts"]:
            problem = f"{fact_of_forms(outcome['forms'])} is not a declared fact. Declare it in facts.yaml."
            yield written.mistake(problem, "codes", code, "forms")
        for name, of in CODES_OF.items():
            if outcome[name] is not None and outcome[name] not in _codes_of(of, national):
                problem = f"{outcome[name]} is not in {of}.yaml. Add it there, or correct the name."
                yield written.mistake(problem, "codes", code, name)


def mistakes_in_history(written: Written, national: Mapping[str, Written]) -> Iterator[FileMistake]:
    """Each earlier disposal that is counted in a fact nobody declared."""
    for code, row in written.content["codes"].items():
        if row["counts_as"] not in {"none", *national["facts"].content["facts"]}:
            problem = f"{row['counts_as']} is not a declared fact. Declare it in facts.yaml, or write none."
            yield written.mistake(problem, "codes", code, "counts_as")


def mistakes_in_return(written: Written, national: Mapping[str, Written]) -> Iterator[FileMistake]:
    """Each outcome or form that a return names and that is not there."""
    outcomes = national[OUTCOMES].content["codes"]
    for code, values in written.content["outcomes"].items():
        if code not in outcomes:
            yield written.mistake(f"{code} is not an outcome code. Add it there, or correct it.", "outcomes", code)
            continue
        forms = _codes_of(f"codes/{outcomes[code]['forms']}", national)
        for since, value in values.items():
            for form in value["of_forms"].keys() - forms:
                yield written.mistake(f"{form} is no form of {code}.", "outcomes", code, since, "of_forms", form)


def _codes_of(name: str, national: Mapping[str, Written]) -> set[str]:
    return set(national[name].content["codes"]) if name in national else set()
