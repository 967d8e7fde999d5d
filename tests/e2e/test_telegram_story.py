"""A family's whole story on Telegram in each language, from the first word to the rated closing, every call valid."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.desk.person import Staff
from actions.desk.staff_work import set_status
from bot.locale.wording import catalogue as words_of
from bot.speech import CommandSpeech
from data.model import LANGUAGES, Catalogue, Words
from tests.e2e.test_telegram import NUMBER, catalogue, emulator, now
from tests.e2e.test_telegram_in import OGG
from tests.e2e.test_telegram_staff import Room, bound
from tests.emulator import Emulator, Group, User
from tests.emulator.desk import Desk, sqlite

__all__ = ["catalogue", "emulator"]
CLIENT = {"zh_Hans": "zh-hans", "zh_Hant": "zh-hant", "en": "en"}
HEAR = "import sys; sys.stdout.buffer.write(open(sys.argv[1], 'rb').read().split(b'!')[1])\n"
HOME = Words("深圳市罗湖区翠竹街道12号", "深圳市羅湖區翠竹街道12號", "12 Cuizhu Street, Luohu District, Shenzhen")
SCHOOL = Words("深圳市罗湖区翠竹小学", "深圳市羅湖區翠竹小學", "Cuizhu primary school, Luohu District, Shenzhen")
NAMES = Words("同学给我起外号，不跟我玩", "同學給我起花名，不跟我玩", "they call me names and leave me out")
TOMORROW, AGE, TEN = (
    Words("明天", "明天", "tomorrow"),
    Words("79岁", "79歲", "79 years old"),
    Words("10岁", "10歲", "10"),
)
LUOHU = Words("罗湖区", "羅湖區", "Luohu District, Shenzhen")
MOTHER = Words("妈妈", "媽媽", "Mum")
type Step = tuple[str, str | Words, bool]  # a detail, its answer, and whether that is spoken
KEEN = Words("我在，您说", "我在，您說", "I am here, go on")


@pytest.fixture
def group(emulator: Emulator) -> Group:
    """The staff's group, with topics."""
    return emulator.group(forum=True)


@pytest.fixture
def desk(emulator: Emulator, group: Group, tmp_path: Path, catalogue: Catalogue) -> Iterator[Desk]:
    """A desk that hears voices, whose staff work in that group."""
    (tmp_path / "hear.py").write_text(HEAR)
    speech = CommandSpeech(f"{sys.executable} {tmp_path / 'hear.py'} {{file}}")
    place = Desk(emulator, sqlite(tmp_path), catalogue, files=tmp_path / "files", group=group.id, speech=speech)
    with place as desk:
        with desk.store.unit() as unit:
            for name in ("li", "wang"):
                unit.staff.save(Staff(name, name.title(), "supervisor", on_duty=True))
            unit.commit()
        yield desk


class Teller:
    """One of the family, in one language: messages are named by their keys, services and questions by the catalogue."""

    def __init__(self, user: User, language: str) -> None:
        self.user, self.language = user, language

    def key(self, key: str) -> str:
        """The longest piece of a message that no parameter stands in."""
        return max(re.split(r"\{\w+\}", words_of(self.language)[key]), key=len).strip()

    def sees(self, what: str | Words) -> str:
        """Wait for a message by its key, or one that holds these words."""
        text = what.of(self.language) if isinstance(what, Words) else self.key(what)
        seen: str = self.user.sees(text)["text"]
        return seen

    def says(self, what: Words) -> None:
        """Write."""
        self.user.say(what.of(self.language))

    def speaks(self, what: Words) -> None:
        """Send a voice message."""
        self.user.sends("voice", OGG + b"!" + what.of(self.language).encode())

    def press(self, what: str | Words) -> None:
        """Press a button by its title's key, or by these words."""
        self.user.press(what.of(self.language) if isinstance(what, Words) else words_of(self.language)[what])


