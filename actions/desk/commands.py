"""What the dialogue asks the desk to do, in the imperative; what came of it stands in `results.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from actions.desk.ticket import Attachment, Rating, Value


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
