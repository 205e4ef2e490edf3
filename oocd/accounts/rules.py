"""Passwords and tokens: plain values in, plain values out."""

import hashlib
import secrets

MINIMUM_PASSWORD_LENGTH = 12


def new_token() -> str:
    """256 random bits, so that a plain digest is enough to store it by."""
    return f"oocd_{secrets.token_urlsafe(32)}"


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def long_enough(password: str) -> bool:
    return len(password) >= MINIMUM_PASSWORD_LENGTH
