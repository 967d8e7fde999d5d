"""What came of a command, in the past tense, and what its person may see of requests and links."""

from __future__ import annotations

from dataclasses import dataclass

from actions.desk.ticket import Due, Status


@dataclass(frozen=True, slots=True)
class TicketView:
    """What this person may see of a request."""

    number: str
    service: str
    status: Status
    opened_at: str  # ISO 8601
    due: Due
    queue: str
    place_key: str = ""
    last_said: str = ""  # the office's last words to the person
    urged: int = 0
    rated: bool = False
    asked: str = ""  # the detail that the office asked for last, where it waits for the answer
    asked_at: str = ""  # ISO 8601
    hidden: bool = False  # a sensitive one: shown without its content
    followed: bool = False  # somebody else's, opened by a link: to see, hurry and add to, nothing more
    whose: str = ""  # how this person calls the one whom they follow
    proven: bool = False  # opened by number and code in this talk: to see, hurry, add to and stop
    reachable: bool = True  # a phone number stands in it

    @property
    def own(self) -> bool:
        """Opened by this very person, who alone says how it went."""
        return not self.followed and not self.proven


@dataclass(frozen=True, slots=True)
class LinkView:
    """Somebody whom this person follows (`following`), or who follows them; `label` is this person's name for them."""

    id: str
    relation: str
    label: str
    following: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class FamilyInvited:
    """The code, told this once."""

    token: str


@dataclass(frozen=True, slots=True)
class FamilyAsked:
    """The other was asked, or has been."""


@dataclass(frozen=True, slots=True)
class FamilyAnswered:
    """Kept, and the other was told."""

    agreed: bool


@dataclass(frozen=True, slots=True)
class FamilyLeft:
    """It has ended."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A request stands; `code` is told this once."""

    ticket: TicketView
    code: str


@dataclass(frozen=True, slots=True)
class InformationAdded:
    """The office has it."""

    number: str


@dataclass(frozen=True, slots=True)
class Urged:
    """Counted, and shown to staff."""

    number: str
    count: int


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Stopped."""

    number: str


@dataclass(frozen=True, slots=True)
class Rated:
    """Kept; `reopened` where it was not solved."""

    number: str
    reopened: bool


@dataclass(frozen=True, slots=True)
class Proven:
    """Number and code fit."""

    ticket: TicketView


@dataclass(frozen=True, slots=True)
class Refused:
    """It cannot be done; `reason`: not_found, not_open, too_many_tries, invite. Unknown and forbidden look alike."""

    reason: str


@dataclass(frozen=True, slots=True)
class PersonCalled:
    """
    A person was called; `on_duty` whether anybody is there now; `ahead` how many wait before.

    `usual` is how long such calls waited lately, in minutes; 0 where too few were taken to tell.
    """

    on_duty: bool
    ahead: int
    usual: int = 0


@dataclass(frozen=True, slots=True)
class CallbackKept:
    """Staff see whom to call back, and when."""

    phone: str
    when: str


@dataclass(frozen=True, slots=True)
class HandOverEnded:
    """The assistant talks again."""


@dataclass(frozen=True, slots=True)
class IncidentRaised:
    """Staff see the alarm; `on_duty` whether anybody is there now."""

    id: str
    kind: str
    on_duty: bool


@dataclass(frozen=True, slots=True)
class SpokenSo:
    """From now on in this language and manner."""

    language: str
    manner: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Deleted, with a receipt; `kept` are the numbers of open or protected requests that the law keeps."""

    receipt: str
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnDataTaken:
    """Noted; the file is made when it is handed over."""


type Result = (
    Opened
    | InformationAdded
    | Urged
    | Cancelled
    | Rated
    | Proven
    | Refused
    | PersonCalled
    | CallbackKept
    | HandOverEnded
    | IncidentRaised
    | SpokenSo
    | Forgotten
    | OwnDataTaken
    | FamilyInvited
    | FamilyAsked
    | FamilyAnswered
    | FamilyLeft
)
