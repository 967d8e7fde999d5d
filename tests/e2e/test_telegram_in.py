"""Everything that people send on Telegram besides words, end to end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.desk.person import Staff
from actions.desk.staff_work import reply
from actions.store.files import FileRow
from bot.speech import CommandSpeech, Speech
from data.model import Catalogue
from tests.e2e.test_telegram import catalogue, desk, emulator, now, open_request, still, user
from tests.emulator import Emulator, User
from tests.emulator.desk import Desk, sqlite
from tests.emulator.record import Refusal
from tests.eventually import eventually

__all__ = ["catalogue", "desk", "emulator", "still", "user"]
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(2000)
OGG = b"OggS\x00\x02" + bytes(500)


def files_of(desk: Desk, user: User, count: int, *states: str) -> list[FileRow]:
    """This person's files, once there are so many in such states."""
    conversation = desk.store.conversation_id("telegram", str(user.id))

    def found() -> list[FileRow]:
        with desk.store.unit(reading=True) as unit:
            rows = [f for f in unit.files.of_conversation(conversation) if f.state in (states or ("kept",))]
        return rows if len(rows) == count else []

    return eventually(found)


def test_a_photo_and_a_document_hang_on_the_request(emulator: Emulator, desk: Desk, user: User) -> None:
    """Sent in the middle of a form they are fetched, sealed on the disk, and found with the request."""
    user.say("/menu")
    user.sees("您想办哪一类的事")
    user.say("长者助餐")
    user.sees("多大年纪")
    user.sends("photo", JPEG, caption="79")
    user.sees("住在哪里")
    user.sends("document", b"%PDF-1.7 " + bytes(500), file_name="户口本.pdf")
    user.sees("收到了")
    rows = files_of(desk, user, 2)
    assert {r.type for r in rows} == {"image/jpeg", "application/pdf"}
    assert desk.folder.read(rows[0].id) == JPEG
    kept = [path.read_bytes() for path in Path(desk.folder.path).rglob("*") if path.is_file()]
    assert kept and not any(b"JFIF" in data or b"PDF" in data for data in kept)
    user.say("深圳市罗湖区翠竹街道")
    user.sees("去饭堂吃")
    for title in ("送到家里", "明天", "跳过", "没错，提交"):
        user.say("明天") if title == "明天" else user.press(title)
        user.sees({"送到家里": "哪天开始", "明天": "忌口", "跳过": "请您看看", "没错，提交": "编号"}[title])
    assert all(r.ticket for r in files_of(desk, user, 2))


def test_an_album_is_one_turn(emulator: Emulator, desk: Desk, user: User) -> None:
    """Five photos that belong together are answered once, also while a question is open."""
    user.say("/menu")
    user.sees("您想办哪一类的事")
    user.say("长者助餐")
    user.sees("多大年纪")
    before = len(user.messages)
    for place in range(5):
        user.sends("photo", JPEG + bytes([place]), media_group_id="g1", **({"caption": "79"} if place == 0 else {}))
    user.sees("住在哪里")
    files_of(desk, user, 5)
    assert len(user.messages) - before <= 2


def test_a_file_that_is_not_what_it_says_is_refused(emulator: Emulator, desk: Desk, user: User) -> None:
    """A program called .jpg, a page, and one too large: not kept, and the person is told; what Telegram lost too."""
    user.say("/menu")
    user.sees("您想办哪一类的事")
    user.sends("document", b"MZ\x90\x00" + bytes(300), file_name="photo.jpg")
    user.sees("打不开")
    user.sends("document", b"<html><script>", file_name="a.txt")
    user.sees("打不开")
    emulator.fails("getFile", Refusal(400, "Bad Request: file is too big"))
    user.sends("photo", JPEG)
    user.sees("太大了")
    files_of(desk, user, 3, "refused")
    assert not [path for path in Path(desk.folder.path).rglob("*") if path.is_file()]


def test_a_location_is_the_place(emulator: Emulator, desk: Desk, user: User) -> None:
    """A pin answers the question where, the moves of a live location say nothing more."""
    user.say("/menu")
    user.sees("您想办哪一类的事")
    user.say("长者助餐")
    user.sees("多大年纪")
    user.say("79")
    user.sees("住在哪里")
    pin = user.send(location={"latitude": 22.55, "longitude": 114.12, "live_period": 900})
    user.sees("去饭堂吃")
    before = len(user.messages)
    for step in range(3):
        user.moves(pin, 22.56 + step / 100, 114.12)
    user.press("送到家里")
    user.sees("哪天开始")
    assert len(user.messages) == before + 1


