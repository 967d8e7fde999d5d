"""A Bot API server on loopback: real HTTP, strict checks, a record of every call, and people who chat with the bot."""

from tests.emulator.group import Group
from tests.emulator.record import Call
from tests.emulator.server import Emulator
from tests.emulator.user import User

__all__ = ["Call", "Emulator", "Group", "User"]
