"""Each turn is counted for the figures, without a word of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from actions.desk.commands import CallPerson, Command
from actions.desk.counted import CountedTalk
from actions.desk.counting import local_day
from actions.desk.results import IncidentRaised, PersonCalled, Result
from actions.desk.say import Say
from actions.dialogue.knowledge import told
from actions.store.conversations import Loaded
from actions.store.unit_of_work import SqlUnitOfWork
from data.model import Catalogue


def count_turn(
    unit: SqlUnitOfWork,
    loaded: Loaded,
    commands: Sequence[Command],
    results: Sequence[Result],
    says: Sequence[Say],
    catalogue: Catalogue,
    now: datetime,
) -> None:
    """Count it: whether a person was asked for, called or there, whether it rang, which topics were told."""
    unit.figures.talked(
        CountedTalk(
            conversation=loaded.id,
            day=local_day(now, catalogue)[0],
            language=loaded.person.language,
            channel=loaded.person.channel,
            wanted=any(isinstance(one, CallPerson) and one.reason == "wanted" for one in commands),
            person=loaded.hand_over is not None or any(isinstance(one, PersonCalled) for one in results),
            alarm=any(isinstance(one, IncidentRaised) for one in results),
            topics=told(says, catalogue),
        )
    )
