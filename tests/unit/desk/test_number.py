"""Numbers and query codes."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.desk import code, number
from tests.unit.desk.builders import NOW

GOOD = number.make(NOW, 42)


def test_has_the_agreed_shape() -> None:
    """NX, the day, the running number and its check digit."""
    assert GOOD.startswith("NX-261123-00042") and len(GOOD) == 16


@given(st.integers(1, number.LAST))
def test_every_wrong_digit_is_caught(running: int) -> None:
    """No single digit of a number can be another one."""
    made = number.make(NOW, running)
    for place, digit in product(range(3, 16), "0123456789"):
        if made[place] not in ("-", digit):
            assert number.find(made[:place] + digit + made[place + 1 :]) is None


@given(st.integers(1, number.LAST))
def test_every_exchange_of_neighbours_is_caught(running: int) -> None:
    """Two neighbouring digits cannot change places, also across the dash."""
    digits = number.make(NOW, running)[3:].replace("-", "")
    for place in range(11):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        if swapped != digits:
            assert number.find(f"NX-{swapped[:6]}-{swapped[6:]}") is None


@pytest.mark.parametrize(
    "written",
    [
        GOOD.lower(),
        GOOD.replace("-", ""),
        GOOD.replace("-", " - "),
        f"  {GOOD}。",
        f"我的单号是{GOOD}，怎么样了",
        "ＮＸ－２６１１２３－" + GOOD[10:].translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}),
        GOOD.replace("-", "—"),
        GOOD.removeprefix("NX-"),
        " ".join(GOOD),
    ],
)
def test_is_found_however_it_is_written(written: str) -> None:
    """Full width, blanks, small letters, missing dashes or NX do not matter."""
    assert number.find(written.replace("N X", "NX")) == GOOD


@pytest.mark.parametrize("text", ["", "你好", "13800001234", "NX-261123", "4403" + "0" * 14, GOOD + "7"])
def test_other_figures_are_no_number(text: str) -> None:
    """Phones, identity numbers and halves are not taken for one."""
    assert number.find(text) is None


@pytest.mark.parametrize("running", [0, number.LAST + 1])
def test_a_day_has_an_end(running: int) -> None:
    """Beyond the last number there is an error, not a number given twice."""
    with pytest.raises(ValueError, match="1 to 99999"):
        number.make(NOW, running)


def test_code_is_eight_clear_characters() -> None:
    """No character looks or sounds like another."""
    made = code.make(Random(1).randrange)
    assert len(made) == 8 and set(made) <= set(code.ALPHABET)
    assert not set(code.ALPHABET) & set("0O1IL5S8B2ZU")


def test_code_may_be_typed_with_blanks_and_small() -> None:
    """A typed code is read as it was told."""
    assert code.normalised(" abcd－efgh ") == "ABCDEFGH"


def test_ids_sort_by_time() -> None:
    """A later id is a larger one."""
    assert code.new_id(1, lambda n: n - 1) < code.new_id(2, lambda n: 0)
