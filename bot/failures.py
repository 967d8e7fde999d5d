"""What the operator can mend."""

from __future__ import annotations


class Failure(Exception):
    """A command cannot go on; the message says what was wrong, where, and what to do."""
