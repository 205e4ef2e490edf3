"""Bodies that are not JSON, text that is hard to keep, and text that cannot be kept."""

import json

import pytest

from oocd import clock
from tests.people import People, Reply
from tests.story import Case, child, nothing_written, offence

REFERRAL = {"area": "buckinghamshire", "child": child(), "offences": [offence()]}
HARD_TO_KEEP = {
    "scripts": "Zażółć gęślą jaźń, Ελληνικά, עברית, العربية, 漢字, देवनागरी",
    "emoji of several code points": "👩🏽‍🚒 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇬🇧",
    "combining marks that are not composed": "e\u0301 and \u00e9 stay two things",
    "marks that turn writing round": "\u202eright to left\u202c\u200b",
    "white space at both ends": "  \tI said\r\n\n  this.  \n",
    "markup and quotes": "<script>alert('x')</script> \"; DROP TABLE referral; -- %s {{ 7*7 }} \\",
    "very long": "All of it. " * 20_000,
}


def post_raw(people: People, body: bytes, content_type: str | None = "application/json") -> Reply:
    headers = {"Authorization": f"Bearer {people.referrer.token}"}
    return Reply(
        people.app.test_client().post("/api/v1/referrals", data=body, content_type=content_type, headers=headers)
    )


def test_a_body_that_is_not_a_json_object_is_refused_as_a_problem(people: People):
    whole = json.dumps(REFERRAL).encode()
    with nothing_written(people):
        for body in (b"", b'{"area": ', b"[]", b"null", b'"referral"', b'{"area": "\xff"}', b"\x00"):
            post_raw(people, body).refused()
        for content_type in ("text/plain", "application/x-www-form-urlencoded", "application/xml", None):
            post_raw(people, whole, content_type).refused(status=415)
    assert post_raw(people, whole).status == 201


def test_a_field_nobody_knows_is_refused_by_name(people: People):
    with nothing_written(people):
        refused = people.referrer.post("/referrals", {**REFERRAL, "colour_of_eyes": "brown"}).refused()
    assert refused["errors"] == {"colour_of_eyes": ["Unknown field."]}


def test_what_a_child_said_is_kept_to_the_letter(people: People):
    case = Case(people).sent(of=child(name=HARD_TO_KEEP["scripts"]))
    said = {"whose": "child", "given_how": "spoken", "given_on": str(clock.today())}
    for words in HARD_TO_KEEP.values():
        assert case.at("worker", "views", {**said, "words": words}).ok()["words"] == words
    kept = case.file
    assert [view["words"] for view in kept["views"]] == list(HARD_TO_KEEP.values())
    assert kept["child"]["name"] == HARD_TO_KEEP["scripts"]


def with_officer(name: str) -> str:
    return json.dumps({**REFERRAL, "officer_in_case": name})


CANNOT_BE_KEPT = [
    pytest.param(with_officer("a\x00b"), id="a NUL character"),
    pytest.param(with_officer("\ud800"), id="half a surrogate pair"),
    pytest.param("[" * 100_000, id="lists in lists without end"),
]


@pytest.mark.parametrize("body", CANNOT_BE_KEPT)
def test_what_cannot_be_kept_is_refused_and_not_an_accident(people: People, body: str):
    with nothing_written(people):
        post_raw(people, body.encode()).refused()


@pytest.mark.parametrize("number", [2**31, "9" * 30, 1e300], ids=["as it is", "written as text", "with an exponent"])
def test_a_number_no_column_holds_is_refused_and_not_an_accident(people: People, number: object):
    case = Case(people).sent()
    told = {"text": "Here it is.", "offences": [{"number": number, "evidence": "full_code_test"}]}
    with nothing_written(people):
        case.at("referrer", "corrections", told).refused()
