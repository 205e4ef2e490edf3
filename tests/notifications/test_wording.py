"""What leaves the service names nobody and nothing: by how it is written, and whatever a case holds."""

import re
from string import Template

import pytest

from oocd.config import ROOT
from oocd.notifications import rules
from oocd.notifications.kinds import DIGEST_WORDS, KINDS, OF_A_KIND_THAT_IS_GONE, WAYS
from oocd.policy.store import Policies

EVERY_KIND = {**KINDS, "daily_digest": DIGEST_WORDS, "gone": OF_A_KIND_THAT_IS_GONE}
# What a subject or body could give away even without a value: who it is about, and of what they are suspected.
NAMES_SOMETHING = (
    *("child", "young person", "victim", "offen", "crime", "caution", "disposal", "arrest", "charge", "court"),
    *("knife", "weapon", "drug", "assault", "theft", "safeguard", "health", "social care", "mental", "reference"),
)
HOSTILE = (
    "A Made-up Child",
    "2011-05-04",
    "Common assault",
    "BUC-0001",
    "$subject",
    "{kind}",
    "%s",
    "<b>",
    "\r\nBcc: x",
)


def test_every_kind_says_in_words_what_waits():
    for name, kind in EVERY_KIND.items():
        assert re.fullmatch("[a-z_]+", name)
        assert kind.by_default in WAYS
        for words in (kind.label, kind.subject):
            assert re.fullmatch(r"[A-Z][^.\n]{8,60}", words), words
        assert re.fullmatch(r"[A-Z][^\n]{15,200}\.", kind.body), kind.body


def test_no_subject_or_body_has_room_for_a_value_or_names_what_a_case_is_about():
    for kind in EVERY_KIND.values():
        outside = f"{kind.subject} {kind.body}"
        assert re.findall(r"\$\w*", outside) == (["$count"] if kind is DIGEST_WORDS else [])
        assert not re.search(r"[{}%<>@0-9]", outside)
        for word in NAMES_SOMETHING:
            assert word not in outside.lower(), word


def test_no_subject_or_body_holds_the_name_of_an_offence_an_outcome_or_an_area():
    policies = Policies(ROOT / "policies")
    labels = {row["label"].lower() for row in policies.national["offences"].content["offences"].values()}
    labels |= {row["label"].lower() for row in policies.national["codes/outcomes"].content["codes"].values()}
    labels |= set(policies.areas)
    assert len(labels) > 40
    for kind in EVERY_KIND.values():
        outside = f"{kind.subject} {kind.body}".lower()
        assert [label for label in labels if label in outside] == []


@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_a_value_is_it_stays_inside_and_is_never_read_as_words(value: str):
    for kind in EVERY_KIND.values():
        asked = Template(kind.says).get_identifiers()
        said = rules.worded(kind.says, rules.in_words(dict.fromkeys(asked, value)))
        assert said.count(" ".join(value.replace("_", " ").split())) >= len(asked)
        assert "\n" not in said
        for outside in (kind.subject, kind.body):
            assert value not in rules.worded(outside, {"count": "2"})


def test_a_kind_that_cannot_be_silenced_says_why():
    for kind in KINDS.values():
        assert kind.never_silenced is None or kind.never_silenced.endswith(".")
        assert kind.never_silenced is None or kind.by_default == "at_once"


def test_every_kind_a_workflow_tells_is_one_of_these():
    told = re.findall(r"tells: {(\w+):", "".join(path.read_text() for path in ROOT.glob("workflows/*/*.yaml")))
    assert set(told) <= KINDS.keys()
    assert len(set(told)) >= 8
