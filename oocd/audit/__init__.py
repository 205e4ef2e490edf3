"""Who did what, to which case, when and why; only ever added to."""

from oocd.audit.service import record, record_access, take_turn

__all__ = ["record", "record_access", "take_turn"]
