"""Style sheets, scripts and pictures: our own, and those of the packages that npm installed."""

import re
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, send_from_directory
from werkzeug.exceptions import NotFound as NoSuchFile

from oocd.config import ROOT
from oocd.web.access import public

PACKAGES = ROOT / "node_modules"
GOVUK = PACKAGES / "govuk-frontend" / "dist" / "govuk"
MOJ = PACKAGES / "@ministryofjustice" / "frontend" / "moj"
OWN = Path(__file__).parent / "static"
# Their style sheets name /assets/images/..., whichever package the picture is of.
FOLDERS = (OWN, GOVUK, MOJ, GOVUK / "assets", MOJ / "assets", PACKAGES / "htmx.org" / "dist")
STYLES_OF_PACKAGES = {"govuk-frontend.min.css": GOVUK, "moj-frontend.min.css": MOJ}
KINDS = {".css", ".js", ".svg", ".png", ".ico"}

# The typeface is for services on gov.uk alone; elsewhere the machine's own takes its place.
GOVUK_TYPEFACE = re.compile(r"@font-face\{[^}]*\}|GDS Transport,")

bp = Blueprint("assets", __name__)


@bp.get("/assets/<path:name>")
@public("files every page needs")
def asset(name: str) -> Response:
    if name in STYLES_OF_PACKAGES:
        return Response(_own_typeface(name), mimetype="text/css")
    folder = next((folder for folder in FOLDERS if Path(name).suffix in KINDS and (folder / name).is_file()), None)
    if folder is None:
        raise NoSuchFile
    return send_from_directory(folder, name)


@cache
def _own_typeface(name: str) -> str:
    return GOVUK_TYPEFACE.sub("", (STYLES_OF_PACKAGES[name] / name).read_text())
