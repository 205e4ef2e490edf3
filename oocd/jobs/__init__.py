"""Timed work: what runs when, who runs it, what came of it, and who notices when nobody does."""
