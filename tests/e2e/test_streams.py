"""Readers of events who go away leave nothing behind in the desk."""

from __future__ import annotations

import socket

import pytest

from bot.signals import LocalSignals
from tests.e2e.console import House, house
from tests.eventually import eventually

__all__ = ["house"]
READERS = 12


def listeners(house: House) -> int:
    """How many ears there are for talks' topics."""
    signals = house.desk.signals
    assert isinstance(signals, LocalSignals)
    return sum(len(ears) for topic, ears in dict(signals._ears).items() if topic.startswith(("talk", "typing")))


@pytest.mark.parametrize("waits", [True, False])
def test_a_reader_who_goes_before_the_first_event_is_forgotten(house: House, waits: bool) -> None:
    """Whether the stream was open already or the line was cut right behind the request: no ear stays."""
    before = listeners(house)
    host, port = house.url.removeprefix("http://").split(":")
    readers = []
    for number in range(READERS):
        reader = socket.create_connection((host, int(port)), timeout=20)
        reader.sendall(f"GET /webhooks/rest/events?sender=gone-{number} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        readers.append(reader)
    if waits:
        eventually(lambda: listeners(house) >= before + READERS)
    for reader in readers:
        reader.close()
    eventually(lambda: listeners(house) == before)
    connection = socket.create_connection((host, int(port)), timeout=20)  # whatever came before has been looked at
    connection.sendall(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert b"200" in connection.recv(100)
    connection.close()
    eventually(lambda: listeners(house) == before)
