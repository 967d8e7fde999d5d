"""The shapes of what the desk knows: frozen dataclasses that the loader fills from files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = ("zh_Hans", "zh_Hant", "en")
CALL_KINDS = ("advice", "report", "complaint", "help", "comfort")
GROUPS = ("safety", "living", "elder", "child", "voice", "part")
AUDIENCES = ("elder", "child", "family", "worker", "anyone")
CLOCKS = ("immediate", "urgent", "standard", "complex", "inquiry")
SENSITIVITIES = ("ordinary", "sensitive", "protected")
RETENTIONS = ("ordinary", "benefit", "protection", "participation")  # of requests
KEPT = (*RETENTIONS, "talk", "alarm", "stray")  # all that has an end
SELF_HARM, VIOLENCE, MEDICAL, HELPLESS = CRISES = ("self_harm", "violence", "medical", "helpless")
FIRE = "fire"  # what burns or leaks gas has a number of its own, whatever kind of alarm it rings
PEOPLE = ("elder", "child", "adult", "anyone")
DETAIL_KINDS = (
    "text",  # free words
    "name",  # a person's or an institution's name
    "age",  # whole years; a birth date is read as well
    "birth_date",  # ISO date
    "date",  # ISO date, past or future
    "when",  # ISO date, or ISO date and time of day where one was said
    "month",  # "2026-10"
    "place",  # an address, a landmark or a pin, as text
    "district",  # a county-level division, as text
    "phone",
    "money",  # whole yuan
    "count",  # whole number
    "yes_no",  # boolean
    "choice",  # one choice's id
    "choices",  # a list of choices' ids
    "file",  # photo, voice, document or link: a list of references
    "consent",  # must be yes before the request can be opened
)
TIMES = ("past", "last", "ahead", "either")  # last: the last time that something came or was seen
# kind → what a detail of it may be about: its readers tell details apart by this, never by their questions.
ABOUT = {  # The last is the plainest; a file that says nothing means it
    "name": ("institution", "person"),
    "date": TIMES,
    "when": TIMES,
    "month": TIMES,
    "money": ("income", "cost", "budget", "other"),
    "count": ("household", "earners", "people", "days", "other"),
    "yes_no": ("harm", "agreement", "fact"),
    "text": ("goods", "person", "other"),  # goods: how many of what; person: somebody of the family may be the answer
    "choice": ("age", "parents", "other"),  # age: its numbers are years; parents: where or how a child's are
    "place": ("parents", "other"),
}
TELLING = ("money",)  # kinds whose bare mention may tell another detail
TESTS = ("younger_than", "yes", "months_since", "other_county")


@dataclass(frozen=True, slots=True)
class Words:
    """One text in the three languages."""

    zh_Hans: str
    zh_Hant: str
    en: str

    def of(self, language: str) -> str:
        """The text in `language`; an unknown language reads Simplified Chinese."""
        if language == "en":
            return self.en
        return self.zh_Hant if language == "zh_Hant" else self.zh_Hans


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be pressed; `match` are words (any language) that mean it in free text."""

    id: str
    label: Words
    match: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()  # mean it only as the answer to the open question; never spotted
    told_by: str = ""  # one of TELLING: a sum of money in free text means this choice
    min: int | None = None  # a bare number from here on, up to `max`, means it, whatever its place in the row
    max: int | None = None
    every: bool = False  # of several: it says that all of the others do
    apart: bool = False  # of several: whoever says "all of them" does not mean it


@dataclass(frozen=True, slots=True)
class When:
    """A condition on a detail already known: its value is one of `equals`, or it is a number below `below`."""

    detail: str
    equals: tuple[str | bool | int, ...] = ()
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing to know before a request is opened."""

    id: str
    kind: str
    label: Words
    ask: Words
    ask_own: Words | None = None  # said where the one whom it is about writes
    ask_child: Words | None = None  # said where it is about a child, in a service that is mostly asked for the old
    required: bool = True
    why: Words | None = None  # a short reason, where the question may surprise
    help: Words | None = None  # said when the answer was not understood
    of: str = "anyone"  # whose age, whose address: one of PEOPLE
    about: str = ""  # one of ABOUT[kind], the last where its file says nothing; "" of other kinds
    choices: tuple[Choice, ...] = ()
    # words in free text: a yes_no's tell a yes, denied a no; a text's begin what answers it
    match: tuple[str, ...] = ()
    turns_on: str = ""  # a yes_no: the words of its question which, said back, answer it (报警 of 报警了吗？)
    min: int | None = None
    max: int | None = None
    outside: Words | None = None  # said when a number lies outside min..max
    opening: bool = False  # a text: the opening message itself may be the answer
    ask_if: When | None = None
    checklist: bool = False  # choices: what was not chosen is told as still missing
    origin: bool = False  # a place or district: where somebody is registered, not where they live
    exact: bool = False  # a place: somebody goes there, so a district in free words is not enough
    figures: bool = False  # a text: a bare date, number or sum may be the whole answer
    told_by: str = ""  # one of TELLING: a text that a sum of money in free text answers

    def choice(self, id: str) -> Choice | None:
        """The choice with this id, or None."""
        return next((c for c in self.choices if c.id == id), None)


@dataclass(frozen=True, slots=True)
class ClockWhen:
    """Another clock where a detail has a certain value."""

    when: When
    clock: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a rule that decides: `test` over details; `fails` says why not."""

    id: str
    test: str  # one of TESTS
    details: tuple[str, ...]
    number: int | None
    fails: Words


@dataclass(frozen=True, slots=True)
class Decision:
    """A rule that must hold before a request is opened, with what there is instead."""

    conditions: tuple[Condition, ...]
    holds: Words
    instead: tuple[str, ...]  # ids of services; a person is always offered


