"""A desk as a process of its own with people on two channels, for staff who work in browsers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.desk.person import Staff
from actions.desk.ticket import Ticket
from tests.e2e.console import HASH
from tests.e2e.desk import Citizen
from tests.emulator import Emulator, User
from tests.emulator.desk import sqlite
from tests.eventually import WITHIN
from tests.faults.stage import Launcher, Stage, listens
from tests.ports import free_port

CITIZENS = int(os.environ.get("CITIZENS", "2"))


class OnTelegram:
    """Somebody who writes to the bot."""

    def __init__(self, user: User) -> None:
        self.say, self.press, self._user = user.say, user.press, user

    def sees(self, words: str) -> str:
        """Wait for a message that holds these words."""
        text: str = self._user.sees(words, within=WITHIN)["text"]
        return text


class OnRest:
    """Somebody on the REST channel, as a page of another house is."""

    def __init__(self, citizen: Citizen) -> None:
        self.say, self.press, self._citizen = citizen.say, citizen.press, citizen

    def sees(self, words: str) -> str:
        """In what came back, or in what comes by itself."""
        if words not in self._citizen.text:
            with self._citizen.listening() as events:
                events.until(words)
        return self._citizen.text


type Person = OnTelegram | OnRest


class Town:
    """A desk as a process of its own, with Telegram; people on both channels, three of the staff in browsers."""

    def __init__(self, stage: Stage, emulator: Emulator) -> None:
        self.stage, port = stage, free_port()
        self.url = f"http://127.0.0.1:{port}"
        with stage.store.unit() as unit:
            for name, role in (("li", "agent"), ("wang", "agent"), ("chief", "supervisor")):
                unit.staff.save(Staff(name, f"同事{name}", role, on_duty=True, password_hash=HASH))
            unit.commit()
        stage.start(port=port)
        listens(self.url)
        self._citizens = [Citizen(self.url, f"citizen-{n}") for n in range(1, CITIZENS, 2)]
        self.people: list[Person] = [
            OnRest(self._citizens[n // 2]) if n % 2 else OnTelegram(emulator.user(3000 + n, f"市民{n}"))
            for n in range(CITIZENS)
        ]

    def close(self) -> None:
        """Everybody hangs up."""
        for citizen in self._citizens:
            citizen.close()
        self.stage.end()

    def ticket(self, number: str) -> Ticket:
        """The request as it is kept."""
        with self.stage.store.unit(reading=True) as unit:
            found = unit.tickets.by_number(number)
        assert found is not None
        return found

    def forgets(self, number: str) -> None:
        """Nobody takes it up in time; of what is urgent staff are told day and night."""
        now = datetime.now(UTC)
        with self.stage.store.unit() as unit:
            ticket = unit.tickets.by_number(number, lock=True)
            assert ticket is not None
            ticket.clock, ticket.acts_at = "urgent", now
            ticket.due = replace(ticket.due, taken_up=now - timedelta(minutes=1))
            unit.tickets.save(ticket)
            unit.commit()


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Until all is said."""
    launcher = Launcher()
    with Emulator() as emulator:
        stage = Stage(launcher, emulator, sqlite(tmp_path), tmp_path)
        town = Town(stage, emulator)
        yield town
        town.close()
    launcher.close()
