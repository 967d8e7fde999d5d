"""A confusion matrix as a picture: plain SVG, so that no drawing library is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

CELL = 14  # pixels
NAMES = 190  # pixels for the labels


def confusion(pairs: Iterable[tuple[str, str]], path: Path) -> Path:
    """Draw (meant, taken for) as rows and columns, darker the larger the share of its row; returns `path`."""
    counted = Counter(pairs)
    names = sorted({name for pair in counted for name in pair})
    meant: Counter[str] = Counter()
    for (row, _), count in counted.items():
        meant[row] += count
    size = NAMES + CELL * len(names) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" font-family="sans-serif"',
        ' font-size="10">',
        f'<rect width="{size}" height="{size}" fill="white"/>',
    ]
    for i, name in enumerate(names):
        at = NAMES + i * CELL
        parts.append(f'<text x="{NAMES - 6}" y="{at + 11}" text-anchor="end">{name} ({meant[name]})</text>')
        parts.append(f'<text transform="translate({at + 11},{NAMES - 6}) rotate(-90)">{name}</text>')
    for (row, column), count in counted.items():
        x, y = (NAMES + names.index(name) * CELL for name in (column, row))
        colour = "#1b7f4b" if row == column else "#b3261e"
        cell = f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{colour}"'
        told = f"<title>{row} → {column}: {count} of {meant[row]}</title>"
        parts.append(f'{cell} fill-opacity="{count / meant[row]:.2f}">{told}</rect>')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*parts, "</svg>\n"]), encoding="utf-8")
    return path
