"""The files of data/: the real ones load and are complete."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from actions import details
from actions.desk.routing import district_in, queue_of
from actions.details import Setting
from actions.dialogue.lexicon import lexicon
from data.catalogue import HERE, DataError, load
from data.model import ABOUT, CLOCKS, CRISES, LANGUAGES, Catalogue
from data.node import Node, read
from data.service import detail
from tests.known import known
from tests.unit.details.builders import NOW

SERVICES = tuple(sorted(p.stem for p in (HERE / "services").glob("*.yml")))
FEWEST = {"zh_Hans": 25, "zh_Hant": 10, "en": 8}  # examples of a service
FEWEST_INTENT = {"zh_Hans": 30, "zh_Hant": 14, "en": 14}
TALK = {"greet", "goodbye", "thank", "bot_challenge", "out_of_scope"}  # answered by their files


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """What stands in data/."""
    return known()


def _examples(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    setting = Setting(NOW, catalogue)
    for folder in (catalogue.services, catalogue.intents, catalogue.topics):
        for id, one in folder.items():
            for texts in one.examples.values():
                for text in texts:
                    yield id, details.simplify(text, setting)


def test_all_services_and_intents_stand(catalogue: Catalogue) -> None:
    """37 services, 20 other intents, at least 40 topics, contacts and two places."""
    assert len(catalogue.services) == 37
    assert len(catalogue.intents) == 20
    assert len(catalogue.topics) >= 40
    assert set(catalogue.jurisdictions) == {"cn", "shenzhen"}
    assert set(catalogue.clocks) == set(CLOCKS)


@pytest.mark.parametrize("id", SERVICES)
def test_a_service_has_its_examples(catalogue: Catalogue, id: str) -> None:
    """Each language has the number of examples that the specification asks for."""
    counts = {language: len(texts) for language, texts in catalogue.services[id].examples.items()}
    assert all(counts[language] >= least for language, least in FEWEST.items()), counts


@pytest.mark.parametrize("id", SERVICES)
def test_our_own_files_say_what_a_detail_is_about(id: str) -> None:
    """Only one's own services leave it to the plainest; choices, texts and places hardly ever are about more."""
    written = read(HERE / "services" / f"{id}.yml").raw("details")
    telling = [d for d in written if d["kind"] in ABOUT and d["kind"] not in ("choice", "text", "place")]
    assert all("about" in d for d in telling), [d["id"] for d in telling if "about" not in d]


def test_a_detail_that_says_nothing_is_about_the_plainest() -> None:
    """A service of one's own is one file with a small schema."""
    plain = {"name": "person", "date": "either", "money": "other", "count": "other", "yes_no": "fact", "age": ""}
    words = dict.fromkeys(LANGUAGES, "什么？")
    for kind, about in plain.items():
        assert detail(Node("x.yml", "", {"id": "x", "kind": kind, "label": words, "ask": words})).about == about


def test_an_intent_has_its_examples(catalogue: Catalogue) -> None:
    """Other intents too; what is not ours is told in many more ways."""
    for intent in catalogue.intents.values():
        assert all(len(intent.examples[k]) >= least for k, least in FEWEST_INTENT.items()), intent.id
    foreign = catalogue.intents["out_of_scope"].examples
    assert len(foreign["zh_Hans"]) >= 260
    assert len(foreign["zh_Hant"]) >= 90
    assert len(foreign["en"]) >= 120


def test_only_talk_is_answered_by_its_file(catalogue: Catalogue) -> None:
    """Where the assistant has to do something, no file puts words in its mouth."""
    assert {i.id for i in catalogue.intents.values() if i.answer is not None} == TALK


def test_no_example_means_two_things(catalogue: Catalogue) -> None:
    """No example stands in two files, also not in the other script or in Cantonese words for the same."""
    homes: dict[str, set[str]] = {}
    for id, text in _examples(catalogue):
        homes.setdefault(text, set()).add(id)
    assert {text: ids for text, ids in homes.items() if len(ids) > 1} == {}


def test_few_examples_name_the_service(catalogue: Catalogue) -> None:
    """People say what they need, not what an office calls it: fewer than a fifth hold the service's name."""
    for service in catalogue.services.values():
        texts = [t for language in LANGUAGES for t in service.examples[language]]
        names = {service.names.of(language).lower() for language in LANGUAGES}
        naming = [t for t in texts if any(n in t.lower() for n in names)]
        assert len(naming) < len(texts) / 5, (service.id, naming)


