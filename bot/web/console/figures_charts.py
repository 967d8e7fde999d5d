"""Charts as SVG: shapes only. What they show stands as a table beside them, so no words and no colours are needed."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

WIDE, HIGH, GAP = 720, 160, 2
BAR = 100


def columns(values: Sequence[tuple[str, int]], title: str) -> Markup:
    """A column a value, with (label, value) as its tool tip; the highest fills the height."""
    if not values:
        return Markup("")
    most = max(1, *(value for _, value in values))
    step = WIDE / len(values)
    width = max(step - GAP, step * 0.6)
    drawn = [
        f'<rect x="{n * step:.1f}" y="{HIGH - value * HIGH / most:.1f}" width="{width:.1f}" '
        f'height="{value * HIGH / most:.1f}"><title>{escape(label)}: {value}</title></rect>'
        for n, (label, value) in enumerate(values)
    ]
    lines = "".join(f'<line x1="0" x2="{WIDE}" y1="{y:.0f}" y2="{y:.0f}"/>' for y in (0.5, HIGH / 2, HIGH - 0.5))
    return _svg("columns", WIDE, HIGH, f"<title>{escape(title)}</title>{lines}{''.join(drawn)}", named=True)


def bar(part: float, whole: float) -> Markup:
    """One bar within a line that marks the whole; read by eye only, the number stands beside it."""
    filled = BAR * part / whole if whole else 0
    shapes = f'<rect class="whole" width="{BAR}" height="10"/><rect width="{filled:.1f}" height="10"/>'
    return _svg("bar", BAR, 10, shapes, named=False)


def shade(value: int, most: int) -> int:
    """0 (nothing) to 5 (the most): how dark a cell of the map of hours is."""
    return 0 if not value else 1 + (value * 5 - 1) // (most + 1)


def _svg(kind: str, wide: int, high: int, inside: str, *, named: bool) -> Markup:
    said = 'role="img"' if named else 'aria-hidden="true"'
    frame = f'<svg class="chart-{kind}" viewBox="0 0 {wide} {high}" preserveAspectRatio="none" {said}>'
    return Markup(f"{frame}{inside}</svg>")
