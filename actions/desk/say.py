"""What the desk says: message keys with parameters, worded later in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from data.model import Words

type Param = str | int | bool | Words | date | datetime | tuple[Param, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to press: its title (a message key, or words from a data file) and the payload it sends back."""

    title: str | Words
    payload: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Say:
    """One message: a key of the catalogues of `bot/locale`, its parameters; `say.words` says `words` as they stand."""

    key: str
    params: Mapping[str, Param] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
