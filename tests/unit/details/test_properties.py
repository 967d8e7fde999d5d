"""What holds for every text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.details import check, read, show, simplify, spot
from data.model import DETAIL_KINDS, LANGUAGES
from tests.unit.details.builders import detail, setting
from tests.unit.details.phrases import ANSWERS

_PIECES = sorted({row[3] for row in ANSWERS if not row[3].startswith(("腊", "正月", "春节", "中秋", "去年中秋"))})
_TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from([*_PIECES, "我妈", "孩子", "岁", "，", "在", "不是", "13800001234", "月", "年"]), max_size=6
    ).map("".join),
)
_KINDS = {kind: detail(kind, opening=kind == "text") for kind in DETAIL_KINDS}
_HERE = setting()


@settings(max_examples=150, deadline=None)
@given(text=_TEXTS)
def test_reading_never_fails_and_what_was_read_can_be_shown(text: str) -> None:
    """Any text is read without an error, and any value can be checked and shown."""
    for one in _KINDS.values():
        found = read(one, text, _HERE)
        if found is not None:
            check(one, found.value, _HERE)
            assert all(isinstance(show(one, found.value, language), str) for language in LANGUAGES)


@settings(max_examples=150, deadline=None)
@given(text=_TEXTS)
def test_no_number_is_used_twice(text: str) -> None:
    """Ages, phones, days, sums and counts never share a character."""
    exclusive = [_KINDS[k] for k in ("age", "phone", "date", "when", "birth_date", "month", "money", "count")]
    found = sorted((f.start, f.end) for f in spot(exclusive, text, _HERE).values())
    assert all(a[1] <= b[0] for a, b in pairwise(found))


@settings(max_examples=150, deadline=None)
@given(text=_TEXTS)
def test_spotting_everything_never_fails(text: str) -> None:
    """All kinds together, and a span is always inside the text."""
    for found in spot(list(_KINDS.values()), text, _HERE).values():
        assert 0 <= found.start <= found.end


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=80))
def test_simplifying_never_fails(text: str) -> None:
    """Any text has a normal form."""
    assert isinstance(simplify(text, _HERE), str)
