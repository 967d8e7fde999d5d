"""What Rasa is given to learn from: every service and intent, nothing that its format would take for markup."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from data import catalogue
from data.model import CRISES, Catalogue, Source, Topic, Words
from data.node import read
from nlu import build
from nlu.workplace import workplace


@pytest.fixture(scope="module")
def known() -> Catalogue:
    """The catalogue as it stands."""
    return catalogue.load()


def topic(id: str = "school") -> Topic:
    """A topic with one question a language."""
    words = Words("能在这里上学吗？", "能在這裏上學嗎？", "Can my child go to school here?")
    return Topic(id, words, words, Source("…", "…", "…", "2026-01-01"), False, (), {"zh_Hans": ("随迁子女入学",)})


def test_every_service_and_intent_is_trained(known: Catalogue) -> None:
    """Each has examples, its names among them."""
    found = build.intents(known)
    assert set(found) == {*known.services, *known.intents}
    for id, service in known.services.items():
        assert {service.names.zh_Hans, service.names.zh_Hant, service.names.en} <= set(found[id])


def test_topics_are_retrieval_data_of_the_service_that_answers_first(known: Catalogue) -> None:
    """A topic is no intent of its own: Rasa keeps it as service/topic, whose questions train the service too."""
    found = build.topics(dataclasses.replace(known, topics={"school": topic()}))
    none, name = sorted(found)
    service, _, id = name.partition("/")
    assert known.services[service].answer_first and id == "school"
    assert none == f"{service}/{build.NONE}" and "how is a disability graded" in found[none]
    assert "随迁子女入学" in found[name] and "Can my child go to school here?" in found[name]


def test_each_kind_of_alarm_has_examples_and_hard_cases_stand_against_them(known: Catalogue) -> None:
    """Forty and more a kind; what can wait for days is shown as no alarm, and all of what is not ours."""
    found = build.alarms(known)
    out = known.intents[build.OUT].examples
    assert {example for some in out.values() for example in some} <= set(found[build.NONE])
    assert set(found) == {*CRISES, build.NONE}
    assert all(len(found[kind]) >= 40 for kind in CRISES)
    assert not set(found[build.NONE]) & {example for kind in CRISES for example in found[kind]}


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("/restart", "restart"),
        ("- 想问问", "想问问"),
        ("[妈妈](person)", "[妈妈] (person)"),
        ('[a]{"entity": "b"}', '[a] {"entity": "b"}'),
        ("${HOME}", "$ {HOME}"),
        ("第一行\n第二行\u2028第三行", "第一行 第二行 第三行"),
        ("///", "."),
    ],
)
def test_no_example_is_taken_for_markup(text: str, safe: str) -> None:
    """Commands, list marks, marked entities, variables and line ends lose their power."""
    assert build.plain(text) == safe


def test_the_same_catalogue_gives_the_same_files(known: Catalogue, tmp_path: Path) -> None:
    """Byte by byte, so that the model's name tells the truth."""
    once = [path.read_bytes() for path in build.write(known, tmp_path / "a")]
    again = [path.read_bytes() for path in build.write(catalogue.load(), tmp_path / "b")]
    assert once == again


def test_a_model_s_name_changes_with_what_is_learnt_and_with_nothing_else(known: Catalogue) -> None:
    """One more example is another model; another wording of a question, an answer or a deadline is not."""
    name = build.fingerprint(known)
    id, service = next((id, one) for id, one in known.services.items() if one.details and one.clock != "complex")
    other = Words("别的话", "別的話", "other words")
    question = dataclasses.replace(service.details[0], ask=other)
    reworded = dataclasses.replace(service, details=(question, *service.details[1:]), next=other, summary=other)
    topics = {id: dataclasses.replace(one, answer=other) for id, one in known.topics.items()}
    same = dataclasses.replace(known, services={**known.services, id: reworded}, topics=topics)
    assert build.fingerprint(same) == name
    longer = {**service.examples, "en": (*service.examples["en"], "one more of these")}
    taught = dataclasses.replace(service, examples=longer)
    assert build.fingerprint(dataclasses.replace(known, services={**known.services, id: taught})) != name


def test_killed_trainings_leave_nothing_behind_and_living_ones_are_left_alone(tmp_path: Path) -> None:
    """The next training takes away the folder of one that was killed, and none that is held."""
    (tmp_path / ".training-killed" / "parts").mkdir(parents=True)
    (tmp_path / "kept.tar.gz").touch()
    with workplace(tmp_path) as first:
        with workplace(tmp_path) as second:
            assert {path.name for path in tmp_path.iterdir()} == {"kept.tar.gz", first.name, second.name}
        assert first.is_dir() and not second.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["kept.tar.gz"]


def test_a_training_that_ends_while_another_begins_does_not_stop_it(tmp_path: Path) -> None:
    """A folder that was seen and is gone when it is opened (as a link that leads nowhere is) is left."""
    (tmp_path / ".training-gone").symlink_to("nowhere")
    with workplace(tmp_path) as made:
        assert made.is_dir()


def test_no_text_is_taught_as_two_things(known: Catalogue) -> None:
    """What is not ours is no question that the office would answer, and stands once."""
    out = [example for some in known.intents[build.OUT].examples.values() for example in some]
    asked = [text for texts in build.topics(known).values() for text in texts]
    told = [text for file in build.ALARMS for some in read(file).node(build.NONE).value.values() for text in some]
    assert not set(out) & set(asked)
    assert not set(out) & set(told)