@dataclass(frozen=True, slots=True)
class Service:
    """One service: everything the desk knows of it, from one file."""

    id: str
    group: str
    kind: str
    audience: tuple[str, ...]
    clock: str
    queue: str
    names: Words
    describe: Words
    summary: Words
    next: Words
    details: tuple[Detail, ...]
    examples: Mapping[str, tuple[str, ...]]
    clock_when: tuple[ClockWhen, ...] = ()
    sensitivity: str = "ordinary"
    retention: str = "ordinary"
    after_crisis: str = "rest"
    asker: str = "infer"  # ask | infer: is the question "who asks" put where unclear?
    phone: str = (
        "take"  # ask | take: somebody comes or calls, so a request without a number invites one once it is open
    )
    participation: bool = False  # public participation: under 14 a guardian's consent is asked
    public: bool = False  # shown to everybody through Open311, without text or person
    answer_first: bool = False  # tries the knowledge base before a request
    decide: Decision | None = None
    words: tuple[str, ...] = ()  # short names which, typed alone, choose the service
    near: tuple[str, ...] = ()  # things that no service gives: who asks for one is offered the services that come near
    noted: tuple[str, ...] = ()  # words of what no question asks for ("午饭" of meals): kept, and said so
    over: tuple[str, ...] = ()  # words that say of an open request that it is no longer needed ("人找到了")

    def detail(self, id: str) -> Detail | None:
        """The detail with this id, or None."""
        return next((d for d in self.details if d.id == id), None)

    @property
    def for_elders(self) -> bool:
        """Whether it is for the old and for no child."""
        return "elder" in self.audience and "child" not in self.audience


@dataclass(frozen=True, slots=True)
class Intent:
    """Something understood that is not a service: examples and, where it is only talk, its answer."""

    id: str
    examples: Mapping[str, tuple[str, ...]]
    answer: Words | None = None
    words: tuple[str, ...] = ()  # typed alone, these mean it


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands: the sentence, its title, its publisher, its date and, for a page, its address."""

    quote: str
    title: str
    publisher: str
    date: str  # a year, a month, a day, or "2022/2023"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that people ask about, with an answer that its source carries."""

    id: str
    question: Words
    answer: Words
    source: Source
    may_differ: bool
    services: tuple[str, ...]
    examples: Mapping[str, tuple[str, ...]]
    area: Words | None = None  # the place whose rule it is ("河南省"); None: the whole country's
    elsewhere: str = ""  # the topic that answers whoever asks about another place


@dataclass(frozen=True, slots=True)
class Contact:
    """A public number, with where it stands and for which alarms it comes first."""

    id: str
    number: str
    names: Words
    what: Words
    crises: tuple[str, ...]
    source: Words  # who answers it or has published it
    date: str  # of the day it was checked
    districts: tuple[str, ...] = ()  # full names as shown ("深圳市龙岗区", "深圳市" for all of it); empty: everywhere
    words: tuple[str, ...] = ()  # what people call it ("妇联"): a question with one of them is told this number first
    offices: tuple[str, ...] = ()  # offices whose own number is not known: this one puts through to them
    services: tuple[str, ...] = ()  # of these it is told before the first question
    young: bool = False  # children's own: a child is told it first, after an alarm for an old person nobody is
    dial: Words | None = None  # how to dial it, where that is more than its digits


@dataclass(frozen=True, slots=True)
class ClockClass:
    """Deadlines of one class; each is (amount, unit), unit one of minutes, hours, working_hours, working_days."""

    id: str
    taken_up: tuple[int, str]
    first_contact: tuple[int, str]
    result: tuple[int, str]
    closed: tuple[int, str]


@dataclass(frozen=True, slots=True)
class Queue:
    """Where requests of one field wait; its id is what services name."""

    id: str
    names: Words


@dataclass(frozen=True, slots=True)
class District:
    """One district of a jurisdiction; `queues` maps a service's queue to the office that holds it there."""

    id: str
    names: Words
    code: str  # official division code, six digits
    aliases: tuple[str, ...]
    queues: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A place that runs the desk: its area, offices and districts."""

    id: str
    names: Words
    timezone: str
    area: tuple[str, ...]  # leading digits of the division codes served; empty: all of China
    queues: Mapping[str, Queue]
    districts: tuple[District, ...]


@dataclass(frozen=True, slots=True)
class CrisisRule:
    """Patterns for one kind of alarm; what a guard matches is taken out of the text first.

    A sign rings as a pattern does, unless it is in the only sentence and understanding, which answered, sees no danger.
    """

    kind: str
    patterns: tuple[str, ...]
    signs: tuple[str, ...]
    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicons:
    """Word lists for what is understood without a model."""

    crisis: tuple[CrisisRule, ...]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]  # file → list's name → words
    maps: Mapping[str, Mapping[str, str]]  # file → word → word


@dataclass(frozen=True, slots=True)
class Template:
    """A reply that staff often write; {number}, {service} and {office} in its text stand for the request's."""

    id: str
    names: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that the desk knows."""

    services: Mapping[str, Service]
    intents: Mapping[str, Intent]
    topics: Mapping[str, Topic]
    contacts: Mapping[str, Contact]
    clocks: Mapping[str, ClockClass]
    retention_days: Mapping[str, int]
    groups: Mapping[str, Words]
    common: tuple[Detail, ...]  # asked of every service, only where unclear: asker, district, phone, note
    jurisdictions: Mapping[str, Jurisdiction]
    place: Jurisdiction  # the one that this desk serves
    holidays: Mapping[str, bool]  # ISO date → is a working day; overrides the official calendar
    lexicons: Lexicons = field(repr=False)
    templates: Mapping[str, Template] = field(default_factory=dict)  # replies of staff, ready to be sent