def test_every_text_is_in_its_script(catalogue: Catalogue) -> None:
    """Texts shown as Simplified hold no Traditional letters, and English ones no Chinese outside quotation marks."""
    import opencc

    to_simplified = opencc.OpenCC("t2s")
    for file, words in _shown(catalogue):
        assert to_simplified.convert(words["zh_Hans"]) == words["zh_Hans"], (file, words["zh_Hans"])
        english = re.sub(r"[“\"(《].*?[”\")》]|「.*?」", "", words["en"])
        assert not re.search(r"[一-鿿]{5,}", english), (file, words["en"])


def _shown(catalogue: Catalogue) -> Iterator[tuple[str, dict[str, str]]]:
    """Every three-language text of the catalogue with the file it stands in."""

    def walk(file: str, value: object) -> Iterator[tuple[str, dict[str, str]]]:
        if isinstance(value, dict):
            if set(value) == set(LANGUAGES) and all(isinstance(v, str) for v in value.values()):
                yield file, value
            else:
                for below in value.values():
                    yield from walk(file, below)
        elif isinstance(value, list):
            for below in value:
                yield from walk(file, below)

    for path in sorted(HERE.rglob("*.yml")):
        yield from walk(path.name, yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("place", ["cn", "shenzhen"])
def test_every_service_is_routed_everywhere(place: str) -> None:
    """Each service reaches an office in each district of each jurisdiction."""
    catalogue = known(place)
    for service in catalogue.services.values():
        assert service.queue in catalogue.place.queues
        for district in catalogue.place.districts:
            office = queue_of(service, {"district": district.names.zh_Hans}, "", catalogue.place)
            assert office in catalogue.place.queues, (service.id, district.id)


def test_every_queue_is_used() -> None:
    """No field stands in the open default that no service names."""
    catalogue = known()
    assert set(catalogue.place.queues) == {s.queue for s in catalogue.services.values()}


@pytest.mark.parametrize(
    ("said", "district"),
    [
        ("翠竹街道爱国路", "luohu"),
        ("翠竹街道愛國路", "luohu"),
        ("福田區蓮花街道", "futian"),
        ("住在龙岗光明路", "longgang"),
        ("大鹏新区葵涌", "dapeng"),
        ("西丽那边", "nanshan"),
        ("Longhua, Shenzhen", "longhua"),
        ("盐田沙头角", "yantian"),
    ],
)
def test_a_street_of_shenzhen_finds_its_district(said: str, district: str) -> None:
    """Well known streets are enough, in either script."""
    found = district_in(said, known("shenzhen").place)
    assert found is not None
    assert found.id == district


def test_shenzhens_codes_are_its_own() -> None:
    """Ten districts, each id once; the codes lie in the city's area."""
    place = known("shenzhen").place
    assert len({d.id for d in place.districts}) == 10
    assert all(d.code.startswith(place.area) and re.fullmatch(r"\d{6}", d.code) for d in place.districts)


def test_the_numbers_are_the_public_ones(catalogue: Catalogue) -> None:
    """Nothing else may be shown: the ten numbers and the minors' line, each with source and date."""
    numbers = {c.number for c in catalogue.contacts.values()}
    ten = {"110", "119", "120", "12345", "12355", "12356", "12348", "12338", "12349", "96110"}
    assert numbers == ten | {"12345 转 6"}
    assert all(c.source.zh_Hans and re.fullmatch(r"\d{4}-\d\d-\d\d", c.date) for c in catalogue.contacts.values())


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("self_harm", ["12356", "120", "110"]),
        ("violence", ["110", "12345 转 6", "12338"]),
        ("medical", ["120"]),
        ("helpless", ["110", "12345"]),
    ],
)
def test_each_alarm_has_its_numbers_in_order(catalogue: Catalogue, kind: str, first: list[str]) -> None:
    """Whoever cries for help reads the right number first."""
    assert [c.number for c in catalogue.contacts.values() if kind in c.crises] == first


def test_a_crisis_file_for_each_kind(catalogue: Catalogue) -> None:
    """Four kinds, each with patterns and guards that compile, terms filled in."""
    assert {r.kind for r in catalogue.lexicons.crisis} == set(CRISES)
    for rule in catalogue.lexicons.crisis:
        assert rule.patterns
        assert rule.guards
        for pattern in (*rule.patterns, *rule.guards):
            assert re.compile(pattern).search("") is None, f"{rule.kind}: {pattern!r} fits everything"
            assert not re.search(r"\{[a-z_]+\}", pattern)


