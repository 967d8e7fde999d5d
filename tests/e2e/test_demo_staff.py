"""The demonstration's staff: one of each role, one password, and what was changed about them stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from actions.desk.access_table import ROLES
from bot.demo import put_staff
from bot.password import fits
from bot.settings import Settings
from bot.wiring import open_desk_store
from tests.known import known


def test_one_of_each_role_is_there(tmp_path: Path) -> None:
    """All but programs; they can log in with the one password; an office has a queue; a second start changes nobody."""
    settings = Settings(home=tmp_path)
    password = put_staff(settings, known())
    store = open_desk_store(settings)
    with store.unit() as unit:
        staff = {one.username: one for one in unit.staff.all()}
        unit.staff.save(replace(staff["agent"], name="小安", disabled=True))
        unit.commit()
    assert {one.role for one in staff.values()} == set(ROLES) - {"partner"}
    assert all(fits(one.password_hash, password) for one in staff.values()) and staff["office"].queues
    assert [name for name, one in staff.items() if one.on_duty] == ["demo"]
    assert put_staff(settings, known()) == password
    with store.unit(reading=True) as unit:
        agent = unit.staff.get("agent")
    store.close()
    assert agent is not None and (agent.name, agent.disabled) == ("小安", True)
