"""What the Bot API refuses."""

from __future__ import annotations

from typing import Any

from tests.emulator.record import Refusal

SEND = {
    "chat_id", "text", "reply_markup", "link_preview_options", "disable_notification", "protect_content", "entities",
    "message_thread_id", "reply_parameters",
}  # fmt: skip
TOPIC = {"chat_id", "message_thread_id"}
KNOWN = {
    "getme": set[str](),
    "getupdates": {"offset", "limit", "timeout", "allowed_updates"},
    "sendmessage": SEND,
    "editmessagetext": {"chat_id", "message_id", "text", "reply_markup", "link_preview_options"},
    "answercallbackquery": {"callback_query_id", "text", "show_alert"},
    "setmycommands": {"commands", "scope", "language_code"},
    "sendchataction": {"chat_id", "action", "message_thread_id"},
    "deletemycommands": {"scope", "language_code"},
    "deletemessages": {"chat_id", "message_ids"},
    "deletewebhook": {"drop_pending_updates"},
    "setwebhook": {"url", "secret_token", "allowed_updates", "drop_pending_updates", "max_connections"},
    "getwebhookinfo": set[str](),
    "getfile": {"file_id"},
    "copymessage": {"chat_id", "from_chat_id", "message_id", "message_thread_id", "reply_markup"},
    "senddocument": {"chat_id", "document", "caption", "disable_content_type_detection"},
    "getchat": {"chat_id"},
    "getchatmember": {"chat_id", "user_id"},
    "createforumtopic": {"chat_id", "name"},
    "reopenforumtopic": TOPIC,
    "deleteforumtopic": TOPIC,
}


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def check_names(method: str, params: dict[str, Any]) -> None:
    """A parameter that this emulator does not know is a mistake of the caller's."""
    if unknown := params.keys() - KNOWN[method]:
        raise Refusal(400, f"Bad Request: unknown parameters {sorted(unknown)}")


def check_text(text: Any) -> str:
    """Of 1 to 4,096 units."""
    if not isinstance(text, str) or not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if units(text) > 4096:
        raise Refusal(400, "Bad Request: message is too long")
    return text


def check_caption(text: str) -> str:
    """Of at most 1,024 units."""
    if units(text) > 1024:
        raise Refusal(400, "Bad Request: message caption is too long")
    return text


def check_markup(markup: Any) -> None:
    """An inline keyboard or a keyboard, whole."""
    if markup is None:
        return
    if not isinstance(markup, dict) or len(markup.keys() & {"inline_keyboard", "keyboard", "remove_keyboard"}) != 1:
        raise Refusal(400, "Bad Request: object expected as reply markup")
    for row in markup.get("inline_keyboard", ()):
        for button in row:
            data = button.get("callback_data", "")
            if not button.get("text"):
                raise Refusal(400, "Bad Request: text of a button is empty")
            if not 1 <= len(data.encode()) <= 64:
                raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    if "keyboard" in markup and not (markup["keyboard"] and all(row for row in markup["keyboard"])):
        raise Refusal(400, "Bad Request: keyboard is empty")
    if sum(len(row) for row in markup.get("inline_keyboard", ())) > 100:
        raise Refusal(400, "Bad Request: too many buttons")


def check_commands(commands: Any) -> None:
    """At most 100, lower case, described."""
    if not isinstance(commands, list) or len(commands) > 100:
        raise Refusal(400, "Bad Request: BOT_COMMANDS_INVALID")
    for one in commands:
        name, words = one.get("command", ""), one.get("description", "")
        if not (name.isascii() and name == name.lower() and 1 <= len(name) <= 32 and 1 <= units(words) <= 256):
            raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
