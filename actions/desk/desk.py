"""What every use case of a citizen works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from actions.desk.code import Random
from actions.desk.person import Person
from actions.desk.ports import UnitOfWork
from data.model import Catalogue


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's turn at the desk."""

    uow: UnitOfWork
    person: Person
    conversation: str
    catalogue: Catalogue
    now: datetime
    random: Random
    proven: str = ""  # number of the request opened by number and code in this talk

    def audit(self, action: str, kind: str, id: str, *fields: str) -> None:
        """Note what the person did."""
        self.uow.audit.note(at=self.now, actor=self.person.id, action=action, kind=kind, id=id, fields=fields)
