"""The peer's project folder: our files beside what is made of the catalogue, trained once for each content."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import yaml

from data.catalogue import load

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PYTHON = ROOT / "nlu" / ".venv-rasa-cli" / "bin" / "python"
FORM = "meal_service"
SERVICES = (
    FORM,
    "visit_request",
    "senior_allowance",
    "home_adaptation",
    "care_package",
    "temporary_assistance",
    "medical_aid",
    "left_behind_child",
    "counselling",
    "missing_person",
)
COPIED = ("config.yml", "talk.yml", "rules.yml", "stories.yml", "credentials.yml", "endpoints.yml", "meal_actions.py")
TRAINING_S = 3600


def environment() -> dict[str, str]:
    """Rasa's own reports home are off, and TensorFlow says only what matters."""
    return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONWARNINGS": "ignore"}


def project(*, last: bool) -> Path:
    """A folder with a trained model: of the examples as they are, which may take minutes, or the `last` one trained."""
    if not PYTHON.exists():
        raise SystemExit("bench: Rasa's command line is not there; run `make rasa-cli` first.")
    trained = sorted((HERE / ".cache").glob("*/models/peer.tar.gz"), key=lambda path: path.stat().st_mtime)
    if last and trained:
        return trained[-1].parents[1]
    files = _files()
    key = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:16]
    folder = HERE / ".cache" / key
    if not (folder / "models" / "peer.tar.gz").exists():
        shutil.rmtree(folder, ignore_errors=True)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        _train(folder)
    return folder


def _files() -> dict[str, str]:
    files = {name: (HERE / name).read_text(encoding="utf-8") for name in COPIED}
    data = {f"data/{name}": files.pop(name) for name in ("talk.yml", "rules.yml", "stories.yml")}
    services = load().services
    domain = yaml.safe_load((HERE / "domain.yml").read_text(encoding="utf-8"))
    nlu, rules = [], []
    for id in SERVICES:
        service = services[id]
        domain["intents"].append(id)
        examples = [line for language in service.examples.values() for line in language]
        # brackets and braces would be read as entities
        lines = [line.translate(str.maketrans("[]{}()", "〔〕〔〕（）")) for line in examples]
        nlu.append({"intent": id, "examples": "".join(f"- {line}\n" for line in lines)})
        if id != FORM:
            domain["responses"][f"utter_{id}"] = [{"text": service.describe.zh_Hans}]
            rules.append({"rule": id, "steps": [{"intent": id}, {"action": f"utter_{id}"}]})
    made = {"domain.yml": domain, "data/services.yml": {"version": "3.1", "nlu": nlu, "rules": rules}}
    return (
        files
        | data
        | {name: yaml.safe_dump(value, allow_unicode=True, sort_keys=False) for name, value in made.items()}
    )


def _train(folder: Path) -> None:
    print("peer: training DIET and TED once for these examples; this takes some minutes", flush=True)
    command = [str(PYTHON), "-m", "rasa", "train", "--fixed-model-name", "peer", "--out", "models"]
    with (folder / "train.log").open("wb") as log:
        done = subprocess.run(
            command, cwd=folder, env=environment(), stdout=log, stderr=log, timeout=TRAINING_S, check=False
        )
    if done.returncode:
        raise SystemExit(f"bench: the peer could not be trained; {folder / 'train.log'} says why.")
