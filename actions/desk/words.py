"""Words by which a request is found again: compared in Simplified, small, half width, in pairs of neighbours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from actions.desk.ticket import Ticket
from actions.details.prose import simplified

LONGEST = 4000  # characters of a request's words that are looked at
WHOLE = 40  # characters of a detail that may be a name or a number
_RUN = re.compile(r"\w+")


def plain(text: str) -> str:
    """As it is compared."""
    return simplified(unicodedata.normalize("NFKC", text[:LONGEST]).casefold())


def pieces(text: str) -> list[str]:
    """What stands between blanks and marks."""
    return _RUN.findall(plain(text))


def pairs(text: str) -> set[str]:
    """Two neighbours each: 想送饭 is 想送 and 送饭."""
    return {run[at : at + 2] for run in pieces(text) for at in range(len(run) - 1)}


def wholes(ticket: Ticket) -> set[str]:
    """Short answers, to be found as a whole only: names and numbers are among them."""
    return {plain(v).strip() for v in ticket.details.values() if isinstance(v, str) and 2 <= len(v.strip()) <= WHOLE}


def holds(ticket: Ticket, wanted: Sequence[str]) -> bool:
    """Whether each piece really stands in the person's words."""
    said = plain(ticket.text)
    return all(piece in said for piece in wanted)
