"""Raw updates become messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.desk.say import Button, Say
from actions.store import Store
from bot.locale.wording import Wording
from bot.telegram.data import LOOKED_AT, ButtonData
from bot.telegram.incoming import TelegramIncoming
from bot.telegram.raw import Unreadable, dumped
from bot.telegram.update import Update, read, stray_key
from bot.transcript import Transcripts
from tests.conftest import NOW

CHAT = {"id": 1001, "type": "private"}


def message(id: int = 1, **content: Any) -> dict[str, Any]:
    """A message in a private chat."""
    return {"update_id": id, "message": {"message_id": id, "chat": CHAT, "from": {"id": 1001}, **content}}


def edit(id: int = 1, at: int = 50, **content: Any) -> dict[str, Any]:
    """An edit of it."""
    return {"edited_message": message(id, **content)["message"] | {"edit_date": at}}


def press(data: str = "c:menu", id: str = "9", sender: int = 1001) -> dict[str, Any]:
    """A press of a button."""
    below = {"message_id": 3, "chat": CHAT}
    return {"callback_query": {"id": id, "from": {"id": sender}, "message": below, "data": data}}


class AsSent:
    """Buttons that say what they mean."""

    def payload(self, chat: int, data: str) -> str:
        """The same."""
        return data

    def among(self, conversation: str, shown: Iterable[str]) -> AsSent:
        """Itself."""
        return self


def said(*updates: dict[str, Any]) -> Any:
    """What the dialogue reads."""
    return TelegramIncoming(AsSent()).message([dumped(update) for update in updates])


def test_texts_are_joined_in_the_order_written() -> None:
    """Also where they came in another."""
    assert said(message(2, text="乙"), message(1, text="甲")).text == "甲\n乙"


@pytest.mark.parametrize("text", ["/hide", "/hide@nuanxin_bot"])
def test_a_command_with_the_bots_name_is_the_command(text: str) -> None:
    """As groups write it, and as it is passed on."""
    assert said(message(text=text)).text == "/hide"


def test_an_edit_stands_in_its_originals_place() -> None:
    """Waiting together they are the edited message alone, and no correction; whichever came first."""
    for order in ((message(text="79"), edit(text="78")), (edit(text="78"), message(text="79"))):
        found = said(*order)
        assert (found.text, found.edited) == ("78", False)
    assert said(edit(text="78")).edited


@pytest.mark.parametrize(("emoji", "text"), [("👍", "👍"), ("👍🏽", "👍"), ("👎", "👎"), ("😀", ""), ("", "")])
def test_a_thumb_on_a_sticker_is_a_word(emoji: str, text: str) -> None:
    """Old people answer with them; any other sticker says nothing."""
    found = said(message(sticker={"file_id": "A", "emoji": emoji}))
    assert (found.text, found.sticker) == (text, text == "")


def test_an_edit_has_a_key_of_its_own() -> None:
    """The same message twice is one; each edit of it is another; a press is known by its id."""
    updates = [
        read(raw, "7")
        for raw in (
            message(text="一"),
            message(text="一"),
            edit(at=50, text="二"),
            edit(at=51, text="三"),
            press(),
            press(),
        )
    ]
    assert [u.key for u in updates if isinstance(u, Update)] == [
        "tg:7:1001:1:0", "tg:7:1001:1:0", "tg:7:1001:1:50", "tg:7:1001:1:51", "tg:7:press:9", "tg:7:press:9",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("updates", "count"),
    [
        ([message(1, text="a"), message(2, text="b")], 2),
        ([message(1, text="a"), press()], 1),
        ([press(), message(1, text="a")], 1),
        ([message(1, text="a"), message(2, text="/cancel")], 1),
        ([message(1, text="a"), edit(1, text="b")], 2),
        ([message(2, text="a"), edit(1, text="b")], 1),
    ],
)
def test_what_is_read_together(updates: list[dict[str, Any]], count: int) -> None:
    """A press, a command and a correction stand alone."""
    assert TelegramIncoming(AsSent()).together([dumped(update) for update in updates]) == count


def test_everything_that_people_send() -> None:
    """Pictures, voice, places and contacts are attachments; nothing is fetched."""
    found = said(
        message(1, photo=[{"file_id": "small"}, {"file_id": "large"}], caption="看"),
        message(2, voice={"file_id": "v"}),
        message(3, location={"latitude": 22.5, "longitude": 114}),
        message(4, document={"file_id": "d", "file_name": "低保.pdf"}),
        message(5, contact={"phone_number": "13800000000", "first_name": "李"}),
    )
    assert [(a.kind, a.url, a.text) for a in found.attachments] == [
        ("photo", "telegram:large", ""), ("voice", "telegram:v", ""), ("location", "", ""),
        ("document", "telegram:d", "低保.pdf"), ("contact", "", "李 13800000000"),
    ]  # fmt: skip
    assert (found.attachments[2].lat, found.attachments[2].lon) == (22.5, 114.0)
    assert found.text == "看"


def test_a_sticker_is_one() -> None:
    """Alone it is noise, beside words it does not matter."""
    assert said(message(1, sticker={"file_id": "s"})).sticker
    assert not said(message(1, sticker={"file_id": "s"}), message(2, text="好")).sticker


def test_a_lone_surrogate_can_be_stored() -> None:
    """Valid JSON, but no text: it is replaced."""
    assert said(message(text="a\ud800")).text == "a?"


def test_groups_and_other_kinds_are_left_alone() -> None:
    """They are not for the desk."""
    assert read({"message": {"message_id": 1, "chat": {"id": -1, "type": "supergroup"}, "text": "x"}}, "7") is None
    assert read({"poll": {}}, "7") is None


@pytest.mark.parametrize(
    "raw",
    [
        None, [], {"message": None}, {"message": {"chat": CHAT}}, {"message": {"chat": CHAT, "message_id": True}},
        message(text=5), message(location={"latitude": "x", "longitude": 1}), message(photo=7),
        press(sender=5), press(id=""), press(data=""), press(id="9" * 65),
        {"message": {"chat": {"id": 1 << 63, "type": "private"}, "message_id": 1}},
    ],
)  # fmt: skip
def test_what_nobody_can_read(raw: Any) -> None:
    """Is told from what can be read, a press by somebody else too."""
    with pytest.raises(Unreadable):
        read(raw, "7")


WORDS = """id type chat from text message message_id data
photo voice location contact venue"""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        WORDS.split()
    ), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["message", "edited_message", "callback_query", "update_id"]), JSON) | JSON)
def test_any_json_is_read_or_unreadable(raw: Any) -> None:
    """Nothing else comes out, and a key for setting it aside can be made."""
    try:
        read(raw, "7")
    except Unreadable:
        assert len(stray_key(raw, "7")) < 200


def test_a_talk_is_read_with_its_oldest_press(sqlite_url: str, make_store: Callable[[str], Store]) -> None:
    """Staff, and whoever takes their own data, read what was pressed long ago; to the desk that button is past."""
    store = make_store(sqlite_url)
    data = ButtonData(store)
    talk = store.conversation_id("telegram", "1001")
    sent = data.of(talk, "c:menu")
    store.inbox.put("1", "telegram", "1001", dumped(press(sent)), NOW + timedelta(seconds=1))
    menu = Say("say.words", {"words": "您好"}, (Button("button.menu", "c:menu"),))
    with store.unit() as unit:
        unit.outbox.put(talk, [menu, *(Say("say.words", {"words": str(n)}) for n in range(LOOKED_AT))], lane="notice")
        unit.commit()
    transcripts = Transcripts(store, Wording("Asia/Shanghai"), {"telegram": TelegramIncoming(data)})
    lines = transcripts.read(talk, "telegram", 1000)
    assert [line.text for line in lines if line.person] == [lines[0].buttons[0]] and data.payload(1001, sent) == "past"


def test_last_words_look_no_button_up(
    sqlite_url: str, make_store: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The board reads them for everybody who rings, again and again: a press is passed over as it stands."""
    store = make_store(sqlite_url)
    data, looked = ButtonData(store), list[str]()
    for n, raw in enumerate((message(text="他又来了"), press(id="8"), press(id="9"))):
        store.inbox.put(str(n), "telegram", "1001", dumped(raw), NOW + timedelta(seconds=n))
    monkeypatch.setattr(ButtonData, "explained", lambda _, talk, sent: looked.append(sent))
    transcripts = Transcripts(store, Wording("Asia/Shanghai"), {"telegram": TelegramIncoming(data)})
    assert transcripts.last_words(store.conversation_id("telegram", "1001"), "telegram") == "他又来了"
    assert looked == []
