"""The methods of the Bot API, on the server's state. Each is called with the server's lock held."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.emulator.checks import check_caption, check_commands, check_markup, check_text
from tests.emulator.group import Group, Topic
from tests.emulator.record import Refusal

if TYPE_CHECKING:
    from tests.emulator.server import Emulator
    from tests.emulator.user import User

BOT = {"id": 700001, "is_bot": True, "first_name": "Nuanxin", "username": "nuanxin_test_bot"}

GIFTS = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), False) | {
    "gifts_from_channels": False
}
RIGHTS = dict.fromkeys(
    (
        "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
        "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
        "can_delete_stories",
    ),
    False,
)  # fmt: skip


def getme(_: Emulator, __: dict[str, Any]) -> Any:
    """Who the bot is."""
    return BOT | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}


def getupdates(server: Emulator, params: dict[str, Any]) -> Any:
    """Wait for updates; an offset confirms all before it; a second poller ends the first with 409."""
    if server.webhook:
        raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
    offset = params.get("offset")
    if isinstance(offset, int) and offset < 0:
        server.updates[:] = server.updates[offset:]
    elif isinstance(offset, int):
        server.updates[:] = [u for u in server.updates if u.get("update_id", offset) >= offset]
    server.poller += 1
    mine, until = server.poller, time.monotonic() + params.get("timeout", 0)
    server.changed.notify_all()
    while not server.updates and mine == server.poller and not server.closed:
        left = until - time.monotonic()
        if left <= 0 or not server.changed.wait(left):
            break
    if mine != server.poller:
        raise Refusal(409, "Conflict: terminated by other getUpdates request")
    return list(server.updates[: params.get("limit", 100)])


def sendmessage(server: Emulator, params: dict[str, Any]) -> Any:
    """A message of the bot's."""
    chat = _reached(server, params)
    text = check_text(params.get("text"))
    check_markup(params.get("reply_markup"))
    message = chat.received({"text": text.strip()}, params)
    server.changed.notify_all()
    return message


def copymessage(server: Emulator, params: dict[str, Any]) -> Any:
    """A message of another chat, without its sender."""
    chat = _reached(server, params)
    found = server.kept.get((params.get("from_chat_id", 0), params.get("message_id", 0)))
    if found is None:
        raise Refusal(400, "Bad Request: message to copy not found")
    named = ("message_id", "date", "chat", "from", "message_thread_id", "is_topic_message", "reply_to_message")
    content = {k: v for k, v in found.items() if k not in named}
    message = chat.received({"text": content.get("caption", ""), **content}, params)
    server.changed.notify_all()
    return {"message_id": message["message_id"]}


def senddocument(server: Emulator, params: dict[str, Any]) -> Any:
    """A file of the bot's, with words below it."""
    chat = _reached(server, params)
    name, data = params["document"]
    document = server.file(data) | {"file_name": name}
    message = chat.received({"text": check_caption(params.get("caption", "")), "document": document}, params)
    server.changed.notify_all()
    return {k: v for k, v in message.items() if k != "text"}


def editmessagetext(server: Emulator, params: dict[str, Any]) -> Any:
    """Another text, and other buttons, for a message of the bot's."""
    chat = _reached(server, params)
    check_markup(params.get("reply_markup"))
    for message in chat.messages:
        if message["message_id"] == params.get("message_id"):
            text, markup = check_text(params.get("text")), params.get("reply_markup")
            if (message["text"], message.get("reply_markup")) == (text, markup):
                raise Refusal(400, "Bad Request: message is not modified: specified new message content is the same")
            message |= {"text": text, "reply_markup": markup, "edited": True}
            server.changed.notify_all()
            return {k: v for k, v in message.items() if k not in ("edited", "reply_markup", "replies")}
    raise Refusal(400, "Bad Request: message to edit not found")


def answercallbackquery(server: Emulator, params: dict[str, Any]) -> Any:
    """The button stops turning."""
    if params.get("callback_query_id") not in server.presses:
        raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    server.presses.discard(params["callback_query_id"])
    server.changed.notify_all()
    return True


def setmycommands(server: Emulator, params: dict[str, Any]) -> Any:
    """The list of commands in a language."""
    check_commands(params.get("commands"))
    server.commands[params.get("language_code", "")] = params["commands"]
    return True


def getchat(server: Emulator, params: dict[str, Any]) -> Any:
    """What a chat is."""
    group = _group(server, params)
    return group.chat | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS}


