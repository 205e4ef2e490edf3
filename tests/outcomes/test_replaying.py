"""What was decided by rules is asked again: the same for ever, whatever becomes of files and case, unless touched."""

import json
import shutil

import pytest
import sqlalchemy as sa

from oocd.config import ROOT
from oocd.db import db, everywhere
from oocd.outcomes import cli
from oocd.outcomes.models import Decision
from oocd.panels.models import Recommendation
from oocd.policy import service as policy
from oocd.policy.edition import written_out
from oocd.policy.models import PolicyEdition
from oocd.policy.store import Policies
from tests.audit.database import change_by_hand
from tests.people import People
from tests.story import Case

ALL_THE_SAME = "Replayed: recommendations 1, decisions 1, outcomes given 1; 0 differ.\n"
EDITS = {
    "gates/admission.yaml": ('holds: admission == "admitted"', 'holds: admission == "denied"'),
    "gates/age.yaml": ("holds: age_at_offence >= minimum_age", "holds: age_at_offence < minimum_age"),
    "figures/minimum_age.yaml": ("is: 10", "is: 16"),
    "gates/quorum.yaml": ("kind: hard", "kind: info"),
}


@pytest.fixture
def replay(app):
    return lambda: app.test_cli_runner().invoke(args=["policies", "replay"])


@pytest.fixture
def case(people: People) -> Case:
    return Case(people).given("youth_caution")


@pytest.fixture
def edited(tmp_path, monkeypatch):
    """Today's files with other rules and figures, in the place of those that were there."""
    folder = shutil.copytree(ROOT / "policies", tmp_path / "policies")
    for name, (written, instead) in EDITS.items():
        path = folder / "national" / name
        text = path.read_text()
        assert written in text
        path.write_text(text.replace(written, instead))
    return lambda: monkeypatch.setattr(policy, "_loaded", Policies(folder))


def test_replay_is_the_same_after_policies_were_edited_and_the_case_corrected(people: People, case, replay, edited):
    assert replay().output == ALL_THE_SAME
    edited()
    history = [{"outcome": "youth_caution", "given_on": "2024-01-05"}]
    correction = {
        "text": "It was another child's.",
        "child": {"previous_disposals": history, "care_status": "looked_after"},
        "offences": [{"number": 1, "admission": "denied", "evidence": "none"}],
    }
    case.at("referrer", "corrections", correction).ok()
    with people.app.app_context(), everywhere():
        decision = db.session.scalars(sa.select(Decision)).one()
        assert decision.offence.admission == "denied"
        now = policy.on(decision.decided_on, "buckinghamshire")
        assert now.hash != decision.edition_hash
        kept = db.session.scalars(sa.select(PolicyEdition)).all()
        assert all(row.content == written_out(policy.kept(row.hash)) for row in kept)
    again = replay()
    assert (again.exit_code, again.output) == (0, ALL_THE_SAME)


def test_an_answer_or_an_edition_touched_behind_the_services_back_is_named(people: People, case: Case, replay):
    reference = case.file["referral"]["reference"]
    with people.app.app_context(), everywhere():
        decision = db.session.scalars(sa.select(Decision)).one()
        recommendation = db.session.scalars(sa.select(Recommendation)).one()
        answers = json.dumps(decision.answers | {"EV-02": "fails"})
        agreed = json.dumps([answer.replace("PN-01 holds", "PN-01 fails") for answer in recommendation.answers])
    change_by_hand(people.app, "UPDATE decision SET answers = :answers", touching=("decision",), answers=answers)
    change_by_hand(people.app, "UPDATE recommendation SET answers = :a", touching=("recommendation",), a=agreed)
    told = replay()
    assert told.exit_code == 1
    assert f"{reference}, decision on offence 1 (youth_caution): EV-02 was fails and is holds." in told.output
    assert f"{reference}, recommendation on offence 1 (youth_caution): PN-01 was fails and is holds." in told.output
    assert told.output.endswith("2 differ.\n")
    touch = "UPDATE policy_edition SET content = replace(content, 'minimum_age', 'maximum_age')"
    change_by_hand(people.app, touch, touching=("policy_edition",))
    told = replay()
    assert f"{reference}, giving on offence 1 (youth_caution): edition" in told.output
    assert told.output.endswith("3 differ.\n")
    change_by_hand(people.app, "UPDATE recommendation SET facts = NULL", touching=("recommendation",))
    left_out = "Left out, because they keep no facts (imported, or from before any were kept): 1.\n"
    assert replay().output.endswith(f"recommendations 0, decisions 1, outcomes given 1; 2 differ.\n{left_out}")


def test_a_bar_shows_how_far_it_is_on_a_terminal_and_nothing_in_a_pipe(monkeypatch, capsys):
    cli._say(2_500, 10_000)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    cli._say(2_500, 10_000)
    assert f"[{'#' * 7}{' ' * 23}] 2,500 of 10,000" in capsys.readouterr().err
