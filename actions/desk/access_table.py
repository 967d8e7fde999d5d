"""Who may do what: role × action × object, as data. What does not stand here nobody may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

ROLES = ("agent", "dispatcher", "office", "supervisor", "auditor", "admin", "partner")
KINDS = ("ordinary", "sensitive", "protected", "minor")  # of requests: the last are protected ones about a child
BOUND = frozenset({"office", "partner"})  # without a queue of theirs these see nothing; others then see every queue


class Reach(StrEnum):
    """How far a right goes."""

    NONE = "–"
    OWN = "own"  # what is theirs by name
    SCOPE = "scope"  # what lies in their queues, or is theirs by name
    NAMED = "named"  # as scope, and only once a supervisor has named them
    ALL = "yes"


_COLUMNS = {"-": Reach.NONE, "o": Reach.OWN, "s": Reach.SCOPE, "n": Reach.NAMED, "y": Reach.ALL}

# one letter a role, in the order of ROLES
_TABLE = """
request.read.ordinary       s s s s s - s
request.read.sensitive      s s s s s - s
request.read.protected      s s s s s - -
request.read.minor          n n n s n - -
request.work.ordinary       s s s s - - s
request.work.sensitive      s s s s - - s
request.work.protected      s s s s - - -
request.work.minor          n n n s - - -
request.assign.ordinary     s s s s - - -
request.assign.sensitive    s s s s - - -
request.assign.protected    s s s s - - -
request.assign.minor        n n n s - - -
request.reassign.ordinary   o s o s - - -
request.reassign.sensitive  o s o s - - -
request.reassign.protected  o s o s - - -
request.reassign.minor      - n - s - - -
request.open                y y y y - - y
request.name                - - - y - - -
secret_name.read            o o o s - - -
talk.read                   s s s s s - -
talk.take                   y y y y - - -
talk.take_over              - - - y - - -
incident.read               y y y y y - -
incident.take               y y y y - - -
link.approve                y y y y - - -
undelivered.read            y y y y y - -
undelivered.retry           y y y y - - -
calendar.set                - - - y - y -
figures.read                - - - y y y -
requests.export             - - - y y - -
settings.read               - - - y y y -
settings.change             - - - - - y -
account.read                - - - y y y -
account.change              - - - - - y -
key.change                  - - - - - y -
audit.read                  - - - y y y -
console.enter               y y y y y y -
"""

# what each line is about, for people
SAID = {
    "request.read": "see a request in lists and open it",
    "request.work": "answer, move on, note, correct, teach, give back",
    "request.assign": "give a request that nobody has to a colleague or a queue",
    "request.reassign": "give on, or take, a request that a colleague has",
    "request.open": "open a request for somebody",
    "request.name": "name who may open a minor's record",
    "secret_name.read": "read who asked to keep their name secret",
    "talk.read": "read a talk that nobody in it keeps from them",
    "talk.take": "take a call for a person, write in that talk, give it back",
    "talk.take_over": "take a talk from the colleague who has it",
    "incident.read": "see that there is an alarm, and who has it",
    "incident.take": "take an alarm",
    "link.approve": "agree that family follows, having seen papers",
    "undelivered.read": "see what could not be brought to people, and what could not be read",
    "undelivered.retry": "have it sent, or read, once more",
    "calendar.set": "set days on which offices work or do not",
    "figures.read": "read figures and reports",
    "requests.export": "take lists of requests out, persons masked",
    "settings.read": "see services, offices, days, numbers and templates as they are set",
    "settings.change": "change templates and the like",
    "account.read": "see who works here",
    "account.change": "invite, change, reset and disable accounts",
    "key.change": "make and end keys of programs",
    "audit.read": "read the audit: who did or read what, by ids",
    "console.enter": "log in to the console",
}


def _read(table: str) -> Mapping[str, Mapping[str, Reach]]:
    lines = (line.split() for line in table.strip().splitlines())
    return {action: dict(zip(ROLES, (_COLUMNS[one] for one in reaches), strict=True)) for action, *reaches in lines}


TABLE = _read(_TABLE)


def reach(role: str, action: str) -> Reach:
    """How far somebody of this role may do this: an unknown role nothing; an unknown action is a mistake of ours."""
    return TABLE[action].get(role, Reach.NONE)


def reaches_any(role: str, action: str) -> bool:
    """Whether this role may do it with any kind of request."""
    return any(reach(role, f"{action}.{kind}") is not Reach.NONE for kind in KINDS)


def page() -> Iterator[str]:
    """The table as lines of Markdown."""
    yield f"| what | of | {' | '.join(ROLES)} |"
    yield f"|---|---|{'---|' * len(ROLES)}"
    for action, row in TABLE.items():
        name, _, kind = action.rpartition(".")
        about = SAID.get(name)
        said, of = (about, kind) if about is not None else (SAID[action], "")
        yield f"| {said} | {of} | {' | '.join(row[role].value for role in ROLES)} |"
