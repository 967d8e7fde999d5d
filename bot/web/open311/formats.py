"""The two formats: XML, which the specification requires, and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any
from xml.etree import ElementTree

from fastapi.responses import Response

from bot.web.open311.shapes import Shape


class Format(StrEnum):
    """How an answer is written: the ending of its address."""

    JSON = "json"
    XML = "xml"


MEDIA = {Format.JSON: "application/json", Format.XML: "text/xml"}
ITEMS = {"formats": "format", "attributes": "attribute", "values": "value", "endpoints": "endpoint", "notes": "note"}
# what no XML document may hold, escaped or not
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

type Answer = Shape | Sequence[Shape]


def written(answer: Answer, root: str, item: str, format: Format, *, status: int = 200) -> Response:
    """An object as the element `root`; a list as `root` with an `item` each."""
    plain = _plain(answer)
    if format is Format.JSON:
        body = json.dumps(plain, ensure_ascii=False).encode()
    else:
        tree = ElementTree.Element(root)
        _fill(tree, plain, item)
        body = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return Response(body, status, media_type=MEDIA[format] + "; charset=utf-8", headers={"Vary": "Accept-Language"})


def _plain(answer: Answer) -> Any:
    if isinstance(answer, Shape):
        # an extension that was not asked for, and values of what is no list, are left out altogether
        return answer.model_dump(exclude_unset=True)
    return [_plain(one) for one in answer]


def _fill(element: ElementTree.Element, value: Any, item: str = "") -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _fill(ElementTree.SubElement(element, name), inner, ITEMS.get(name, ""))
    elif isinstance(value, list):
        for inner in value:
            _fill(ElementTree.SubElement(element, item), inner)
    elif value is not None:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        element.text = _UNWRITABLE.sub("", text)
