"""What one message of Telegram's holds beside its words: files, places, a contact, noise."""

from __future__ import annotations

from typing import Any

from actions.desk.ticket import Attachment
from bot.telegram.raw import Unreadable, degree, number, obj, text

FILES = ("photo", "voice", "audio", "video", "video_note", "animation", "document")
NODS = ("👍", "👌", "✅", "🙆", "👎", "❌", "🙅")  # words of yes and no in the lexicon
TONES = "".join(map(chr, range(0x1F3FB, 0x1F400)))  # of skin
NOISE = ("sticker", "dice", "poll", "game", "story", "checklist")  # nothing that could be an answer


def attachments(one: dict[str, Any]) -> tuple[Attachment, ...]:
    """Files, a place, somebody else's contact; the file's url is `telegram:` and the id under which it is fetched."""
    found = [_file(one, kind) for kind in FILES if kind in one and not (kind == "document" and "animation" in one)]
    if "location" in one:
        place = obj(one, "location")
        title = " ".join(filter(None, (text(one.get("venue"), "title"), text(one.get("venue"), "address"))))
        found.append(Attachment("location", text=title, lat=degree(place, "latitude"), lon=degree(place, "longitude")))
    if "contact" in one and not own_phone(one):
        who = obj(one, "contact")
        names = (text(who, "first_name"), text(who, "last_name"), text(who, "phone_number"))
        found.append(Attachment("contact", text=" ".join(filter(None, names))))
    return tuple(found)


def _file(one: dict[str, Any], kind: str) -> Attachment:
    file = one[kind][-1] if kind == "photo" and isinstance(one[kind], list) and one[kind] else one[kind]
    if not isinstance(file, dict):
        raise Unreadable(f"{kind}: not an object")
    return Attachment(kind, url=f"telegram:{text(file, 'file_id')}", text=text(file, "file_name"))


def own_phone(one: dict[str, Any]) -> str:
    """The writer's own number, for which Telegram vouches; a contact of anybody else is none."""
    who, sender = one.get("contact"), one.get("from")
    if not isinstance(who, dict) or not isinstance(sender, dict) or "forward_origin" in one:
        return ""
    return text(who, "phone_number") if who.get("user_id") == number(sender, "id") else ""


def is_noise(one: dict[str, Any]) -> bool:
    """A sticker that says nothing, a die, a poll and the like."""
    return any(kind in one for kind in NOISE) and not nodded(one)


def nodded(one: dict[str, Any]) -> str:
    """The thumb of a sticker, which is as good as a yes or a no; "" of any other."""
    emoji = text(one.get("sticker"), "emoji").rstrip(TONES)
    return emoji if emoji in NODS else ""


def is_service(one: dict[str, Any]) -> bool:
    """What Telegram says by itself (a pin, a timer, a new picture of the chat): nobody wrote anything."""
    said = ("text", "caption", "location", "contact", *FILES, *NOISE)
    return not any(kind in one for kind in said)
