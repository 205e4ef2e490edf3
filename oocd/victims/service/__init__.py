"""Who was harmed, what they agreed to, what they want and what they were told; never a veto, never an identity."""

from oocd.victims.service.consent import ask_consent, withdraw_consent
from oocd.victims.service.hearing import contact, record_step, record_view, tell
from oocd.victims.service.identity import read_identity, write_identity
from oocd.victims.service.recording import add, correct

__all__ = [
    "add",
    "ask_consent",
    "contact",
    "correct",
    "read_identity",
    "record_step",
    "record_view",
    "tell",
    "withdraw_consent",
    "write_identity",
]
