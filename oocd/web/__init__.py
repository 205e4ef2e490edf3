"""What all pages and JSON routes share: @requires, @commits, loading what a person may see, error answers."""

from oocd.web.access import current_actor, load, public, requires
from oocd.web.api import CursorSchema, page_of
from oocd.web.committing import commits

__all__ = ["CursorSchema", "commits", "current_actor", "load", "page_of", "public", "requires"]
