"""Words of somebody's that must stand nowhere in plain text, and the search for them."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.carry import carry
from tests.e2e.desk import Citizen

NAME, PHONE, STREET = "欧阳暖暖", "13800001357", "翠竹路五号三零二"
# also as JSON and as Redis's own monitor would write them
PLANTED = [
    form
    for word in (NAME, PHONE, STREET)
    for form in (word.encode(), word.encode("unicode-escape"), repr(word.encode())[2:-1].encode())
]
MEAL = {
    "age": "83",
    "address": f"深圳市罗湖区{STREET}",
    "dining": "送到家里",
    "start": "明天",
    "name": NAME,
    "phone": PHONE,
}


def tell(person: Citizen) -> None:
    """A request and more words, with name, phone and street in them."""
    carry(person, "meal_service", "长者助餐", MEAL)
    person.say(f"我叫{NAME}，电话{PHONE}，住{STREET}")


def holding(*places: Path) -> list[str]:
    """Files that hold one of the words."""
    files = [file for place in places for file in (place.rglob("*") if place.is_dir() else [place]) if file.is_file()]
    return [str(file) for file in files if any(word in file.read_bytes() for word in PLANTED)]


def plain(value: object) -> bytes:
    """A row, or rows, as bytes to search in."""
    if isinstance(value, bytes):
        return value + b"\n"
    if isinstance(value, list | tuple):
        return b"".join(map(plain, value))
    return str(value).encode() + b"\n"
