"""Which office gets a request."""

from __future__ import annotations

from typing import Any

import pytest

from actions.desk.routing import place_key, queue_of
from tests.unit.desk.builders import a_catalogue

CATALOGUE = a_catalogue()
SERVICE = CATALOGUE.services["meal"]


@pytest.mark.parametrize(
    ("details", "home", "queue"),
    [
        ({"district": "某市东区"}, "", "care_east"),
        ({"address": "某市東區1号"}, "", "care_east"),
        ({"address": "东门老街"}, "", "care_east"),
        ({"district": "west"}, "", "desk_west"),  # its default office
        ({"district": "东区", "address": "西区3号"}, "", "care_east"),
        ({"age": 78}, "东区", "care_east"),
        ({"address": "翠竹街道"}, "", "care"),
        ({}, "", "care"),
    ],
)
def test_district_decides(details: dict[str, Any], home: str, queue: str) -> None:
    """The district said, then the place, then where the person lives; unknown stays with the field's own queue."""
    assert queue_of(SERVICE, details, home, CATALOGUE.place) == queue


def test_the_same_place_is_known_again() -> None:
    """Blanks, marks and full-width letters do not make another place."""
    assert place_key(SERVICE, {"address": "翠竹街道，１号 A栋"}) == place_key(SERVICE, {"address": "翠竹街道1号a栋"})
    assert place_key(SERVICE, {"age": 78}) == ""