def test_only_ones_own_contact_is_a_verified_phone(emulator: Emulator, desk: Desk, user: User) -> None:
    """Telegram vouches for the writer's own number; somebody else's contact proves nothing."""
    other = emulator.user(1002, "小红")
    for person, owner in ((user, user.id), (other, user.id)):
        person.say("/menu")
        person.sees("您想办哪一类的事")
        person.send(contact={"phone_number": "8613800001234", "first_name": "阿明", "user_id": owner})
        person.has(2)
    with desk.store.unit(reading=True) as unit:
        mine, theirs = (unit.people.at("telegram", str(p.id)) for p in (user, other))
    assert mine is not None and mine.phone == "13800001234" and "phone_verified" in mine.consents
    assert theirs is not None and theirs.phone == ""


def test_noise_is_answered_kindly_and_system_messages_not(emulator: Emulator, desk: Desk, user: User) -> None:
    """Stickers, polls and dice get one kind line; what Telegram itself writes gets none."""
    user.say("/menu")
    user.sees("您想办哪一类的事")
    user.send(pinned_message={"message_id": 1, "chat": user.chat, "date": 1})
    user.send(poll={"id": "1", "question": "?", "options": []})
    user.sees("收到啦")
    user.send(dice={"emoji": "🎲", "value": 3})
    user.sees("收到啦")
    assert desk.store.strays.count() == 0


def test_a_reply_belongs_to_the_request_it_answers(emulator: Emulator, desk: Desk, user: User) -> None:
    """Swiping a notice and writing adds to that request, without its number being typed."""
    number = open_request(user)
    with desk.store.unit() as unit:
        unit.staff.save(Staff("li", "李", "supervisor", on_duty=True))
        reply(unit, "li", number, "几楼？", catalogue=desk.catalogue, now=now())
        unit.commit()
    notice = user.sees("几楼")
    user.replies(notice, "三楼，左手边")
    user.sees("补充好了")
    with desk.store.unit(reading=True) as unit:
        ticket = unit.tickets.by_number(number)
    assert ticket is not None and any(e.text == "三楼，左手边" for e in ticket.history)


def test_who_lets_the_bot_in_again_hears_what_happened(emulator: Emulator, desk: Desk, user: User) -> None:
    """While the person blocks the bot a reply fails, and staff see that; on return it is told."""
    number = open_request(user)
    user.blocks()
    with desk.store.unit() as unit:
        unit.staff.save(Staff("li", "李", "supervisor", on_duty=True))
        reply(unit, "li", number, "明天十一点送到", catalogue=desk.catalogue, now=now())
        unit.commit()
    conversation = eventually(desk.store.outbox.troubled)[0].conversation
    eventually(lambda: {row.state for row in desk.store.outbox.latest(conversation)} == {"sent", "failed"})
    user.blocks(False)
    user.sees("明天十一点送到")
    eventually(lambda: not desk.store.outbox.troubled())


def test_nobody_hears_a_voice_so_a_person_is_called(emulator: Emulator, desk: Desk, user: User) -> None:
    """Without speech recognition: a friendly word and a person; in a form the question again, and the voice is kept."""
    user.sends("voice", OGG)
    user.sees("听不了语音")
    user.sees("值班")
    user.say("/menu")
    user.sees("您想办哪一类的事")
    user.say("长者助餐")
    user.sees("多大年纪")
    user.sends("voice", OGG + b"2")
    user.sees("听不了")
    user.sees("多大年纪")
    files_of(desk, user, 2)


class TestHeard:
    """With a command that makes words of voices."""

    @pytest.fixture
    def speech(self, tmp_path: Path) -> Speech:
        """A command that says what the sound's last bytes say, and fails where they say nothing."""
        script = tmp_path / "hear.py"
        script.write_text(
            "import sys; d = open(sys.argv[1], 'rb').read().split(b'!')\n"
            "sys.exit(1) if len(d) < 2 else sys.stdout.buffer.write(d[1])\n"
        )
        return CommandSpeech(f"{sys.executable} {script} {{file}}")

    @pytest.fixture
    def hearing(self, emulator: Emulator, tmp_path: Path, catalogue: Catalogue, speech: Speech) -> Iterator[Desk]:
        """A desk with that command."""
        with Desk(emulator, sqlite(tmp_path), catalogue, files=tmp_path / "files", speech=speech) as desk:
            yield desk

    def test_a_voice_answers_the_question(self, emulator: Emulator, hearing: Desk, user: User) -> None:
        """What was said is read as if it had been typed, and the sound is kept."""
        user.say("/menu")
        user.sees("您想办哪一类的事")
        user.say("长者助餐")
        user.sees("多大年纪")
        user.sends("voice", OGG + b"!" + "七十九了".encode())
        user.sees("住在哪里")
        assert files_of(hearing, user, 1)[0].text == "七十九了"

    def test_what_nobody_could_hear_is_said(self, emulator: Emulator, hearing: Desk, user: User) -> None:
        """The command fails: a friendly word, and a person is called."""
        user.sends("voice", OGG)
        user.sees("听不了语音")
