"""Updates of the staff's group."""

from __future__ import annotations

import pytest

from bot.telegram.group import read_group

GROUP = -1001


@pytest.mark.parametrize(("is_bot", "thread", "replied"), [(True, 3, 7), (False, 3, 0), (True, 7, 0)])
def test_a_reply_to_a_colleague_is_none_to_the_desk(is_bot: bool, thread: int, replied: int) -> None:
    """It is not looked for among the desk's messages, nor is what opened the topic, to which all of it replies."""
    chat, first = {"id": GROUP, "type": "supergroup"}, {"message_id": 7, "from": {"id": 9, "is_bot": is_bot}}
    one = {"message_id": 8, "date": 1, "chat": chat, "from": {"id": 5}, "text": "好", "reply_to_message": first}
    one |= {"message_thread_id": thread, "is_topic_message": True}
    found = read_group({"message": one}, "1", GROUP)
    assert found is not None and found.replied == replied
