"""One made-up child offered support, who takes it up; told again by the audit log alone."""

from tests.accounts.test_signing_in import sign_in
from tests.people import People
from tests.story import offence
from tests.turnaround.support import Support

TOLD = [
    ("turnaround.open", "Demo police referrer"),
    ("turnaround.accept", "Demo YJS manager"),
    ("turnaround.offer_turnaround", "Demo case worker"),
    ("turnaround_consent.record", "Demo case worker"),
    ("turnaround_consent.record", "Demo case worker"),
    ("turnaround.take_up", "Demo case worker"),
    ("assessment.open", "Demo case worker"),
    ("assessment.write", "Demo case worker"),
    ("assessment.submit", "Demo case worker"),
    ("assessment.opened", "Demo YJS manager"),
    ("assessment.countersign", "Demo YJS manager"),
    ("oversight.record", "Demo YJS manager"),
    ("turnaround.begin_support", "Demo case worker"),
    ("exit_review_day.set", "Demo case worker"),
    ("intervention.open", "Demo case worker"),
    ("intervention.hold_session", "Demo case worker"),
    ("intervention.complete", "Demo case worker"),
    ("exit_review_day.set", "Demo case worker"),
    ("turnaround.end_work", "Demo case worker"),
    ("exit_review.open", "Demo case worker"),
    ("exit_review.hold", "Demo case worker"),
    ("turnaround.finish_review", "Demo case worker"),
    ("turnaround.close", "Demo YJS manager"),
]


def test_a_child_is_offered_support_takes_it_up_and_goes_on_without_it(people: People):
    case = Support(people).reviewed(caretaking_for="Milton Keynes")
    case.at("manager", "close").ok()
    events = people.manager.get(f"/referrals/{case.id}/timeline").ok()["events"]
    assert [(event["action"], event["who"]) for event in events] == TOLD
    assert all(event["says"] != event["action"] for event in events)
    assert case.file["standing"]["says"] == "Closed"
    assert case.file["assessment"]["latest"]["tool"] == "pdat"
    browser = people.app.test_client()
    sign_in(browser)
    page = browser.get(f"/cases/{case.id}").text
    for words in (
        "Route A: Turnaround; assessed here for Milton Keynes, whose police decide",
        "Turnaround, April 2026 to March 2029 (not verified)",
        "Family agreed",
        "Child agreed",
    ):
        assert words in page


def test_a_case_of_support_has_no_menu_of_outcomes(people: People):
    case = Support(people).offered(offences=[offence()])
    assert [row["outcomes"] for row in case.file["offences"]] == [[]]
