"""What holds for every text."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.details import Value, check, read, show, simplify, spot
from data.model import DETAIL_KINDS, LANGUAGES
from tests.unit.details.builders import detail, setting
from tests.unit.details.phrases import ANSWERS

_PIECES = sorted({row[2] for row in ANSWERS if not row[2].startswith(("腊", "正月", "春节", "中秋", "去年中秋"))})
_TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from([*_PIECES, "我妈", "孩子", "岁", "，", "在", "不是", "13800001234", "月", "年"]), max_size=6
    ).map("".join),
)
_KINDS = {kind: detail(kind, opening=kind == "text") for kind in DETAIL_KINDS}
_HERE = setting()


@settings(max_examples=150)
@given(text=_TEXTS)
def test_reading_never_fails_and_what_was_read_can_be_shown(text: str) -> None:
    """Any text is read without an error, and any value can be checked and shown."""
    for one in _KINDS.values():
        found = read(one, text, _HERE)
        if found is not None:
            check(one, found.value, _HERE)
            assert all(isinstance(show(one, found.value, language), str) for language in LANGUAGES)


@settings(max_examples=150)
@given(text=_TEXTS)
def test_no_number_is_used_twice(text: str) -> None:
    """Ages, phones, days, sums and counts never share a character."""
    exclusive = [_KINDS[k] for k in ("age", "phone", "date", "when", "birth_date", "month", "money", "count")]
    found = sorted((f.start, f.end) for f in spot(exclusive, text, _HERE).values())
    assert all(a[1] <= b[0] for a, b in pairwise(found))


@settings(max_examples=150)
@given(text=_TEXTS)
def test_spotting_everything_never_fails(text: str) -> None:
    """All kinds together, and a span is always inside the text."""
    for found in spot(list(_KINDS.values()), text, _HERE).values():
        assert 0 <= found.start <= found.end


@settings(max_examples=100)
@given(text=st.text(max_size=80))
def test_simplifying_never_fails(text: str) -> None:
    """Any text has a normal form."""
    assert isinstance(simplify(text, _HERE), str)


_DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
_SHOWN = st.one_of(
    st.tuples(st.just("age"), st.integers(1, 120)),
    st.tuples(st.just("count"), st.integers(0, 99)),
    st.tuples(st.just("money"), st.integers(0, 9_999_999)),
    st.tuples(st.just("yes_no"), st.booleans()),
    st.tuples(st.just("choice"), st.sampled_from([c.id for c in _KINDS["choice"].choices])),
    st.tuples(st.just("phone"), st.from_regex(r"13[0-9]{9}", fullmatch=True)),
    st.tuples(st.just("date"), _DAYS.map(date.isoformat)),
    st.tuples(st.just("month"), _DAYS.map(lambda d: d.isoformat()[:7])),
    st.tuples(st.just("when"), st.tuples(_DAYS, st.times()).map(lambda w: f"{w[0].isoformat()}T{w[1]:%H:%M}")),
)


@settings(max_examples=200)
@given(shown=_SHOWN, language=st.sampled_from(LANGUAGES))
def test_what_is_shown_reads_as_what_it_was(shown: tuple[str, Value], language: str) -> None:
    """Whoever says the summary's own words back means the same value."""
    kind, value = shown
    one = _KINDS[kind]
    found = read(one, show(one, value, language), _HERE)
    assert found is not None
    assert found.value == value
