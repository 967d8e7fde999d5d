"""One service's file: its questions, checks, clocks and rule, with what only the whole file can know."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from data import model as m
from data.node import Node

ONLY = {  # a key of a detail → the kinds that have it
    "match": ("yes_no", "text"),
    "turns_on": ("yes_no",),
    "about": tuple(m.ABOUT),
    "origin": ("place", "district"),
}


def service(n: Node) -> m.Service:
    """The service that a file tells. Raises DataError."""
    made = m.Service(
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
        details=n.nodes("details", detail),
        examples=examples(n),
        clock_when=n.nodes("clock_when", _clock_when, ()),
        sensitivity=n.one_of("sensitivity", m.SENSITIVITIES, "ordinary"),
        retention=n.one_of("retention", m.RETENTIONS, "ordinary"),
        after_crisis=n.one_of("after_crisis", ("continue", "rest"), "rest"),
        asker=n.one_of("asker", ("ask", "infer"), "infer"),
        phone=n.one_of("phone", ("ask", "take"), "take"),
        participation=n.flag("participation"),
        public=n.flag("public"),
        answer_first=n.flag("answer_first"),
        decide=_decision(n.node("decide")) if n.raw("decide", None) is not None else None,
        words=n.texts("words", ()),
        noted=n.texts("noted", ()),
        over=n.texts("over", ()),
        near=n.texts("near", ()),
    )
    _check(n, made)
    return made


def _check(n: Node, made: m.Service) -> None:
    """What one key says of another: every detail, choice and audience that is named exists."""
    for i, one in enumerate(made.audience):
        if one not in m.AUDIENCES:
            raise n.error(f"audience[{i}]", f"{one!r} is not one of {', '.join(m.AUDIENCES)}")
    ids = [d.id for d in made.details]
    for i, known in enumerate(made.details):
        if ids.count(known.id) > 1:
            raise n.error(f"details[{i}].id", f"stands twice: {known.id!r}")
        if known.ask_if is not None and known.ask_if.detail not in ids[:i]:
            raise n.error(f"details[{i}].ask_if.detail", f"{known.ask_if.detail!r} is no earlier detail")
    _check_rules(n, made, ids)


def _check_rules(n: Node, made: m.Service, ids: Sequence[str]) -> None:
    for i, rule in enumerate(made.clock_when):
        known = made.detail(rule.when.detail)
        if known is None:
            raise n.error(f"clock_when[{i}].when.detail", f"{rule.when.detail!r} is no detail of this service")
        for value in rule.when.equals:
            if known.choices and known.choice(str(value)) is None:
                raise n.error(f"clock_when[{i}].when.equals", f"{value!r} is no choice of {known.id!r}")
    for i, condition in enumerate(made.decide.conditions if made.decide else ()):
        for id in condition.details:
            if id not in ids:
                raise n.error(f"decide.conditions[{i}].details", f"{id!r} is no detail of this service")


def detail(n: Node) -> m.Detail:
    """One question of a file."""
    kind = n.one_of("kind", m.DETAIL_KINDS)
    choices = n.nodes("choices", _choice, ())
    ask, turns_on = n.words("ask"), n.text("turns_on", "")
    _check_detail(n, kind, choices, ask, turns_on)
    return m.Detail(
        id=id_of(n),
        kind=kind,
        label=n.words("label"),
        ask=ask,
        ask_own=n.words("ask_own", None),
        ask_child=n.words("ask_child", None),
        required=n.flag("required", True),
        why=n.words("why", None),
        help=n.words("help", None),
        of=n.one_of("of", m.PEOPLE, "anyone"),
        about=n.one_of("about", m.ABOUT[kind], m.ABOUT[kind][-1]) if kind in m.ABOUT else "",
        choices=choices,
        match=n.texts("match", ()),
        turns_on=turns_on,
        min=n.number("min", None),
        max=n.number("max", None),
        outside=n.words("outside", None),
        opening=n.flag("opening"),
        ask_if=_when(n.node("ask_if")) if n.raw("ask_if", None) is not None else None,
        checklist=n.flag("checklist"),
        origin=n.flag("origin"),
        exact=n.flag("exact"),
        figures=n.flag("figures"),
        told_by=n.one_of("told_by", m.TELLING, "") if n.raw("told_by", "") else "",
    )


def _check_detail(n: Node, kind: str, choices: tuple[m.Choice, ...], ask: m.Words, turns_on: str) -> None:
    """What a kind needs, and what only some have."""
    if (kind in ("choice", "choices")) != bool(choices):
        raise n.error("choices", f"a detail of kind {kind!r} {'needs' if not choices else 'has no'} choices")
    for key, kinds in ONLY.items():
        if kind not in kinds and n.raw(key, None) is not None:
            raise n.error(key, f"a detail of kind {kind!r} has none")
    if kind == "text" and n.raw("match", None) and n.raw("opening", False):
        raise n.error("opening", "what has `match` is told by those words")
    if turns_on not in ask.zh_Hans:
        raise n.error("turns_on", f"{turns_on!r} does not stand in the question {ask.zh_Hans!r}")


def id_of(n: Node) -> str:
    """A short English name."""
    id = n.text("id")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", id):
        raise n.error("id", f"{id!r} must be small English letters, digits and _")
    return id


def _choice(n: Node) -> m.Choice:
    return m.Choice(
        id=id_of(n),
        label=n.words("label"),
        match=n.texts("match", ()),
        answer=n.texts("answer", ()),
        told_by=n.one_of("told_by", m.TELLING, "") if n.raw("told_by", "") else "",
        min=n.number("min", None),
        max=n.number("max", None),
        every=n.flag("every"),
        apart=n.flag("apart"),
    )


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
            id=id_of(c),
            test=c.one_of("test", m.TESTS),
            details=c.texts("details"),
            number=c.number("number", None),
            fails=c.words("fails"),
        )

    decision = m.Decision(n.nodes("conditions", condition), n.words("holds"), n.texts("instead"))
    n.done()
    return decision


def examples(n: Node) -> Mapping[str, tuple[str, ...]]:
    """What people write for it, by language."""
    node = n.node("examples")
    found = {language: node.texts(language) for language in m.LANGUAGES}
    node.done()
    return found
