"""Builds the app: settings, extensions, policies and workflows checked, one list of blueprints."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask_talisman import Talisman

from oocd import config, schema, workflow
from oocd.accounts.permissions import PERMISSIONS
from oocd.assessment import api as assessment
from oocd.casefile import api as casefile
from oocd.casefile import views as casefile_pages
from oocd.casefile.offers import offers_in
from oocd.cli import COMMANDS
from oocd.db import db, everywhere
from oocd.demo.queries import holds_anything_made_up
from oocd.inbox import api as inbox
from oocd.inbox import views as inbox_pages
from oocd.interventions import api as interventions
from oocd.jobs import listing, waking
from oocd.notifications import channels, ways_out
from oocd.notifications.kinds import KINDS
from oocd.outcomes import api as outcomes
from oocd.panels import api as panels
from oocd.policy import service as policy
from oocd.policy.store import Policies
from oocd.referrals import api as referrals
from oocd.reviews import api as reviews
from oocd.scheduler import JOBS
from oocd.screening import api as screening
from oocd.street import api as street
from oocd.tasks import api as tasks
from oocd.timing import api as timing
from oocd.turnaround import api as turnaround
from oocd.victims import api as victims
from oocd.web import access, api, assets, health, pages, problems, signing_in, steps
from oocd.workflow import registry
from oocd.workflow.loader import Names, load

API_BLUEPRINTS = (
    casefile.bp,
    referrals.bp,
    victims.bp,
    assessment.bp,
    screening.bp,
    panels.bp,
    outcomes.bp,
    interventions.bp,
    reviews.bp,
    turnaround.bp,
    street.bp,
    inbox.bp,
    timing.bp,
    tasks.bp,
)
PAGE_BLUEPRINTS = (health.bp, assets.bp, signing_in.bp, casefile_pages.bp, inbox_pages.bp)

# Importing these registers what the rooms bring to the workflows and the gates.
BROUGHT_BY_ROOMS = {
    "guards": (
        "referrals",
        "victims",
        "assessment",
        "screening",
        "panels",
        "outcomes",
        "interventions",
        "reviews",
        "turnaround",
        "street",
    ),
    "facts": (
        *("referrals", "victims", "assessment", "screening", "panels", "outcomes", "interventions"),
        *("turnaround", "street"),
    ),
}

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def create_app(settings: config.Settings | None = None) -> Flask:
    """Raises WrongSetting or FileMistake rather than serving with a setting, policy or workflow that is wrong."""
    settings = settings or config.from_environment()
    app = Flask("oocd", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_ENGINES={"default": _database(settings)},
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=15),
        MAX_CONTENT_LENGTH=1024 * 1024,
        WTF_CSRF_CHECK_DEFAULT=False,  # access.let_in checks it, for whoever came in with a cookie
        OOCD=settings,
    )
    use_policies_and_workflows(settings)
    listing.use(JOBS)
    channels.use(ways_out.chosen(settings), settings.address)
    db.init_app(app)
    Talisman(
        app,
        force_https=settings.production,
        session_cookie_secure=settings.production,
        content_security_policy=CONTENT_SECURITY_POLICY,
        content_security_policy_nonce_in=["script-src"],
        frame_options="DENY",
        referrer_policy="same-origin",
    )
    access.init_app(app)
    problems.init_app(app)
    documented = api.init_app(app)
    for blueprint in API_BLUEPRINTS:
        documented.register_blueprint(blueprint)
    for blueprint in PAGE_BLUEPRINTS:
        app.register_blueprint(blueprint)
    steps.init_app(app, offers_in)
    for command in COMMANDS:
        app.cli.add_command(command)
    pages.init_app(app, demonstration=not settings.production)
    app.context_processor(lambda: {"late_jobs": health.late_jobs})
    return app


def check_before_serving(app: Flask) -> None:
    """Raises OldSchema, or WrongSetting for a production database that holds anything made up."""
    with app.app_context(), everywhere():
        schema.require_current()
        if app.config["OOCD"].production and holds_anything_made_up():
            raise config.WrongSetting("This database holds demonstration data. Production needs one of its own.")


def use_policies_and_workflows(settings: config.Settings) -> None:
    """Read and check every file. Raises FileMistake with file and line for the first that could not work."""
    for brought, rooms in BROUGHT_BY_ROOMS.items():
        for room in rooms:
            import_module(f"oocd.{room}.{brought}")
    policies = Policies(settings.policies)
    names = Names(
        guards=registry.GUARDS,
        permissions=PERMISSIONS,
        time_standards=policies.standards_measured,
        openers=registry.OPENERS,
        routes=policies.routes,
        notices=KINDS,
        hearers=registry.HEARERS,
        worked_out=registry.WORKED_OUT,
    )
    policy.use(policies)
    workflow.use(load(settings.workflows, names))


def _database(settings: config.Settings) -> dict[str, Any]:
    """The engine also knows who runs jobs here, for whoever asks for one within a transaction."""
    if settings.database_url.startswith("sqlite:"):
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return {"url": settings.database_url, "execution_options": {waking.ENGINE_OPTION: settings.scheduler}}
