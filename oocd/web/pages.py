"""What every page shares: the templates of the GOV.UK Design System, and how a moment is written."""

from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import PackageLoader, PrefixLoader

from oocd import clock

# Each of these packages brings templates that are included by its name.
PACKAGES = ("govuk_frontend_jinja", "govuk_frontend_wtf")


def init_app(app: Flask, *, demonstration: bool) -> None:
    app.jinja_loader = PrefixLoader({name: PackageLoader(name) for name in PACKAGES})  # beside those of the rooms
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True  # their templates are half white space
    WTFormsHelpers(app)
    app.add_template_filter(in_london, "london")
    app.context_processor(lambda: {"demonstration": demonstration})


def in_london(moment: datetime) -> str:
    return f"{moment.astimezone(clock.LONDON):%-d %B %Y at %H:%M}"


def own_page(address: str | None) -> str | None:
    """The address where it is a page of this service: one elsewhere would make a link here a bait."""
    parts = urlsplit(address or "")
    if not address or parts.scheme or parts.netloc or not address.startswith("/") or address[1:2] in {"/", "\\"}:
        return None
    return address
