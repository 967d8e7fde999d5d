"""The desk's store for one command: a refusal is told in a sentence, and connections are given back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from actions.store.store import Store


@contextmanager
def opened() -> Iterator[Store]:
    """The store, closed afterwards; raises Failure for what the desk refuses."""
    from actions.desk.access import NotFoundError
    from actions.desk.hand_over import TakenError
    from actions.desk.ports import StaleError
    from actions.desk.staff_work import NotPossibleError
    from bot.failures import Failure
    from bot.settings import read_settings
    from bot.wiring import open_desk_store

    store = open_desk_store(read_settings())
    try:
        yield store
    except (NotFoundError, TakenError, NotPossibleError) as error:
        raise Failure(str(error)) from None
    except StaleError:
        raise Failure("somebody else changed the same just now; look at it again and repeat") from None
    finally:
        store.close()


def zone() -> ZoneInfo:
    """The time zone of the place that the desk serves."""
    from bot.settings import read_settings
    from bot.wiring import read_catalogue

    return ZoneInfo(read_catalogue(read_settings()).place.timezone)
