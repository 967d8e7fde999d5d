"""One table: what reads, checks and shows each kind of detail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from actions.details import affirmation, age, choice, count, dates, money, phone, place, wording
from actions.details.prose import Prose
from actions.details.shapes import Found, Setting
from data.model import Detail, Words


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of detail is read from an answer, checked and shown, and which Python type holds it."""

    holds: type
    read: Callable[[Detail, Prose, Setting], Found | None]
    check: Callable[[Detail, Any, Setting], Words | None]
    show: Callable[[Detail, Any, str], str]


_AGREE = Words("要您同意了才能办。", "要您同意才能辦理。", "We can only go on if you agree.")

_DAY = Kind(str, dates.read, dates.check, lambda d, v, language: dates.show(v, language))

KINDS: Mapping[str, Kind] = {
    "text": Kind(
        str, lambda d, t, s: wording.read_text(t), lambda d, v, s: wording.check_text(v), lambda d, v, language: v
    ),
    "name": Kind(
        str, lambda d, t, s: wording.read_name(d, t), lambda d, v, s: wording.check_text(v), lambda d, v, language: v
    ),
    "age": Kind(int, age.read, lambda d, v, s: age.check(d, v), lambda d, v, language: age.show(v, language)),
    "birth_date": _DAY,
    "date": _DAY,
    "when": _DAY,
    "month": _DAY,
    "place": Kind(
        str,
        lambda d, t, s: place.read(t),
        lambda d, v, s: place.check(v),
        lambda d, v, language: place.show(v, language),
    ),
    "district": Kind(
        str,
        lambda d, t, s: place.read_district(t, s),
        lambda d, v, s: place.check(v),
        lambda d, v, language: place.show(v, language),
    ),
    "phone": Kind(
        str, lambda d, t, s: phone.read(t), lambda d, v, s: phone.check(v), lambda d, v, language: phone.show(v)
    ),
    "money": Kind(
        int, lambda d, t, s: money.read(d, t), lambda d, v, s: money.check(d, v), lambda d, v, language: money.show(v)
    ),
    "count": Kind(
        int, lambda d, t, s: count.read(d, t), lambda d, v, s: count.check(d, v), lambda d, v, language: str(v)
    ),
    "yes_no": Kind(bool, lambda d, t, s: affirmation.read(d, t), lambda d, v, s: None, affirmation.show),
    "consent": Kind(
        bool, lambda d, t, s: affirmation.read(d, t), lambda d, v, s: None if v else _AGREE, affirmation.show
    ),
    "choice": Kind(str, lambda d, t, s: choice.read(d, t, s.today), lambda d, v, s: choice.check(d, v), choice.show),
    "choices": Kind(
        tuple, lambda d, t, s: choice.read_several(d, t), lambda d, v, s: choice.check(d, v), choice.show_several
    ),
    "file": Kind(
        tuple,
        lambda d, t, s: wording.links(t),
        lambda d, v, s: None,
        lambda d, v, language: wording.show_files(v, language),
    ),
}
