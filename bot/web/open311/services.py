"""Services and their definitions, from the catalogue, in the reader's language."""

from __future__ import annotations

import re

from actions import details
from actions.dialogue.paper import fields
from bot.web.open311 import shapes
from bot.web.open311.errors import Refusal
from bot.web.open311.shapes import Attribute, Definition, Option
from data.model import Catalogue, Detail, Service

DATATYPES: dict[str, shapes.Datatype] = {
    "text": "text",
    "name": "string",
    "age": "number",
    "birth_date": "datetime",
    "date": "datetime",
    "when": "datetime",
    "month": "string",
    "place": "string",
    "district": "string",
    "phone": "string",
    "money": "number",
    "count": "number",
    "yes_no": "singlevaluelist",
    "choice": "singlevaluelist",
    "choices": "multivaluelist",
    "file": "string",
    "consent": "singlevaluelist",
}


CHANGED = "2026-11-22T00:00:00Z"  # when what is served last changed in a way that programs notice
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def discovery(base: str) -> shapes.Discovery:
    """What is served at `base`; keys and contact are the operator's: people find them on the page there."""
    root = base.rstrip("/")
    formats = ["text/xml", "application/json"]
    kind = "test" if re.match(r"https?://(?:localhost|127\.|\[::1\])", root) else "production"
    endpoint = shapes.Endpoint(specification=SPECIFICATION, url=root, changeset=CHANGED, type=kind, formats=formats)
    page = f"{root}/"
    return shapes.Discovery(changeset=CHANGED, contact=page, key_service=page, endpoints=[endpoint])


def known(catalogue: Catalogue, code: str) -> Service:
    """The service with this code; raises Refusal 404."""
    service = catalogue.services.get(code)
    if service is None:
        raise Refusal(404, "service_code: there is no such service; see services")
    return service


def listed(catalogue: Catalogue, language: str) -> list[shapes.Service]:
    """All services."""
    return [_service(catalogue, one, language) for one in catalogue.services.values()]


def _service(catalogue: Catalogue, service: Service, language: str) -> shapes.Service:
    # "private" tells FixMyStreet that its own pages must not show such a report
    keywords = service.words if service.public else (*service.words, "private")
    return shapes.Service(
        service_code=service.id,
        service_name=service.names.of(language),
        description=service.describe.of(language),
        metadata=True,  # every service takes at least what is asked of all: who asks, where, a phone
        type="realtime",
        keywords=",".join(keywords),
        group=catalogue.groups[service.group].of(language),
    )


def defined(catalogue: Catalogue, service: Service, language: str) -> Definition:
    """What a request of this service says, in the order in which the assistant asks it."""
    attributes = [_attribute(one, order, language) for order, one in enumerate(fields(catalogue, service), 1)]
    return Definition(service_code=service.id, attributes=attributes)


def _attribute(detail: Detail, order: int, language: str) -> Attribute:
    datatype, more = DATATYPES[detail.kind], detail.help or detail.why
    plain = Attribute(
        variable=True,
        code=detail.id,
        datatype=datatype,
        required=detail.required and detail.ask_if is None,  # one that hangs on another's answer is needed only then
        datatype_description=more.of(language) if more else None,
        order=order,
        description=detail.ask.of(language),
    )
    if not datatype.endswith("list"):
        return plain
    options = [Option(key=one.id, name=one.label.of(language)) for one in detail.choices]
    return plain.model_copy(update={"values": options or _yes_no(detail, language)})


def _yes_no(detail: Detail, language: str) -> list[Option]:
    return [
        Option(key="yes", name=details.show(detail, True, language)),
        Option(key="no", name=details.show(detail, False, language)),
    ]
