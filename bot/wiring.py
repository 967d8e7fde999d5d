"""The one place where the pieces are put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.keys import keyring
from bot.settings import Settings
from data.catalogue import HERE, load
from data.model import Catalogue

if TYPE_CHECKING:
    from actions.store.store import Store
    from bot.files import Folder
    from bot.incoming import Incoming
    from bot.locale.wording import Wording
    from bot.pacing import Pace
    from bot.signals import Signals
    from bot.speech import Speech
    from bot.turn_shapes import Beside
    from bot.turns import Turns
    from bot.understanding import Asker
    from bot.web.talk import Talk


def read_catalogue(settings: Settings, folder: Path = HERE) -> Catalogue:
    """What the desk knows, for this deployment; raises DataError."""
    return load(folder, settings.services_folder, settings.jurisdiction)


def open_desk_store(settings: Settings) -> Store:
    """The store, its tables brought up to date; raises StoreError or Failure."""
    from actions.store.store import open_store

    store = open_store(settings.database, keyring(settings))
    store.told = bool(settings.webhook_url)
    store.migrate()
    return store


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that one process works with."""

    settings: Settings
    catalogue: Catalogue
    store: Store
    signals: Signals
    wording: Wording
    asker: Asker
    turns: Turns
    talks: dict[str, Talk]
    incoming: dict[str, Incoming]
    speech: Speech | None
    folder: Folder
    demonstration: bool  # on this machine only, without TLS: REST is open, a password is enough for staff
    _paces: dict[str, Pace] = field(default_factory=dict)

    def pace(self, budget: str) -> Pace:
        """The budget of a bot, one for all of this process, and shared by all processes where there is Redis."""
        from bot.pacing import LocalPace, RedisPace

        if budget not in self._paces:
            url = self.settings.redis_url.get_secret_value()
            self._paces[budget] = RedisPace(url, budget) if url else LocalPace()
        return self._paces[budget]

    async def close(self) -> None:
        """Close connections."""
        for pace in self._paces.values():
            await pace.close()
        await self.asker.close()
        await self.signals.close()
        self.store.close()


def open_desk(settings: Settings, catalogue: Catalogue, nlu_url: str, *, demonstration: bool = False) -> Desk:
    """A desk over this deployment's store, asking understanding at `nlu_url`."""
    from bot.files import Folder
    from bot.locale.wording import Wording
    from bot.speech import speech as speech_of
    from bot.turns import Turns
    from bot.understanding import Asker
    from bot.web.talk import Talk

    store, signals, wording = open_desk_store(settings), _signals(settings), Wording(catalogue.place.timezone)
    asker = Asker(nlu_url, settings.understanding_timeout)
    incoming, speech = incomings(store), speech_of(settings)
    beside = _beside(settings, catalogue, wording, store, incoming)
    turns = Turns(store, catalogue, asker, signals, incoming, hears=speech is not None, beside=beside)
    return Desk(
        settings=settings,
        catalogue=catalogue,
        store=store,
        signals=signals,
        wording=wording,
        asker=asker,
        turns=turns,
        talks={channel: Talk(channel, store, turns, signals, wording) for channel in ("rest", "web")},
        incoming=incoming,
        speech=speech,
        folder=Folder(settings.files, store.vault),
        demonstration=demonstration and settings.loopback,
    )


def _beside(
    settings: Settings, catalogue: Catalogue, wording: Wording, store: Store, incoming: dict[str, Incoming]
) -> Beside | None:
    """The staff's room, where there is Telegram."""
    if not settings.telegram_token.get_secret_value():
        return None
    from bot.telegram.service import staff_room

    return staff_room(catalogue, wording, store, incoming)


def incomings(store: Store) -> dict[str, Incoming]:
    """How the raw messages of each channel are read."""
    from bot.incoming import PlainIncoming
    from bot.telegram.data import ButtonData
    from bot.telegram.incoming import TelegramIncoming

    plain = PlainIncoming()
    return {
        "rest": plain,
        "web": plain,
        "open311": plain,
        "phone": plain,
        "telegram": TelegramIncoming(ButtonData(store)),
    }


def _signals(settings: Settings) -> Signals:
    from bot.signals import LocalSignals, RedisSignals

    url = settings.redis_url.get_secret_value()
    return RedisSignals(url) if url else LocalSignals()
