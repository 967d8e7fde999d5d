"""The methods of the Bot API, on the server's state. Each is called with the server's lock held."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.emulator.checks import check_commands, check_markup, check_text
from tests.emulator.record import Refusal

if TYPE_CHECKING:
    from tests.emulator.server import Emulator
    from tests.emulator.user import User

BOT = {"id": 700001, "is_bot": True, "first_name": "Nuanxin", "username": "nuanxin_test_bot"}


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
    user = _reached(server, params)
    text = check_text(params.get("text"))
    markup = params.get("reply_markup")
    check_markup(markup)
    message = user.received(text.strip(), markup)
    server.changed.notify_all()
    return message


def editmessagetext(server: Emulator, params: dict[str, Any]) -> Any:
    """Another text, and other buttons, for a message of the bot's."""
    user = _reached(server, params)
    check_markup(params.get("reply_markup"))
    for message in user.messages:
        if message["message_id"] == params.get("message_id"):
            message["text"] = check_text(params.get("text"))
            message["reply_markup"] = params.get("reply_markup")
            server.changed.notify_all()
            return message
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
    deletewebhook, setwebhook, getwebhookinfo, getfile,
)}  # fmt: skip


def _reached(server: Emulator, params: dict[str, Any]) -> User:
    user = server.users.get(params.get("chat_id", 0))
    if user is None or not user.started:
        raise Refusal(400, "Bad Request: chat not found")
    if user.blocked:
        raise Refusal(403, "Forbidden: bot was blocked by the user")
    return user
