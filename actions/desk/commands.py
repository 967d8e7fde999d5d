"""What the dialogue asks the desk to do (imperative), and what came of it (past tense)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from actions.desk.ticket import Attachment, Due, Rating, Status, Value


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Open a request for the writer of this conversation."""

    service: str
    details: Mapping[str, Value]  # asker, district and phone too, where known
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    secret: bool = False


@dataclass(frozen=True, slots=True)
class AddInformation:
    """Add words or attachments to one's own open request; `details` replaces values (a correction)."""

    number: str
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    details: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Urge:
    """Ask the office to hurry."""

    number: str


@dataclass(frozen=True, slots=True)
class CancelTicket:
    """Stop one's own open request."""

    number: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Say how it went, also in the person's own words; "not solved" reopens."""

    number: str
    rating: Rating
    said: str = ""


@dataclass(frozen=True, slots=True)
class Prove:
    """See a request by its number and query code."""

    number: str
    code: str


@dataclass(frozen=True, slots=True)
class CallPerson:
    """Ask for a person in this conversation; `reason` wanted, crisis or stuck."""

    reason: str


@dataclass(frozen=True, slots=True)
class AskCallback:
    """Be called back instead of waiting here; `when` in the person's words, or any, morning, afternoon, evening."""

    phone: str
    when: str


@dataclass(frozen=True, slots=True)
class EndHandOver:
    """The writer goes on with the assistant."""


@dataclass(frozen=True, slots=True)
class RaiseIncident:
    """Alarm: a person must look now. `own` is True where the writer is in danger."""

    kind: str
    own: bool
    text: str


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Use this language from now on."""

    language: str


@dataclass(frozen=True, slots=True)
class SetManner:
    """Speak so from now on: "" as to anybody, elder or child."""

    manner: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete what may be deleted of this person."""


@dataclass(frozen=True, slots=True)
class TakeOwnData:
    """Have all that is kept of oneself."""


@dataclass(frozen=True, slots=True)
class InviteFamily:
    """Give somebody a one-time code, so that they may follow one's requests."""


@dataclass(frozen=True, slots=True)
class FollowFamily:
    """Ask to follow whoever gave the code, or, without one, whose request was proved; `label` is how one calls them."""

    token: str
    relation: str  # guardian | relative | worker
    label: str


@dataclass(frozen=True, slots=True)
class AnswerFamily:
    """Agree to be followed, or not."""

    link: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class LeaveFamily:
    """End following, from either side."""

    link: str


type Command = (
    OpenTicket
    | AddInformation
    | Urge
    | CancelTicket
    | Rate
    | Prove
    | CallPerson
    | AskCallback
    | EndHandOver
    | RaiseIncident
    | SetLanguage
    | SetManner
    | Forget
    | TakeOwnData
    | InviteFamily
    | FollowFamily
    | AnswerFamily
    | LeaveFamily
)


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
