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
    )
    if settings.env not in {"demo", "test", "production"}:
        raise WrongSetting(f"OOCD_ENV is {settings.env!r}. Set it to demo, test or production.")
    if settings.production and settings.secret_key == DEMO_SECRET:
        raise WrongSetting("OOCD_SECRET_KEY is missing or the demonstration one. Set a long random secret.")
    if settings.database_url.startswith("sqlite:///") and not settings.database_url.startswith("sqlite:////"):
        raise WrongSetting("OOCD_DATABASE_URL names a relative SQLite file. Write its absolute path: sqlite:////...")
    return settings
