"""The one loader: the files of `data/` become a `Catalogue`; what is wrong is a `DataError` that names file and key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from data import model as m
from data.lexicon import check as check_patterns
from data.lexicon import lexicons
from data.node import DataError, Node, read
from data.service import detail, examples, id_of, service

__all__ = ["HERE", "DataError", "check", "load"]

HERE = Path(__file__).parent
T = TypeVar("T")
PLACES = re.compile(r"\{\w*\}")  # what stands for something else in a reply
UNITS = ("minutes", "hours", "working_hours", "working_days")


def load(folder: Path = HERE, extra: Path | None = None, place: str = "cn") -> m.Catalogue:
    """Read every file below `folder`, and services in `extra`, for the jurisdiction `place`. Raises DataError."""
    common = read(folder / "common.yml")
    details = common.nodes("details", detail)
    common.done()
    ours = _each(folder / "services", service)
    theirs = _further(extra, ours) if extra is not None else {}
    jurisdictions = _each(folder / "jurisdictions", _jurisdiction)
    if place not in jurisdictions:
        raise DataError(f"{folder / 'jurisdictions'}: there is no {place}.yml; there are: {', '.join(jurisdictions)}")
    catalogue = m.Catalogue(
        services=ours | theirs,
        intents=_each(folder / "dialogue", _intent),
        topics=_each(folder / "knowledge", _topic),
        contacts=_contacts(read(folder / "contacts.yml")),
        clocks=_keyed(folder / "clocks.yml", m.CLOCKS, lambda n, key: _clock(key, n.node(key))),
        retention_days=_keyed(folder / "retention.yml", m.KEPT, lambda n, key: int(n.number(key))),
        groups=_keyed(folder / "groups.yml", m.GROUPS, lambda n, key: n.words(key)),
        common=details,
        jurisdictions=jurisdictions,
        place=jurisdictions[place],
        holidays=_holidays(folder / "calendars"),
        lexicons=lexicons(folder / "lexicons"),
        templates=_each(folder / "templates", _template),
    )
    _check(catalogue, folder, {id: extra for id in theirs if extra is not None})
    return catalogue


def check(catalogue: m.Catalogue, folder: Path = HERE) -> None:
    """Raise DataError for what takes too long to look at whenever a process starts: the patterns of the alarms."""
    check_patterns(catalogue.lexicons.crisis, folder / "lexicons")


def _each(folder: Path, make: Callable[[Node], T]) -> dict[str, T]:
    """One thing a file, by id; the id is the file's name."""
    made: dict[str, T] = {}
    for path in sorted(folder.glob("*.yml")):
        node = read(path)
        if node.text("id") != path.stem:
            raise node.error("id", f"must be the file's name, {path.stem!r}")
        made[path.stem] = make(node)
        node.done()
    return made


def _further(folder: Path, ours: Mapping[str, m.Service]) -> dict[str, m.Service]:
    """A deployment's own services; none takes the place of one that is there."""
    if not folder.is_dir():
        raise DataError(f"{folder}: there is no such folder; NUANXIN_SERVICES_FOLDER names one with service files")
    found = _each(folder, service)
    for id in found.keys() & ours.keys():
        raise DataError(f"{folder / id}.yml: id: {id!r} is a service of Nuanxin's own; give yours another name")
    return found


def _keyed(path: Path, keys: Iterable[str], make: Callable[[Node, str], T]) -> dict[str, T]:
    """What a file tells under each of these keys; it has no others."""
    node = read(path)
    found = {key: make(node, key) for key in keys}
    node.done()
    return found


def _intent(n: Node) -> m.Intent:
    return m.Intent(id=n.text("id"), examples=examples(n), answer=n.words("answer", None), words=n.texts("words", ()))


def _template(n: Node) -> m.Template:
    made = m.Template(id=n.text("id"), names=n.words("names"), text=n.words("text"))
    for language in m.LANGUAGES:
        unknown = set(PLACES.findall(made.text.of(language))) - {"{number}", "{service}", "{office}"}
        if unknown:
            raise n.error(f"text.{language}", f"{sorted(unknown)[0]} stands for nothing")
    return made


def _topic(n: Node) -> m.Topic:
    return m.Topic(
        id=n.text("id"),
        question=n.words("question"),
        answer=n.words("answer"),
        source=_source(n.node("source")),
        may_differ=n.flag("may_differ", True),
        services=n.texts("services", ()),
        examples=examples(n),
        area=n.words("area", None),
        elsewhere=n.text("elsewhere", ""),
    )


