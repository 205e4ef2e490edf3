"""Made-up data says so, and production never serves it."""

import pytest

from oocd import config
from oocd.db import db, everywhere
from oocd.factory import check_before_serving
from oocd.referrals.models import Child, Referral


def run(app, *args: str):
    return app.test_cli_runner().invoke(args=list(args))


def test_the_demonstration_lives_through_the_real_services_and_leaves_a_whole_log(app):
    told = run(app, "demo", "load")
    assert "Every child, case and person in it is made up." in told.output, told.output
    with app.app_context(), everywhere():
        assert {child.synthetic for child in db.session.query(Child)} == {True}
        states = {referral.state for referral in db.session.query(Referral)}
    assert states == {"received", "ready", "recommended", "decided", "in_intervention", "closed"}
    assert "0 findings" in run(app, "audit", "verify").output


def test_loading_it_again_changes_nothing_or_is_refused(app):
    run(app, "demo", "load")
    again = run(app, "demo", "load", "--if-empty")
    assert again.exit_code == 0
    assert "Everybody's password is" in again.output
    refused = run(app, "demo", "load")
    assert refused.exit_code == 1
    assert "holds people already" in refused.output
    with app.app_context(), everywhere():
        assert db.session.query(Referral).count() == 6


def test_production_neither_makes_nor_serves_anything_made_up(production, monkeypatch):
    check_before_serving(production)
    assert "Production never holds demonstration data" in run(production, "demo", "load").output
    with monkeypatch.context() as patch:
        patch.setitem(production.config, "OOCD", config.from_environment({"OOCD_ENV": "test"}))
        run(production, "demo", "load")
    with pytest.raises(config.WrongSetting, match="demonstration data"):
        check_before_serving(production)
