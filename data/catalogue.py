"""The one loader: the files of `data/` become a `Catalogue`; what is wrong is a `DataError` that names file and key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from data import model as m
from data.node import DataError, Node, read

__all__ = ["HERE", "DataError", "load"]

HERE = Path(__file__).parent
T = TypeVar("T")
UNITS = ("minutes", "hours", "working_hours", "working_days")


def load(folder: Path = HERE, extra: Path | None = None, place: str = "cn") -> m.Catalogue:
    """Read every file below `folder`, and services in `extra`, for the jurisdiction `place`. Raises DataError."""
    common = read(folder / "common.yml")
    details = common.nodes("details", _detail)
    common.done()
    services = _each(folder / "services", _service)
    if extra is not None:
        if not extra.is_dir():
            raise DataError(f"{extra}: there is no such folder; NUANXIN_SERVICES_FOLDER names one with service files")
        services |= _each(extra, _service)
    groups = read(folder / "groups.yml")
    clocks = read(folder / "clocks.yml")
    retention = read(folder / "retention.yml")
    jurisdictions = _each(folder / "jurisdictions", _jurisdiction)
    if place not in jurisdictions:
        raise DataError(f"{folder / 'jurisdictions'}: there is no {place}.yml; there are: {', '.join(jurisdictions)}")
    catalogue = m.Catalogue(
        services=services,
        intents=_each(folder / "dialogue", _intent),
        topics=_each(folder / "knowledge", _topic),
        contacts=_contacts(read(folder / "contacts.yml")),
        clocks={c: _clock(c, clocks.node(c)) for c in m.CLOCKS},
        retention_days={r: retention.number(r) for r in m.RETENTIONS},
        groups={g: groups.words(g) for g in m.GROUPS},
        common=details,
        jurisdictions=jurisdictions,
        place=jurisdictions[place],
        holidays=_holidays(folder / "calendars"),
        lexicons=_lexicons(folder / "lexicons"),
    )
    _check(catalogue, folder)
    return catalogue


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


def _service(n: Node) -> m.Service:
    details = n.nodes("details", _detail)
    service = m.Service(
        id=n.text("id"),
        group=n.one_of("group", m.GROUPS),
        kind=n.one_of("kind", m.CALL_KINDS),
        audience=n.texts("audience"),
        clock=n.one_of("clock", m.CLOCKS),
        queue=n.text("queue"),
        names=n.words("names"),
        describe=n.words("describe"),
        summary=n.words("summary"),
        next=n.words("next"),
        details=details,
        examples=_examples(n),
        clock_when=n.nodes("clock_when", _clock_when, ()),
        sensitivity=n.one_of("sensitivity", m.SENSITIVITIES, "ordinary"),
        retention=n.one_of("retention", m.RETENTIONS, "ordinary"),
        after_crisis=n.one_of("after_crisis", ("continue", "rest"), "rest"),
        asker=n.one_of("asker", ("ask", "infer"), "infer"),
        participation=n.flag("participation"),
        public=n.flag("public"),
        answer_first=n.flag("answer_first"),
        decide=_decision(n.node("decide")) if n.raw("decide", None) is not None else None,
        words=n.texts("words", ()),
    )
    for i, one in enumerate(service.audience):
        if one not in m.AUDIENCES:
            raise n.error(f"audience[{i}]", f"{one!r} is not one of {', '.join(m.AUDIENCES)}")
    _check_references(n, service)
    return service


def _check_references(n: Node, service: m.Service) -> None:
    ids = [d.id for d in service.details]
    for i, detail in enumerate(service.details):
        if ids.count(detail.id) > 1:
            raise n.error(f"details[{i}].id", f"stands twice: {detail.id!r}")
        if detail.ask_if is not None and detail.ask_if.detail not in ids[:i]:
            raise n.error(f"details[{i}].ask_if.detail", f"{detail.ask_if.detail!r} is no earlier detail")
    for i, rule in enumerate(service.clock_when):
        known = service.detail(rule.when.detail)
        if known is None:
            raise n.error(f"clock_when[{i}].when.detail", f"{rule.when.detail!r} is no detail of this service")
        for value in rule.when.equals:
            if known.choices and known.choice(str(value)) is None:
                raise n.error(f"clock_when[{i}].when.equals", f"{value!r} is no choice of {known.id!r}")
    if service.decide is not None:
        for i, condition in enumerate(service.decide.conditions):
            for id in condition.details:
                if id not in ids:
                    raise n.error(f"decide.conditions[{i}].details", f"{id!r} is no detail of this service")


def _detail(n: Node) -> m.Detail:
    kind = n.one_of("kind", m.DETAIL_KINDS)
    choices = n.nodes("choices", _choice, ())
    if (kind in ("choice", "choices")) != bool(choices):
        raise n.error("choices", f"a detail of kind {kind!r} {'needs' if not choices else 'has no'} choices")
    return m.Detail(
        id=_id(n),
        kind=kind,
        label=n.words("label"),
        ask=n.words("ask"),
        required=n.flag("required", True),
        why=n.words("why", None),
        help=n.words("help", None),
        of=n.one_of("of", m.PEOPLE, "anyone"),
        choices=choices,
        min=n.number("min", None),
        max=n.number("max", None),
        outside=n.words("outside", None),
        opening=n.flag("opening"),
        ask_if=_when(n.node("ask_if")) if n.raw("ask_if", None) is not None else None,
        checklist=n.flag("checklist"),
    )


def _id(n: Node) -> str:
    id = n.text("id")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", id):
        raise n.error("id", f"{id!r} must be small English letters, digits and _")
    return id


def _choice(n: Node) -> m.Choice:
    return m.Choice(_id(n), n.words("label"), n.texts("match", ()), n.texts("answer", ()))


def _when(n: Node) -> m.When:
    equals = n.raw("equals", [])
    if not isinstance(equals, list) or not all(isinstance(v, str | bool | int) for v in equals):
        raise n.error("equals", "expected a list of texts, numbers, true or false")
    when = m.When(detail=n.text("detail"), equals=tuple(equals), below=n.number("below", None))
    if not when.equals and when.below is None:
        raise n.error("equals", "is missing (or give `below`)")
    n.done()
    return when


def _clock_when(n: Node) -> m.ClockWhen:
    return m.ClockWhen(when=_when(n.node("when")), clock=n.one_of("clock", m.CLOCKS))


def _decision(n: Node) -> m.Decision:
    def condition(c: Node) -> m.Condition:
        return m.Condition(
            id=_id(c),
            test=c.one_of("test", m.TESTS),
            details=c.texts("details"),
            number=c.number("number", None),
            fails=c.words("fails"),
        )

    decision = m.Decision(n.nodes("conditions", condition), n.words("holds"), n.texts("instead"))
    n.done()
    return decision


def _examples(n: Node) -> Mapping[str, tuple[str, ...]]:
    node = n.node("examples")
    examples = {language: node.texts(language) for language in m.LANGUAGES}
    node.done()
    return examples


def _intent(n: Node) -> m.Intent:
    return m.Intent(id=n.text("id"), examples=_examples(n), answer=n.words("answer", None), words=n.texts("words", ()))


def _topic(n: Node) -> m.Topic:
    return m.Topic(
        id=n.text("id"),
        question=n.words("question"),
        answer=n.words("answer"),
        source=_source(n.node("source")),
        may_differ=n.flag("may_differ", True),
        services=n.texts("services", ()),
        examples=_examples(n),
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
            id=_id(c),
            number=c.text("number"),
            names=c.words("names"),
            what=c.words("what"),
            crises=c.texts("crises", ()),
            source=c.text("source"),
            date=c.text("date"),
            districts=c.texts("districts", ()),
        )
        if found.crises and found.districts:
            raise c.error("crises", "an alarm shows national numbers only: leave out either crises or districts")
        if set(found.crises) - set(m.CRISES):
            raise c.error("crises", f"expected some of {', '.join(m.CRISES)}")
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
        return m.Queue(_id(q), q.words("names"))

    def district(d: Node) -> m.District:
        queues = d.node("queues")
        held = {str(k): queues.text(str(k)) for k in queues.value}
        return m.District(_id(d), d.words("names"), d.text("code"), d.texts("aliases", ()), held)

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


def _lexicons(folder: Path) -> m.Lexicons:
    rules = []
    for path in sorted((folder / "crisis").glob("*.yml")):
        node = read(path)
        if node.text("kind") != path.stem or path.stem not in m.CRISES:
            raise node.error("kind", f"must be the file's name and one of {', '.join(m.CRISES)}")
        terms = _terms(node)
        rules.append(m.CrisisRule(path.stem, _patterns(node, "patterns", terms), _patterns(node, "guards", terms)))
        node.done()
    words: dict[str, Mapping[str, tuple[str, ...]]] = {}
    maps: dict[str, Mapping[str, str]] = {}
    for path in sorted(folder.glob("*.yml")):
        node = read(path)
        if all(isinstance(v, list) for v in node.value.values()):
            words[path.stem] = {str(k): node.texts(str(k)) for k in node.value}
        else:
            maps[path.stem] = {str(k): node.text(str(k)) for k in node.value}
        node.done()
    return m.Lexicons(tuple(rules), words, maps)


def _terms(n: Node) -> Mapping[str, str]:
    """Pieces of patterns by name, so that `{person}` stands for a long alternation written once."""
    if n.raw("terms", None) is None:
        return {}
    node = n.node("terms")
    return {str(k): f"(?:{node.text(str(k))})" for k in node.value}


def _patterns(n: Node, key: str, terms: Mapping[str, str]) -> tuple[str, ...]:
    patterns = []
    for i, raw in enumerate(n.texts(key, ())):
        unknown = set(re.findall(r"\{([a-z_]+)\}", raw)) - set(terms)
        if unknown:
            raise n.error(f"{key}[{i}]", f"{{{min(unknown)}}} is none of this file's terms")
        pattern = re.sub(r"\{([a-z_]+)\}", lambda found: terms[found[1]], raw)
        try:
            re.compile(pattern)
        except re.error as error:
            raise n.error(f"{key}[{i}]", f"{raw!r} is no regular expression: {error}") from error
        patterns.append(pattern)
    return tuple(patterns)


def _check(c: m.Catalogue, folder: Path) -> None:
    """What no single file can know: every queue has an office, every id that is named exists."""
    names = {**dict.fromkeys(c.intents, "dialogue"), **dict.fromkeys(c.topics, "knowledge")}
    for id, service in c.services.items():
        where = f"{folder / 'services' / id}.yml"
        if id in names:
            raise DataError(f"{where}: id: {id!r} is also a file in {names[id]}/")
        for place in c.jurisdictions.values():
            if service.queue not in place.queues:
                raise DataError(f"{where}: queue: {service.queue!r} is no queue in jurisdictions/{place.id}.yml")
        for other in service.decide.instead if service.decide else ():
            if other not in c.services:
                raise DataError(f"{where}: decide.instead: {other!r} is no service")
    for id, topic in c.topics.items():
        for other in topic.services:
            if other not in c.services:
                raise DataError(f"{folder / 'knowledge' / id}.yml: services: {other!r} is no service")
