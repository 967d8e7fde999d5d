"""Message keys and parameters become text in the reader's language, with Babel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po

from actions.desk.hand_over import SPOKEN_BY
from actions.desk.say import Button, Param, Say
from data.model import LANGUAGES, Words

HERE = Path(__file__).parent
LOCALES = {"zh_Hans": Locale("zh", script="Hans"), "zh_Hant": Locale("zh", script="Hant"), "en": Locale("en")}
NAMES = {"zh_Hans": "简体中文", "zh_Hant": "繁體中文", "en": "English"}
COLONS = {"zh_Hans": "：", "zh_Hant": "：", "en": ": "}
AHEAD = re.compile(r"^[（(][^{}]*\{left\}[^{}]*[）)] ?")  # how many are left to ask: said of more than one
MORNING = 6  # the hour before which it is night
JOINERS = {"zh_Hans": "、", "zh_Hant": "、", "en": ", "}


def files(language: str) -> list[Path]:
    """The catalogue's files of one language."""
    return sorted((HERE / language / "LC_MESSAGES").glob("*.po"))


@cache
def catalogue(language: str) -> dict[str, str]:
    """Key → text of one language; raises KeyError for a language that is not there."""
    if language not in LANGUAGES:
        raise KeyError(language)
    words: dict[str, str] = {}
    for path in files(language):
        with path.open("rb") as file:
            words |= {str(m.id): str(m.string) for m in read_po(file, locale=LOCALES[language]) if m.id and m.string}
    return words


class Wording:
    """Words messages for readers in `timezone`."""

    def __init__(self, timezone: str) -> None:
        self._zone = ZoneInfo(timezone)

    def text(self, say: Say, language: str, manner: str = "") -> str:
        """The message in `language`, as one speaks to the old or to children; raises KeyError where it has no words."""
        if say.key == "say.words" and not isinstance(say.params["words"], Words):
            return str(say.params["words"])
        return self._worded(say.key, language, manner, say.params)

    def staff(self, say: Say, language: str) -> str:
        """What whoever of the staff said this is called; "" for the assistant's own words."""
        named = self.key("page.staff", language, name=say.params[SPOKEN_BY]) if SPOKEN_BY in say.params else ""
        return named.strip(": ")

    def signed(self, say: Say, words: str, language: str) -> str:
        """The words with who of the staff said them, where nothing else shows it."""
        staff = self.staff(say, language)
        return f"{staff}{COLONS[language]}{words}" if staff else words

    def title(self, button: Button, language: str, manner: str = "") -> str:
        """A button's title in `language`, with its number where it has one."""
        if isinstance(button.title, Words):
            title = _to(button.title.of(language), manner)
        else:
            title = self._worded(button.title, language, manner, button.params)
        return f"{button.params['n']} {title}" if "n" in button.params else title

    def key(self, key: str, language: str, **params: Param) -> str:
        """The words of `key` with its parameters filled in."""
        return self._worded(key, language, "", params)

    def _worded(self, key: str, language: str, manner: str, params: Mapping[str, Param]) -> str:
        words = catalogue(language)
        said = words.get(f"{key}.{manner}") or words[key]
        if params.get("left") == 1:
            said = AHEAD.sub("", said)
        return _to(said, manner).format_map({k: self._shown(v, language, manner) for k, v in params.items()})

    def _shown(self, value: Param, language: str, manner: str) -> str | int:
        match value:
            case Words():
                return _to(value.of(language), manner)
            case datetime():
                return self._moment(value.astimezone(self._zone), language)
            case date():
                return format_date(value, "long", locale=LOCALES[language])
            case tuple() if value and all(isinstance(v, tuple) for v in value):
                return "\n".join(self._line(v, language, manner) for v in value if isinstance(v, tuple))
            case tuple():
                return JOINERS[language].join(str(self._shown(v, language, manner)) for v in value)
            case _:
                return value

    def _line(self, pair: tuple[Param, ...], language: str, manner: str) -> str:
        """A row of a list: its label, a colon, its value."""
        return COLONS[language].join(str(self._shown(v, language, manner)) for v in pair)

    def _moment(self, value: datetime, language: str) -> str:
        night = "凌晨 " if value.hour < MORNING else ""  # so that nobody takes 2:14 for the afternoon
        pattern = "EEEE d MMMM, HH:mm" if language == "en" else f"M月d日（EEEE）{night}HH:mm"
        return format_datetime(value, pattern, locale=LOCALES[language])


def _to(words: str, manner: str) -> str:
    """Our own words to their reader: a child is nobody to whom one says 您."""
    return words.replace("您", "你") if manner == "child" else words
