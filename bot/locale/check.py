"""`python -m bot.locale.check`: every key has words in every language, with the same parameters."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from string import Formatter

from actions.dialogue.keys import KEYS
from actions.dialogue.manner import CHILD, ELDER
from bot.locale.wording import catalogue, files
from data.model import LANGUAGES

MANNERS = (ELDER, CHILD)
MSGID = re.compile(r'(?m)^msgid "(.+)"$')
SCRIPT = re.compile(r"[\u4e00-\u9fff]")
STRANGE = {  # another place's marks, and some of the words that README.md has another for
    "zh_Hans": re.compile("[「」]|险情|班长|诉求|(?<!几)点开"),
    "zh_Hant": re.compile(
        "[“”]|人工(?!智)|什麼|信息|短信|登錄|視頻|軟件|默認|班長|坐席|派單|辦結|記錄|訴求|志願者|小區|(?<!幾)點開"
    ),
    "en": re.compile("(?!)"),
}


def problems() -> list[str]:
    """What is wrong with the catalogues, one line each."""
    found = []
    keys = {language: catalogue(language) for language in LANGUAGES}
    found += [
        f"{language}: {key}: stands in two files or twice in one"
        for language in LANGUAGES
        for key in doubled(files(language))
    ]
    everywhere = set().union(*keys.values()) | set(KEYS)
    for key in sorted(everywhere):
        for language, words in keys.items():
            if key not in words:
                found.append(f"{language}: {key}: has no words")
                continue
            names = _names(words[key])
            if extra := names - set(_known(key, words)):
                found.append(f"{language}: {key}: unknown parameters {', '.join(sorted(extra))}")
            if word := strange(words[key], language):
                found.append(f"{language}: {key}: {word} (bot/locale/README.md)")
            if language == "en" and SCRIPT.search(words[key]) and not key.startswith("language."):
                found.append(f"{language}: {key}: has Chinese characters")
    return found


def strange(words: str, language: str) -> str:
    """The first of the words and marks in it that its readers do not use; "" where there is none."""
    match = STRANGE[language].search(words)
    return match[0] if match else ""


def doubled(paths: Iterable[Path]) -> list[str]:
    """The keys that stand twice in the files, where the later words would silently take the place of the others."""
    said = Counter(found for path in paths for found in MSGID.findall(path.read_text(encoding="utf-8")))
    return sorted(key for key, times in said.items() if times > 1)


def _names(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def _known(key: str, words: dict[str, str]) -> Iterable[str]:
    """The parameters that a key has; of words for the old or for children those of the key as said to anybody."""
    plain, dot, manner = key.rpartition(".")
    if dot and manner in MANNERS and plain in words:
        key = plain
    return KEYS.get(key, _names(words[key]))


def main() -> int:
    """Print what is wrong; exit code 1 where anything is."""
    lines = problems()
    print("\n".join(lines) or "translations: complete in three languages", file=sys.stderr if lines else sys.stdout)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
