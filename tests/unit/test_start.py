"""What is made ready before the first message."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from actions import dialogue
from actions.dialogue.shapes import Conversation, Message, Understanding, View
from bot.demo import _warm
from tests.conftest import NOW
from tests.known import known


def test_the_first_message_waits_for_no_rules_to_be_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would hold up everybody for a second or two, on a busy machine beyond what a post waits."""
    catalogue = known()
    _warm(catalogue)

    def compiled(*_: object) -> None:
        raise AssertionError("the gate's rules were compiled during a turn")

    monkeypatch.setattr(import_module("actions.dialogue.gate"), "_compiled", compiled)
    said = dialogue.turn(Conversation("c", "p"), Message("菜单"), Understanding(), View(), catalogue, NOW)
    assert said.replies


def test_a_command_on_tickets_loads_neither_the_dialogue_nor_the_migrations(tmp_path: Path) -> None:
    """Whoever types one waits for what it needs; tables that are up to date need no Alembic."""
    code = """
import sys
from pathlib import Path
from bot.settings import Settings
from bot.wiring import open_desk_store
home = Path(sys.argv[1])
open_desk_store(Settings(home=home)).close()
print(*sorted({"alembic", "actions.dialogue", "telegram", "fastapi"} & set(sys.modules)))
"""
    words = [sys.executable, "-c", code, str(tmp_path)]
    made, up_to_date = (
        subprocess.run(words, capture_output=True, text=True, check=True, cwd=tmp_path).stdout.strip() for _ in range(2)
    )
    assert (made, up_to_date) == ("alembic", "")


def test_a_role_loads_only_what_it_needs(tmp_path: Path) -> None:
    """Who shows nobody a page loads no pages, and who asks understanding nothing no client: a second of its start."""
    code = """
import sys
from pathlib import Path
from bot.serve import _app, _telegram
from bot.settings import Settings
from bot.wiring import open_desk, read_catalogue
settings = Settings(home=Path(sys.argv[1]))
desk = open_desk(settings, read_catalogue(settings), "")
_app("delivery", desk, None)
_telegram(desk)
print(*sorted({"aiohttp", "fastapi", "jinja2", "telegram"} & set(sys.modules)))
"""
    words = [sys.executable, "-c", code, str(tmp_path)]
    assert subprocess.run(words, capture_output=True, text=True, check=True, cwd=tmp_path).stdout.strip() == ""
