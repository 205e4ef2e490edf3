"""Who countersigns an assessment, and what was read before; the two plain refusals stand with the guards."""

from tests.people import People
from tests.story import QuickCase, newcomer, nothing_written


def test_nobody_countersigns_what_they_wrote_even_if_somebody_else_wrote_last(people: People):
    newcomer(people, "both", {"buckinghamshire": ("yjs", ("practitioner", "manager"))})
    case, worker = QuickCase(people).accepted(), people.worker
    people.worker = people.both
    case.write().ok()
    people.worker = worker
    case.write(recommendation="Looked at again by somebody else.").ok()
    case.of_assessment("worker", "submit").ok()
    case.of_assessment("both", "open").ok()
    with nothing_written(people):
        assert case.of_assessment("both", "countersign").refused().rules == {"AS-03"}
    case.of_assessment("manager", "open").ok()
    case.of_assessment("manager", "countersign").ok()


def test_having_read_an_earlier_version_is_not_having_read_this_one(people: People):
    case = QuickCase(people).accepted()
    case.write().ok()
    case.of_assessment("worker", "submit").ok()
    case.of_assessment("manager", "open").ok()
    case.of_assessment("manager", "return-for-changes", {"reason": "Say what the child wants."}).ok()
    case.write(recommendation="What the child wants is in the plan now.").ok()
    case.of_assessment("worker", "submit").ok()
    with nothing_written(people):
        assert case.of_assessment("manager", "countersign").refused().rules == {"AS-05"}


def test_an_assessment_is_written_only_while_it_is_being_written_and_only_in_its_sections(people: People):
    case = QuickCase(people).accepted()
    with nothing_written(people):
        assert "hobbies" in case.write(sections={"hobbies": "Football."}).refused()["detail"]
        assert "asset" in case.write(tool="asset").refused()["detail"]
        assert "severe" in case.write(safety_of_child="severe").refused()["detail"]
    case.write().ok()
    case.of_assessment("worker", "submit").ok()
    with nothing_written(people):
        assert "returned" in case.write().refused(status=409)["detail"]
