"""A property may take the time it needs: a busy machine is not a finding."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
