"""Tells people things. It is handed plain values, and knows no room."""

from oocd.notifications.service import post, tell

__all__ = ["post", "tell"]
