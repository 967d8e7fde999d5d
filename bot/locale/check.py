"""`python -m bot.locale.check`: every key has words in every language, with the same parameters."""

from __future__ import annotations

import re
import sys
from string import Formatter

from actions.dialogue.keys import KEYS
from bot.locale.wording import catalogue
from data.model import LANGUAGES

SCRIPT = re.compile(r"[\u4e00-\u9fff]")


def problems() -> list[str]:
    """What is wrong with the catalogues, one line each."""
    found = []
    keys = {language: catalogue(language) for language in LANGUAGES}
    everywhere = set().union(*keys.values()) | set(KEYS)
    for key in sorted(everywhere):
        for language, words in keys.items():
            if key not in words:
                found.append(f"{language}: {key}: has no words")
                continue
            names = {name for _, name, _, _ in Formatter().parse(words[key]) if name}
            if extra := names - set(KEYS.get(key, names)):
                found.append(f"{language}: {key}: unknown parameters {', '.join(sorted(extra))}")
            if language == "en" and SCRIPT.search(words[key]) and not key.startswith("language."):
                found.append(f"{language}: {key}: has Chinese characters")
    return found


def main() -> int:
    """Print what is wrong; exit code 1 where anything is."""
    lines = problems()
    print("\n".join(lines) or "translations: complete in three languages", file=sys.stderr if lines else sys.stdout)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