def getchatmember(server: Emulator, params: dict[str, Any]) -> Any:
    """What the bot may do in a group."""
    group = _group(server, params)
    if not group.administrator:
        return {"status": "member", "user": BOT}
    return {"status": "administrator", "user": BOT, "can_be_edited": False, "can_manage_topics": True, **RIGHTS}


def createforumtopic(server: Emulator, params: dict[str, Any]) -> Any:
    """A new topic."""
    group, name = _group(server, params), params.get("name", "")
    if not group.forum:
        raise Refusal(400, "Bad Request: the chat is not a forum")
    if not 1 <= len(name) <= 128:
        raise Refusal(400, "Bad Request: TOPIC_TITLE_INVALID")
    thread = group.number()
    group.topics[thread] = Topic(name)
    server.changed.notify_all()
    return {"message_thread_id": thread, "name": name, "icon_color": 7322096}


def reopenforumtopic(server: Emulator, params: dict[str, Any]) -> Any:
    """A topic is open again."""
    _topic(server, params).closed = False
    return True


def deleteforumtopic(server: Emulator, params: dict[str, Any]) -> Any:
    """A topic and all its messages are gone."""
    group, thread = _group(server, params), params.get("message_thread_id", 0)
    _topic(server, params)
    del group.topics[thread]
    group.messages[:] = [m for m in group.messages if m.get("message_thread_id") != thread]
    server.changed.notify_all()
    return True


def deletemycommands(server: Emulator, params: dict[str, Any]) -> Any:
    """No list of commands there."""
    return True


def deletemessages(server: Emulator, params: dict[str, Any]) -> Any:
    """Messages of both sides leave a private chat."""
    chat, ids = _reached(server, params), params.get("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
        raise Refusal(400, "Bad Request: message identifiers are not specified")
    chat.messages[:] = [m for m in chat.messages if m["message_id"] not in ids]
    server.deleted |= {(params["chat_id"], id) for id in ids}
    server.changed.notify_all()
    return True


def sendchataction(server: Emulator, params: dict[str, Any]) -> Any:
    """ "is typing"."""
    _reached(server, params)
    return True


def deletewebhook(server: Emulator, params: dict[str, Any]) -> Any:
    """Polling is possible again."""
    server.webhook = ""
    if params.get("drop_pending_updates"):
        server.updates.clear()
    return True


def setwebhook(server: Emulator, params: dict[str, Any]) -> Any:
    """Updates are posted there from now on."""
    server.webhook, server.secret = params.get("url", ""), params.get("secret_token", "")
    server.changed.notify_all()
    return True


def getfile(server: Emulator, params: dict[str, Any]) -> Any:
    """Where a file's bytes are, for an hour."""
    data = server.files.get(params.get("file_id", ""))
    if data is None:
        raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    if len(data) > 20 * 1024 * 1024:
        raise Refusal(400, "Bad Request: file is too big")
    id = params["file_id"]
    return {"file_id": id, "file_unique_id": f"u{id}", "file_size": len(data), "file_path": f"documents/{id}"}


def getwebhookinfo(server: Emulator, _: dict[str, Any]) -> Any:
    """Whether there is a webhook."""
    return {"url": server.webhook, "has_custom_certificate": False, "pending_update_count": len(server.updates)}


METHODS = {f.__name__: f for f in (
    getme, getupdates, sendmessage, editmessagetext, answercallbackquery, setmycommands, sendchataction,
    deletewebhook, setwebhook, getwebhookinfo, getfile, copymessage, getchat, getchatmember, createforumtopic,
    reopenforumtopic, deleteforumtopic, deletemycommands, deletemessages, senddocument,
)}  # fmt: skip


def _reached(server: Emulator, params: dict[str, Any]) -> User | Group:
    chat = params.get("chat_id", 0)
    if chat in server.groups:
        return server.groups[chat]
    user = server.users.get(chat)
    if user is None or not user.started:
        raise Refusal(400, "Bad Request: chat not found")
    if user.blocked:
        raise Refusal(403, "Forbidden: bot was blocked by the user")
    return user


def _group(server: Emulator, params: dict[str, Any]) -> Group:
    group = server.groups.get(params.get("chat_id", 0))
    if group is None:
        raise Refusal(400, "Bad Request: chat not found")
    if group.moved_to:
        raise Refusal(
            400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=group.moved_to
        )
    return group


def _topic(server: Emulator, params: dict[str, Any]) -> Topic:
    topic = _group(server, params).topics.get(params.get("message_thread_id", 0))
    if topic is None:
        raise Refusal(400, "Bad Request: TOPIC_ID_INVALID")
    return topic
