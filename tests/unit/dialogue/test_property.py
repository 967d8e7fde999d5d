"""Whatever is sent: no error, never no reply, and no value lost without a word."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.desk.commands import OpenTicket
from actions.dialogue import dump, restore, turn
from actions.dialogue.keys import KEYS
from actions.dialogue.shapes import AWAY, Conversation, Message, Understanding, View
from tests.unit.dialogue.talk import NOW, catalogue, ticket, understood

SERVICES = sorted(catalogue().services)
INTENTS = sorted(catalogue().intents)
PHRASES = (
    """
78|好的|不对 是翠竹街道|不对|返回|跳过|算了|不知道|人工|English|2|明天|是|不是|我妈78岁住罗湖区翠竹街道12号
还有一件事，想装扶手
我不想活了|隔壁又在打孩子|继续|菜单|保密|改一下|NX-261122-000013|？？？|谢谢|什么|5|对了，我上次报的那件事呢|没解决|帮助
""".strip()
    .replace("\n", "|")
    .split("|")
)
texts = st.one_of(st.sampled_from(PHRASES), st.text(max_size=40))
heard = st.one_of(
    st.just(Understanding()),
    st.just(AWAY),
    st.builds(understood, st.sampled_from(SERVICES + INTENTS), st.sampled_from([0.2, 0.5, 0.9])),
)
buttons = st.one_of(
    st.integers(0, 9),
    st.sampled_from(
        [
            "n:meal_service",
            "c:menu",
            "c:person",
            "f:confirm",
            "f:keep",
            "q:yes",
            "r:continue:x",
            "rate:x",
            "t:show",
            ":",
            "a:b",
        ]
    ),
)
moves = st.lists(st.one_of(st.tuples(texts, heard), buttons), min_size=1, max_size=12)
LOUD = {
    "form.kept",
    "form.deleted",
    "form.rests",
    "form.corrected",
    "form.stop_ask",
    "form.left",
    "talk.past",
    "form.started",
}


def message(move: object, conversation: Conversation) -> tuple[Message, Understanding]:
    """Words, a button shown last, or a payload out of nowhere."""
    if isinstance(move, tuple):
        return Message(text=move[0]), move[1]
    if isinstance(move, str):
        return Message(pressed=move), Understanding()
    shown = [b for s in conversation.last for b in s.buttons]
    return Message(pressed=shown[int(str(move)) % len(shown)].payload if shown else "c:menu"), Understanding()


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(moves)
def test_any_talk_goes_on(told: list[object]) -> None:
    """Every turn says something or asks something of the desk, in keys that have words, and survives the store."""
    conversation, view = Conversation("c", "p"), View(tickets=(ticket(),))
    for move in told:
        sent, understanding = message(move, conversation)
        before = conversation.form
        done = turn(conversation, sent, understanding, view, catalogue(), NOW)
        assert done.replies or done.commands
        assert all(s.key in KEYS and set(s.params) <= set(KEYS[s.key]) for s in done.replies)
        conversation = restore(dump(done.conversation))
        assert conversation == done.conversation
        if before is not None and before.values:
            held = [
                f for f in (conversation.form, *conversation.parked) if f is not None and f.service == before.service
            ]
            sent_on = any(isinstance(c, OpenTicket) or hasattr(c, "details") for c in done.commands)
            told_so = {s.key for s in done.replies} & LOUD or any(s.key.startswith("crisis.") for s in done.replies)
            assert held or sent_on or told_so or before.stage == "failed", [s.key for s in done.replies]


@given(st.text(max_size=200))
@settings(max_examples=100)
def test_any_text_in_a_form_is_answered(text: str) -> None:
    """The open question survives any text."""
    first = turn(Conversation("c", "p"), Message(pressed="n:meal_service"), Understanding(), View(), catalogue(), NOW)
    done = turn(first.conversation, Message(text=text), Understanding(), View(), catalogue(), NOW)
    assert done.replies or done.commands
