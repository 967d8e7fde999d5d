"""Each kind of detail: read from words, checked, shown."""

from __future__ import annotations

from collections.abc import Sequence

from actions.details import address, affirmation, choice, dates, divisions, people, spotting
from actions.details.affirmation import confirms, declined, nothing, unsure, unsure_of_a_part
from actions.details.area import elsewhere
from actions.details.dates import first_day
from actions.details.harmed import names_harmed_child
from actions.details.home import district_of, district_said, division, namesakes
from actions.details.kinds import KINDS
from actions.details.prose import prose, simplified, simplify
from actions.details.renewal import renewed
from actions.details.scrub import scrub
from actions.details.shapes import Found, Setting, Value
from data.model import Detail, Words

__all__ = [
    "Found",
    "Setting",
    "Value",
    "about_child",
    "born_in",
    "check",
    "children",
    "confirms",
    "declined",
    "district_of",
    "district_said",
    "division",
    "elsewhere",
    "first_day",
    "generation",
    "names_a_city",
    "names_a_person",
    "names_a_place",
    "names_harmed_child",
    "namesakes",
    "nothing",
    "ordinal",
    "read",
    "renewed",
    "scrub",
    "show",
    "simplify",
    "spot",
    "unsure",
    "unsure_of_a_part",
    "warm",
    "yes_no",
]


def read(detail: Detail, text: str, setting: Setting) -> Found | None:
    """An answer to this detail's open question, read leniently; None where it is no answer."""
    return KINDS[detail.kind].read(detail, prose(text), setting)


def spot(details: Sequence[Detail], text: str, setting: Setting) -> dict[str, Found]:
    """What free text says unmistakably, by detail id; no number is used twice, an opening text takes the whole."""
    return spotting.spot(details, prose(text), setting)


def check(detail: Detail, value: Value, setting: Setting) -> Words | None:
    """What is wrong with a value, in words; None where it is fine."""
    kind = KINDS[detail.kind]
    if not isinstance(value, kind.holds) or (kind.holds is int and isinstance(value, bool)):
        return detail.help or _NOT_UNDERSTOOD
    return kind.check(detail, value, setting)


def show(detail: Detail, value: Value, language: str) -> str:
    """The value as a person reads it in a summary; one of another type than the kind's is shown as it is."""
    kind = KINDS[detail.kind]
    if not isinstance(value, kind.holds) or (kind.holds is int and isinstance(value, bool)):
        return "、".join(value) if isinstance(value, tuple) else str(value)
    return kind.show(detail, value, language)


def yes_no(text: str) -> bool | None:
    """Yes, no, or neither; for questions and confirmations in three languages and dialects."""
    return affirmation.yes_no(text)


def generation(words: str) -> str:
    """Whether words for a person ("我爸", "闺女") name an old one or a child: "elder", "child", or ""."""
    return people.generation(prose(words).plain)


def owner(text: str, found: Found) -> str:
    """Whom the text names just before what was found in it: elder, child, spouse, adult, self, or ""."""
    return people.owner(prose(text).plain, found.start, found.end, after=False)


def about_child(text: str) -> bool:
    """Whether it is for a child that a text asks something, whoever writes."""
    return people.about_child(prose(text).plain)


def children(text: str) -> int:
    """How many children a text speaks of, from 1 to 4."""
    return people.children(prose(text).plain)


def names_a_person(text: str) -> bool:
    """Whether the whole text is somebody of a family, and tells nothing of them."""
    return people.named(prose(text).plain.strip(" 。.!！,，"))


def names_a_place(text: str) -> bool:
    """Whether the whole text is the name of a place, and asks for nothing."""
    return address.named(prose(text).plain)


def names_a_city(text: str) -> bool:
    """Whether the whole text is the name of a city or a province."""
    plain = prose(text).plain
    return any(m.level != "county" and (m.start, m.end) == (0, len(plain)) for m in divisions.mentions(plain))


def born_in(text: str, setting: Setting) -> Found | None:
    """The month of birth that free text tells without its day ("2018年5月生")."""
    return dates.born_in(prose(text), setting)


def ordinal(text: str) -> int | None:
    """The place in a row that a whole text names (2, 第二个, the first), or None."""
    return choice.ordinal(prose(text).plain)


def warm() -> None:
    """Load what the everyday paths need: the script converter and the divisions."""
    simplified("暖")
    divisions.index()


_NOT_UNDERSTOOD = Words(
    "没听明白，请换个说法再说一次。",
    "聽不明白，請換個說法再說一次。",
    "I did not understand that. Please say it another way.",
)