def _source(n: Node) -> m.Source:
    source = m.Source(
        quote=n.text("quote"),
        title=n.text("title"),
        publisher=n.text("publisher"),
        date=n.text("date"),
        url=n.text("url", ""),
    )
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}|\d{4}/\d{4}", source.date):
        raise n.error("date", f"{source.date!r} is no date like 2024-12-31, 2024-11, 2024 or 2022/2023")
    if source.url and not source.url.startswith(("http://", "https://")):
        raise n.error("url", f"{source.url!r} is no address of a page")
    n.done()
    return source


def _contacts(n: Node) -> Mapping[str, m.Contact]:
    def contact(c: Node) -> m.Contact:
        found = m.Contact(
            id=id_of(c),
            number=c.text("number"),
            names=c.words("names"),
            what=c.words("what"),
            crises=c.texts("crises", ()),
            source=c.words("source"),
            date=c.text("date"),
            districts=c.texts("districts", ()),
            words=c.texts("words", ()),
            offices=c.texts("offices", ()),
            services=c.texts("services", ()),
            young=c.flag("young"),
            dial=c.words("dial", None),
        )
        if found.crises and found.districts:
            raise c.error("crises", "an alarm shows national numbers only: leave out either crises or districts")
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", found.date):
            raise c.error("date", f"{found.date!r} is no day like 2026-11-22")
        if set(found.crises) - {*m.CRISES, m.FIRE}:
            raise c.error("crises", f"expected some of {', '.join((*m.CRISES, m.FIRE))}")
        return found

    contacts = {c.id: c for c in n.nodes("contacts", contact)}
    n.done()
    return contacts


def _clock(id: str, n: Node) -> m.ClockClass:
    def span(key: str) -> tuple[int, str]:
        node = n.node(key)
        found = (int(node.number("amount")), node.one_of("unit", UNITS))
        node.done()
        return found

    clock = m.ClockClass(id, span("taken_up"), span("first_contact"), span("result"), span("closed"))
    n.done()
    return clock


def _jurisdiction(n: Node) -> m.Jurisdiction:
    def queue(q: Node) -> m.Queue:
        return m.Queue(id_of(q), q.words("names"))

    def district(d: Node) -> m.District:
        queues = d.node("queues")
        held = {str(k): queues.text(str(k)) for k in queues.value}
        return m.District(id_of(d), d.words("names"), d.text("code"), d.texts("aliases", ()), held)

    queues = {q.id: q for q in n.nodes("queues", queue)}
    districts = n.nodes("districts", district, ())
    for i, one in enumerate(districts):
        for field, office in one.queues.items():
            if field not in queues and field != "default":
                raise n.error(f"districts[{i}].queues", f"{field!r} is no queue of this jurisdiction")
            if office not in queues:
                raise n.error(f"districts[{i}].queues.{field}", f"{office!r} is no queue of this jurisdiction")
    return m.Jurisdiction(
        id=n.text("id"),
        names=n.words("names"),
        timezone=n.text("timezone"),
        area=n.texts("area", ()),
        queues=queues,
        districts=districts,
    )


def _holidays(folder: Path) -> Mapping[str, bool]:
    days: dict[str, bool] = {}
    for path in sorted(folder.glob("*.yml")):
        node = read(path)
        for key, works in (("working", True), ("holidays", False)):
            for day in node.texts(key, ()):
                if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
                    raise node.error(key, f"{day!r} is no date like 2027-02-06")
                days[day] = works
        node.done()
    return days


def _check(c: m.Catalogue, folder: Path, elsewhere: Mapping[str, Path]) -> None:
    """What no single file can know: every queue has an office, every id that is named exists."""
    names = {**dict.fromkeys(c.intents, "dialogue"), **dict.fromkeys(c.topics, "knowledge")}
    for id, one in c.services.items():
        where = f"{elsewhere.get(id, folder / 'services') / id}.yml"
        if id in names:
            raise DataError(f"{where}: id: {id!r} is also a file in {names[id]}/")
        for place in c.jurisdictions.values():
            if one.queue not in place.queues:
                raise DataError(f"{where}: queue: {one.queue!r} is no queue in jurisdictions/{place.id}.yml")
        for other in one.decide.instead if one.decide else ():
            if other not in c.services:
                raise DataError(f"{where}: decide.instead: {other!r} is no service")
    for id, topic in c.topics.items():
        if topic.elsewhere and (topic.elsewhere not in c.topics or c.topics[topic.elsewhere].area is not None):
            where = str(folder / "knowledge" / f"{id}.yml")
            raise DataError(f"{where}: elsewhere: {topic.elsewhere!r} is no topic that holds everywhere")
    named = {folder / "contacts.yml": [s for contact in c.contacts.values() for s in contact.services]}
    named |= {folder / "knowledge" / f"{id}.yml": list(topic.services) for id, topic in c.topics.items()}
    for path, others in named.items():
        if unknown := next((s for s in others if s not in c.services), None):
            raise DataError(f"{path}: services: {unknown!r} is no service")
