"""Every setting, with its meaning. All come from the environment; the defaults serve a demonstration."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from click import ClickException

ROOT = Path(__file__).resolve().parent.parent
# Known to everybody, so production refuses it.
DEMO_SECRET = "only-for-demonstrations"  # nosec B105


class WrongSetting(ClickException):
    """A setting the service must not start with: which, and what to do. Commands show it as one line."""


@dataclass(frozen=True)
class Settings:
    """One field per environment variable, named in its comment."""

    database_url: str  # OOCD_DATABASE_URL: an absolute sqlite:/// or a postgresql+psycopg:// address
    env: str  # OOCD_ENV: demo, test or production
    secret_key: str  # OOCD_SECRET_KEY: signs session cookies; production needs its own
    policies: Path  # OOCD_POLICIES: the folder of policy files
    workflows: Path  # OOCD_WORKFLOWS: the folder of workflow files
    scheduler: str  # OOCD_SCHEDULER: embedded (default: jobs run beside the server) or worker (`flask scheduler run`
    # does it, on any number of machines; needs PostgreSQL, and every process of the service must be told the same)

    @property
    def production(self) -> bool:
        return self.env == "production"


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Raises WrongSetting rather than starting a production service that is open to anybody."""
    settings = Settings(
        database_url=environ.get("OOCD_DATABASE_URL") or f"sqlite:///{ROOT / 'instance' / 'oocd.db'}",
        env=environ.get("OOCD_ENV", "demo"),
        secret_key=environ.get("OOCD_SECRET_KEY") or DEMO_SECRET,
        policies=Path(environ.get("OOCD_POLICIES", ROOT / "policies")),
        workflows=Path(environ.get("OOCD_WORKFLOWS", ROOT / "workflows")),
        scheduler=environ.get("OOCD_SCHEDULER") or "embedded",
    )
    if settings.env not in {"demo", "test", "production"}:
        raise WrongSetting(f"OOCD_ENV is {settings.env!r}. Set it to demo, test or production.")
    if settings.production and settings.secret_key == DEMO_SECRET:
        raise WrongSetting("OOCD_SECRET_KEY is missing or the demonstration one. Set a long random secret.")
    if settings.database_url.startswith("sqlite:///") and not settings.database_url.startswith("sqlite:////"):
        raise WrongSetting("OOCD_DATABASE_URL names a relative SQLite file. Write its absolute path: sqlite:////...")
    _check_scheduler(settings)
    return settings


def _check_scheduler(settings: Settings) -> None:
    if settings.scheduler not in {"embedded", "worker"}:
        raise WrongSetting(f"OOCD_SCHEDULER is {settings.scheduler!r}. Set it to embedded or worker.")
    if settings.scheduler == "worker" and not settings.database_url.startswith("postgresql"):
        raise WrongSetting("OOCD_SCHEDULER=worker needs PostgreSQL. Set OOCD_DATABASE_URL to one, or use embedded.")