def opens(teller: Teller, desk: Desk, service: str, *steps: Step) -> str:
    """A request from the start screen to its number; a step is a detail, its answer, and whether that is spoken."""
    one = desk.catalogue.services[service]
    teller.user.say("/start")
    teller.sees("menu.groups")
    teller.press(desk.catalogue.groups[one.group])
    teller.sees(one.names)
    teller.press(one.names)
    for id, value, spoken in steps:
        asked = one.detail(id) or next(d for d in desk.catalogue.common if d.id == id)
        teller.sees(asked.ask)
        if isinstance(value, Words):
            (teller.speaks if spoken else teller.says)(value)
        else:
            choice = asked.choice(value)
            teller.press(choice.label if choice is not None else value)
    if teller.language == "en":  # the divisions are known by their Chinese names
        teller.says(LUOHU)
    teller.sees("form.summary")
    teller.press("button.confirm")
    found = NUMBER.search(teller.sees("form.opened"))
    assert found is not None
    return found.group()


def follows(mother: Teller, grandmother: Teller) -> None:
    """Invited by a link, as guardian, agreed to."""
    grandmother.user.say("/family")
    grandmother.sees("family.menu_empty")
    grandmother.press("family.invite")
    code = re.search(r"start=(family_[0-9a-f]{32})", grandmother.sees("family.invited"))
    assert code is not None
    mother.user.say(f"/start {code[1]}")
    mother.sees("family.who")
    mother.press("family.is.guardian")
    mother.sees("family.label")
    mother.says(MOTHER)
    mother.sees("family.asked")
    grandmother.sees("family.asks.guardian")
    grandmother.press("family.agree")
    mother.sees("family.you_may")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_family_from_the_first_word_to_the_rated_closing(
    emulator: Emulator, desk: Desk, group: Group, language: str
) -> None:
    """A grandmother by voice and buttons, a mother as guardian, a child, two staff in topics; no call is refused."""
    people = (emulator.user(1001 + place, name, CLIENT[language]) for place, name in enumerate(("甲", "乙", "丙")))
    grandmother, mother, child = (Teller(user, language) for user in people)
    li, wang = bound(emulator, desk, "li", 2001), bound(emulator, desk, "wang", 2002)

    meals: list[Step] = [("age", AGE, True), ("address", HOME, False), ("dining", "delivery", False)]
    number = opens(grandmother, desk, "meal_service", *meals, ("start", TOMORROW, True), ("diet", "button.skip", False))
    follows(mother, grandmother)
    grandmother.user.say(words_of(language)["telegram.person"])
    grandmother.sees("person.called_first")
    group.sees("有人在等")
    room = Room(group, next(m for m in reversed(group.messages) if number in m["text"]))
    group.presses(li, "我来谈")
    grandmother.sees("notice.person_here")
    room.says(wang, "我在旁边看")
    room.says(li, KEEN.of(language))
    grandmother.sees(KEEN)
    grandmother.says(HOME)
    group.sees(HOME.of(language))
    group.presses(li, "交还助手")
    grandmother.sees("notice.person_left")
    assert not any("旁边" in text for text in grandmother.user.texts)

    left_out: list[Step] = [("child_age", TEN, False), ("place", SCHOOL, False), ("what_happened", NAMES, False)]
    secret = opens(
        child, desk, "bullying_help", *left_out, ("hurt", "button.no", False), ("told", "button.skip", False)
    )

    mother.user.say("/status")
    assert number in mother.user.sees(number)["text"]
    assert not any(secret in text for text in mother.user.texts)

    with desk.store.unit() as unit:
        set_status(unit, "wang", number, "closed", catalogue=desk.catalogue, result="办好了", now=now())
        unit.commit()
    grandmother.sees("notice.closed_with")
    mother.sees("notice.closed")
    for title, asked in (
        ("button.rate", "rating.contacted"),
        ("button.yes", "rating.solved"),
        ("button.yes", "rating.satisfied"),
        ("button.satisfied_5", "rating.thanks"),
    ):
        grandmother.press(title)
        grandmother.sees(asked)
    with desk.store.unit(reading=True) as unit:
        ticket = unit.tickets.by_number(number)
    assert ticket is not None and ticket.rating is not None and ticket.rating.satisfied == 5
    emulator.wait(lambda: not emulator.presses)
    assert {call.status for call in emulator.calls} == {200}
