"""The turn: a pure function from a conversation and a message to replies and commands."""

from actions.dialogue.button import pressed, typed
from actions.dialogue.codec import dump, restore
from actions.dialogue.crisis import alarm_of, hints
from actions.dialogue.decision import Verdict, decide
from actions.dialogue.gate import Alarm, gate
from actions.dialogue.impersonal import impersonal
from actions.dialogue.manner import dressed
from actions.dialogue.needs import before, cuts, parts
from actions.dialogue.outcome import after, together
from actions.dialogue.status import proven
from actions.dialogue.turn import needs_understanding, turn

__all__ = [
    "Alarm",
    "Verdict",
    "after",
    "alarm_of",
    "before",
    "cuts",
    "decide",
    "dressed",
    "dump",
    "gate",
    "hints",
    "impersonal",
    "needs_understanding",
    "parts",
    "pressed",
    "proven",
    "restore",
    "together",
    "turn",
    "typed",
]