def test_a_short_answer_has_one_meaning(catalogue: Catalogue) -> None:
    """No word stands in two control lists, nor with another meaning among a service's or intent's short names."""
    setting = Setting(NOW, catalogue)
    meanings: dict[str, set[str]] = {}
    for name, words in catalogue.lexicons.words["control"].items():
        for word in words:
            meanings.setdefault(details.simplify(word, setting), set()).add(name)
    same = {"menu": "menu", "cancel": "cancel", "repeat": "repeat"}
    for folder in (catalogue.services, catalogue.intents):
        for id, one in folder.items():
            for word in one.words:
                meanings.setdefault(details.simplify(word, setting), set()).add(same.get(id, id))
    assert {word: ids for word, ids in meanings.items() if len(ids) > 1} == {}
    assert lexicon(catalogue).control["跳过"] == "skip"


def test_the_cantonese_map_is_stable(catalogue: Catalogue) -> None:
    """Mapping twice changes nothing, and Mandarin that only looks like Cantonese stays."""
    setting = Setting(NOW, catalogue)
    for text in ("佢哋喺邊度", "我阿嫲唔見咗", "請快點解決而家裡沒人", "我仔细看过但系统坏了"):
        once = details.simplify(text, setting)
        assert details.simplify(once, setting) == once
    assert details.simplify("快点解决", setting) == "快点解决"
    assert details.simplify("但系统坏了", setting) == "但系统坏了"
    assert details.simplify("點解佢哋冇嚟", setting) == "为什么他们没有来"


def test_topics_name_their_source(catalogue: Catalogue) -> None:
    """An answer without its sentence, title, publisher and date is hearsay."""
    for topic in catalogue.topics.values():
        assert all((topic.source.quote, topic.source.title, topic.source.publisher, topic.source.date))
        assert [len(topic.examples[k]) >= n for k, n in (("zh_Hans", 8), ("zh_Hant", 4), ("en", 4))] == [True] * 3


def test_what_one_place_rules_is_said_to_differ(catalogue: Catalogue) -> None:
    """Only the state's own laws hold everywhere: a city's or a province's answer says that yours may differ."""
    state = ("国务院", "全国人民代表大会", "中国新闻网", "人民日报（中国新闻网转载）")
    assert not [
        t.id for t in catalogue.topics.values() if not t.may_differ and not t.source.publisher.startswith(state)
    ]


def test_examples_carry_no_real_phone(catalogue: Catalogue) -> None:
    """Phones in examples are the agreed ones that ring nowhere."""
    for id, text in _examples(catalogue):
        for phone in re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", text):
            assert phone.startswith("1380000"), (id, phone)


def test_an_unknown_place_names_those_there_are() -> None:
    """A typing error in the setting is answered with what can be chosen."""
    with pytest.raises(DataError, match=r"no atlantis\.yml; there are: cn, shenzhen"):
        load(place="atlantis")


def test_a_service_is_added_by_one_file(tmp_path: Path) -> None:
    """A file in another folder is a service like all others."""
    path = tmp_path / "umbrella_loan.yml"
    content = yaml.safe_load((HERE / "services" / "meal_service.yml").read_text(encoding="utf-8"))
    content.update(id="umbrella_loan", names={"zh_Hans": "借伞", "zh_Hant": "借傘", "en": "Umbrellas"})
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    catalogue = load(extra=tmp_path)
    assert catalogue.services["umbrella_loan"].names.en == "Umbrellas"
    assert len(catalogue.services) == len(SERVICES) + 1


def test_a_further_service_takes_no_others_place(tmp_path: Path) -> None:
    """The same name as one of ours is refused, and what is wrong in a further file is told of that file."""
    content = yaml.safe_load((HERE / "services" / "meal_service.yml").read_text(encoding="utf-8"))
    path = tmp_path / "meal_service.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(DataError, match=f"{path}: id: 'meal_service' is a service of Nuanxin's own"):
        load(extra=tmp_path)
    content.update(id="umbrella_loan", queue="moon")
    path.unlink()
    path = tmp_path / "umbrella_loan.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(DataError, match=f"{path}: queue: 'moon' is no queue"):
        load(extra=tmp_path)


def test_file_names_are_ids_once(catalogue: Catalogue) -> None:
    """A service, an intent and a topic never share an id."""
    ids = Counter([*catalogue.services, *catalogue.intents, *catalogue.topics])
    assert max(ids.values()) == 1
