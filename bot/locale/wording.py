"""Message keys and parameters become text in the reader's language, with Babel."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po

from actions.desk.say import Button, Param, Say
from data.model import LANGUAGES, Words

HERE = Path(__file__).parent
LOCALES = {"zh_Hans": Locale("zh", script="Hans"), "zh_Hant": Locale("zh", script="Hant"), "en": Locale("en")}
COLONS = {"zh_Hans": "：", "zh_Hant": "：", "en": ": "}
JOINERS = {"zh_Hans": "、", "zh_Hant": "、", "en": ", "}


@cache
def catalogue(language: str) -> dict[str, str]:
    """Key → text of one language; raises KeyError for a language that is not there."""
    if language not in LANGUAGES:
        raise KeyError(language)
    words: dict[str, str] = {}
    for path in sorted((HERE / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            words |= {str(m.id): str(m.string) for m in read_po(file, locale=LOCALES[language]) if m.id and m.string}
    return words


class Wording:
    """Words messages for readers in `timezone`."""

    def __init__(self, timezone: str) -> None:
        self._zone = ZoneInfo(timezone)

    def text(self, say: Say, language: str) -> str:
        """The message in `language`; raises KeyError where its key has no words."""
        if say.key == "say.words":
            words = say.params["words"]
            return words.of(language) if isinstance(words, Words) else str(words)
        return self.key(say.key, language, **say.params)

    def title(self, button: Button, language: str) -> str:
        """A button's title in `language`."""
        if isinstance(button.title, Words):
            return button.title.of(language)
        return self.key(button.title, language, **button.params)

    def key(self, key: str, language: str, **params: Param) -> str:
        """The words of `key` with its parameters filled in."""
        return catalogue(language)[key].format_map({k: self._shown(v, language) for k, v in params.items()})

    def _shown(self, value: Param, language: str) -> str | int:
        match value:
            case Words():
                return value.of(language)
            case datetime():
                return self._moment(value.astimezone(self._zone), language)
            case date():
                return format_date(value, "long", locale=LOCALES[language])
            case tuple() if value and all(isinstance(v, tuple) for v in value):
                return "\n".join(self._line(v, language) for v in value if isinstance(v, tuple))
            case tuple():
                return JOINERS[language].join(str(self._shown(v, language)) for v in value)
            case _:
                return value

    def _line(self, pair: tuple[Param, ...], language: str) -> str:
        """A row of a list: its label, a colon, its value."""
        return COLONS[language].join(str(self._shown(v, language)) for v in pair)

    def _moment(self, value: datetime, language: str) -> str:
        pattern = "EEEE d MMMM, HH:mm" if language == "en" else "M月d日（EEEE）HH:mm"
        return format_datetime(value, pattern, locale=LOCALES[language])
