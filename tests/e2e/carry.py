"""Carrying a service from a first message to an opened request, as a patient person would."""

from __future__ import annotations

from collections.abc import Mapping

from data.model import Catalogue, Detail, Service
from tests.e2e.desk import NUMBER, Citizen
from tests.known import known

MOST = 30  # messages until a request must be open
COMMON = {"district": {"en": "Luohu district, Shenzhen"}, "asker": {"zh_Hans": "1", "zh_Hant": "1", "en": "1"}}
KNOWN: Catalogue = known()


def carry(citizen: Citizen, service: str, first: str, answers: Mapping[str, str]) -> str:
    """Say `first`, answer each question by its detail's name, confirm; the number of the opened request."""
    citizen.say(first)
    for _ in range(MOST):
        if NUMBER.search(citizen.text):
            return citizen.number()
        citizen.say(_next(citizen, KNOWN.services[service], answers))
    raise AssertionError(citizen.story)


def to_summary(citizen: Citizen, service: str, first: str, answers: Mapping[str, str]) -> None:
    """Say `first` and answer until the summary stands there to be confirmed."""
    citizen.say(first)
    for _ in range(MOST):
        if any(payload.startswith("f:confirm") for payload in citizen.buttons.values()):
            return
        citizen.say(_next(citizen, KNOWN.services[service], answers))
    raise AssertionError(citizen.story)


def asked(citizen: Citizen, service: Service) -> Detail | None:
    """The detail that the last reply asks for."""
    for one in (*service.details, *KNOWN.common):
        wordings = [words for words in (one.ask, one.ask_own, one.ask_child) if words is not None]
        if any(words.of(citizen.language) in citizen.text for words in wordings):
            return one
    return None


def _next(citizen: Citizen, service: Service, answers: Mapping[str, str]) -> str:
    """What to say now."""
    payloads = list(citizen.buttons.values())
    confirm = [p for p in payloads if p.startswith("f:confirm")]
    if confirm:
        return confirm[0]
    guess = [p for p in payloads if p in (f"n:{service.id}", f"i:{service.id}")]
    if guess:
        return guess[0]  # the desk was unsure and asked back
    one = asked(citizen, service)
    assert one is not None, f"no question of {service.id}:\n{citizen.story}"
    if one.id in answers:
        return answers[one.id]
    skips = [p for p in payloads if p.startswith("s:")]
    if skips:
        return skips[0]
    if one.id == "asker":
        return next(p for p in payloads if p.startswith("a:"))
    if one.id == "district":
        return "Luohu district, Shenzhen" if citizen.language == "en" else "深圳市罗湖区"
    raise AssertionError(f"no answer to {one.id} of {service.id}:\n{citizen.story}")
