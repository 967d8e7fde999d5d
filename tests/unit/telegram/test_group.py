"""Updates of the staff's group."""

from __future__ import annotations

import pytest

from bot.telegram.group import read_group

GROUP = -1001


@pytest.mark.parametrize(("is_bot", "replied"), [(True, 7), (False, 0)])
def test_a_reply_to_a_colleague_is_none_to_the_desk(is_bot: bool, replied: int) -> None:
    """It is not looked for among the desk's messages, which would hold up whoever wrote meanwhile."""
    chat, first = {"id": GROUP, "type": "supergroup"}, {"message_id": 7, "from": {"id": 9, "is_bot": is_bot}}
    one = {"message_id": 8, "date": 1, "chat": chat, "from": {"id": 5}, "text": "好", "reply_to_message": first}
    found = read_group({"message": one}, "1", GROUP)
    assert found is not None and found.replied == replied
