"""Words as they reach a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.desk.say import Say
from actions.dialogue.keys import KEYS
from bot.locale.check import doubled, strange
from bot.locale.wording import Wording
from bot.web.chat.routes import ChatPage
from bot.web.talk import Talk
from data.catalogue import load
from data.model import LANGUAGES

WORDING = Wording("Asia/Shanghai")


@pytest.mark.parametrize(
    ("language", "name", "line"),
    [
        ("zh_Hans", "王姐", "工作人员 王姐：您好"),
        ("zh_Hant", "", "工作人員：您好"),
        ("en", "Li", "Staff Li: 您好"),
        ("en", "", "Staff: 您好"),
    ],
)
def test_what_staff_say_tells_who_says_it(language: str, name: str, line: str) -> None:
    """By the name that people read, where there is one; the assistant's own words carry none."""
    said = Say("say.words", {"words": "您好", "by": name})
    assert WORDING.signed(said, WORDING.text(said, language), language) == line
    assert WORDING.staff(Say("talk.greet"), language) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("manner", ["", "elder", "child"])
def test_the_last_question_counts_none_behind_it(language: str, manner: str) -> None:
    """Of several it is told how many there are yet at most, of one it is asked."""
    keys = [key for key, names in KEYS.items() if "left" in names]
    assert len(keys) > 3
    for key in keys:
        said = {name: name for name in KEYS[key]}
        many = WORDING.text(Say(key, {**said, "left": 3}), language, manner)
        assert many.endswith(WORDING.text(Say(key, {**said, "left": 1}), language, manner)) and "3" in many
        assert WORDING.text(Say(key, {**said, "left": 1}), language, manner).startswith("ask")


def test_only_a_public_number_is_to_be_dialled() -> None:
    """Whole, and with what to press after it; a part of another number is none."""
    page = ChatPage(Talk.__new__(Talk), WORDING, ["110", "12345", "12345 转 6"])
    assert page.parted("打110。NX-110110，12345 转 6：12345") == [
        ("打", ""),
        ("110", "110"),
        ("。NX-110110，", ""),
        ("12345 转 6", "12345"),
        ("：", ""),
        ("12345", "12345"),
    ]


def test_a_key_in_two_files_is_told(tmp_path: Path) -> None:
    """The later file's words would silently take the place of the other's."""
    for name, keys in (("a", ("one", "two")), ("b", ("two", "three"))):
        (tmp_path / f"{name}.po").write_text("".join(f'msgid "{key}"\nmsgstr "x"\n\n' for key in keys))
    assert doubled(sorted(tmp_path.glob("*.po"))) == ["two"]


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("zh_Hans", "就说「是」", "「"),
        ("zh_Hant", "寫「人工」", "人工"),
        ("zh_Hant", "人工智能", ""),
    ],
)
def test_a_word_of_another_place_is_told(language: str, words: str, found: str) -> None:
    """Traditional is written for its readers, not converted, and one thing has one word."""
    assert strange(words, language) == found


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_and_reasons_keep_to_the_table_of_words(language: str) -> None:
    """What a service asks, why, and what comes next, as the catalogues do."""
    services = load().services.values()
    said = [words for one in services for words in (one.summary, one.next)]
    said += [w for one in services for d in one.details for w in (d.label, d.ask, d.ask_own, d.why, d.help) if w]
    assert len(said) > 300
    assert [text for words in said if strange(text := words.of(language), language)] == []
