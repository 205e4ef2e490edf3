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
class EmailSettings:
    """How e-mail leaves the service. There are none where OOCD_EMAIL is not set: messages then stay in the service."""

    by: str  # OOCD_EMAIL: smtp, or notify for GOV.UK Notify
    timeout: float  # OOCD_EMAIL_TIMEOUT: seconds to wait for each answer (10)
    sender: str = ""  # OOCD_EMAIL_FROM: the address that messages come from (smtp)
    smtp_host: str = ""  # OOCD_SMTP_HOST: the mail server
    smtp_port: int = 587  # OOCD_SMTP_PORT
    smtp_security: str = "starttls"  # OOCD_SMTP_SECURITY: starttls, tls, or none, which production refuses
    smtp_user: str = ""  # OOCD_SMTP_USER: empty for a server that asks for no password
    smtp_password: str = ""  # OOCD_SMTP_PASSWORD
    smtp_ca: str | None = None  # OOCD_SMTP_CA: a file of certificates to trust, where the machine's are not enough
    notify_key: str = ""  # OOCD_NOTIFY_KEY: an API key of the service at GOV.UK Notify
    notify_template: str = ""  # OOCD_NOTIFY_TEMPLATE: the id of a template with the fields subject, body and link
    notify_url: str = "https://api.notifications.service.gov.uk"  # OOCD_NOTIFY_URL


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
    address: str = ""  # OOCD_ADDRESS: where people reach the service, for links in messages: https://oocd.example
    email: EmailSettings | None = None

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
        address=environ.get("OOCD_ADDRESS", "").rstrip("/"),
        email=_email(environ),
    )
    if settings.env not in {"demo", "test", "production"}:
        raise WrongSetting(f"OOCD_ENV is {settings.env!r}. Set it to demo, test or production.")
    if settings.production and settings.secret_key == DEMO_SECRET:
        raise WrongSetting("OOCD_SECRET_KEY is missing or the demonstration one. Set a long random secret.")
    if settings.database_url.startswith("sqlite:///") and not settings.database_url.startswith("sqlite:////"):
        raise WrongSetting("OOCD_DATABASE_URL names a relative SQLite file. Write its absolute path: sqlite:////...")
    _check_scheduler(settings)
    _check_email(settings)
    return settings


def _check_scheduler(settings: Settings) -> None:
    if settings.scheduler not in {"embedded", "worker"}:
        raise WrongSetting(f"OOCD_SCHEDULER is {settings.scheduler!r}. Set it to embedded or worker.")
    if settings.scheduler == "worker" and not settings.database_url.startswith("postgresql"):
        raise WrongSetting("OOCD_SCHEDULER=worker needs PostgreSQL. Set OOCD_DATABASE_URL to one, or use embedded.")


# By channel: the settings it cannot do without, as they are named outside.
NEEDED = {
    "smtp": {"OOCD_EMAIL_FROM": "sender", "OOCD_SMTP_HOST": "smtp_host"},
    "notify": {"OOCD_NOTIFY_KEY": "notify_key", "OOCD_NOTIFY_TEMPLATE": "notify_template"},
}
SECURITY = ("starttls", "tls", "none")


def _email(environ: Mapping[str, str]) -> EmailSettings | None:
    """Raises WrongSetting for anything of a channel that no channel was chosen for, or that is no number."""
    by = environ.get("OOCD_EMAIL", "")
    if not by:
        idle = [name for needed in NEEDED.values() for name in needed if environ.get(name)]
        if idle:
            raise WrongSetting(f"{idle[0]} is set, and nothing is sent by it. Set OOCD_EMAIL to smtp or notify.")
        return None
    if by not in NEEDED:
        raise WrongSetting(f"OOCD_EMAIL is {by!r}. Set it to smtp or notify, or leave it out to send no e-mail.")
    texts = {
        "sender": environ.get("OOCD_EMAIL_FROM"),
        "smtp_host": environ.get("OOCD_SMTP_HOST"),
        "smtp_security": environ.get("OOCD_SMTP_SECURITY"),
        "smtp_user": environ.get("OOCD_SMTP_USER"),
        "smtp_password": environ.get("OOCD_SMTP_PASSWORD"),
        "smtp_ca": environ.get("OOCD_SMTP_CA"),
        "notify_key": environ.get("OOCD_NOTIFY_KEY"),
        "notify_template": environ.get("OOCD_NOTIFY_TEMPLATE"),
        "notify_url": environ.get("OOCD_NOTIFY_URL"),
    }
    said = {name: text for name, text in texts.items() if text}
    port, timeout = _number(environ, "OOCD_SMTP_PORT", 587), _number(environ, "OOCD_EMAIL_TIMEOUT", 10)
    return EmailSettings(by=by, smtp_port=int(port), timeout=timeout, **said)


def _number(environ: Mapping[str, str], name: str, usual: int) -> float:
    written = environ.get(name) or str(usual)
    try:
        number = float(written)
    except ValueError:
        number = 0
    if number <= 0:
        raise WrongSetting(f"{name} is {written!r}. Write a number above 0.")
    return number


def _check_email(settings: Settings) -> None:
    """Raises WrongSetting for a channel that lacks something, or would carry messages in the open."""
    email = settings.email
    if email is None:
        return
    missing = [name for name, field in NEEDED[email.by].items() if not getattr(email, field)]
    missing += [] if settings.address else ["OOCD_ADDRESS"]
    if missing:
        raise WrongSetting(f"OOCD_EMAIL is {email.by}, and that needs {' and '.join(missing)}. Set what is missing.")
    if email.smtp_security not in SECURITY:
        raise WrongSetting(f"OOCD_SMTP_SECURITY is {email.smtp_security!r}. Set it to starttls, tls or none.")
    if bool(email.smtp_user) != bool(email.smtp_password):
        raise WrongSetting("Only one of OOCD_SMTP_USER and OOCD_SMTP_PASSWORD is set. Set both, or neither.")
    if not settings.production:
        return
    if email.by == "smtp" and email.smtp_security == "none":
        raise WrongSetting("OOCD_SMTP_SECURITY is none. In production, set it to starttls or tls.")
    if not settings.address.startswith("https://"):
        raise WrongSetting("OOCD_ADDRESS does not begin with https://. In production, links must.")
    if email.by == "notify" and not email.notify_url.startswith("https://"):
        raise WrongSetting("OOCD_NOTIFY_URL does not begin with https://. In production, it must.")
