"""The files for whoever runs the desk fit the desk."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from prometheus_client import REGISTRY

from actions.store.pulse import Pulse, Waiting
from bot.metrics import Queues
from bot.serve import ROLES
from bot.settings import Settings
from tests.conftest import NOW

HOUSE = Path(__file__).parents[2]
DEPLOY = HOUSE / "bot" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
SECRETS = ("KEYS", "TOKEN", "PASSWORD", "DATABASE", "REDIS", "SECRET")


def figures() -> set[str]:
    """The names of all samples that a process tells."""
    one = Waiting(1, NOW)
    pulse = Pulse(one, {("telegram", "answer"): one}, {"telegram": 1}, one, one, one, 1, 1, 1)
    found = [*REGISTRY.collect(), *Queues(pulse, NOW).collect()]
    suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
    return {m.name + suffix for m in found if m.name.startswith("nuanxin") for suffix in suffixes[m.type]}


@pytest.mark.parametrize("name", ["alerts.yml", "grafana.json"])
def test_rules_and_dashboard_name_figures_that_exist(name: str) -> None:
    """A figure that was renamed would leave an alert that never rings."""
    named = set(re.findall(r"nuanxin_[a-z_]+", (DEPLOY / name).read_text("utf-8")))
    assert named and named - figures() == set()


def test_every_gauge_and_counter_is_watched() -> None:
    """What nobody looks at is not worth counting."""
    shown = "".join((DEPLOY / name).read_text("utf-8") for name in ("alerts.yml", "grafana.json"))
    assert {f for f in figures() if f.endswith(("_total", "_seconds")) and f not in shown} <= {
        "nuanxin_files_oldest_seconds"
    }


def test_alerts_and_dashboard_can_be_read() -> None:
    """Each rule says what is wrong and how urgent that is; each panel has a place of its own."""
    (group,) = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]:
        assert {"alert", "expr", "labels", "annotations"} <= rule.keys() and rule["annotations"]["summary"]
        assert rule["labels"]["severity"] in ("page", "ticket")
    panels = json.loads((DEPLOY / "grafana.json").read_text("utf-8"))["panels"]
    places = {(x, y) for p in panels for x in range(p["gridPos"]["x"], p["gridPos"]["x"] + p["gridPos"]["w"])
              for y in range(p["gridPos"]["y"], p["gridPos"]["y"] + p["gridPos"]["h"])}  # fmt: skip
    assert len(places) == sum(p["gridPos"]["w"] * p["gridPos"]["h"] for p in panels)


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services of compose.yaml, merged as an engine would."""
    found: dict[str, Any] = yaml.safe_load((HOUSE / "compose.yaml").read_text("utf-8"))
    for service in found["services"].values():
        assert set(service.get("networks", ())) <= found["networks"].keys()
        assert set(service.get("depends_on", ())) <= found["services"].keys()
    assert found["networks"]["understanding"]["internal"] and found["networks"]["store"]["internal"]
    return dict(found["services"])


def test_compose_runs_each_role_and_understanding_alone(services: dict[str, Any]) -> None:
    """One service a role; understanding has no secret, no volume, no port and no network with a route out."""
    assert {tuple(s["command"]) for n, s in services.items() if n in ROLES} == {
        ("serve", "--role", role) for role in ROLES if role != "all"
    }
    nlu = services["nlu"]
    assert nlu["networks"] == ["understanding"] and nlu["read_only"] and nlu["cap_drop"] == ["ALL"]
    assert nlu.keys().isdisjoint({"environment", "env_file", "volumes", "ports", "secrets"})
    meets = [name for name, service in services.items() if "understanding" in service.get("networks", ())]
    assert meets == ["nlu", "turns"] and "outside" not in services["turns"]["networks"]


def test_compose_names_settings_that_exist_and_no_secret(services: dict[str, Any]) -> None:
    """A setting that was renamed would be ignored silently; a secret comes from the operator's own file."""
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            known = name.startswith("POSTGRES_") or name.removeprefix("NUANXIN_").lower() in Settings.model_fields
            assert known, name
            if any(word in name for word in SECRETS) and "REDIS" not in name:
                assert "${" in str(value), name


def test_compose_passes_on_whatever_may_be_set(services: dict[str, Any]) -> None:
    """What stands in `.env` is heeded, but for what the image sets and for services that its model never learnt."""
    passed = {name for service in services.values() for name in service.get("environment", {})}
    missing = {name for name in Settings.model_fields if f"NUANXIN_{name.upper()}" not in passed}
    assert missing == {"home", "host", "encryption_keys_file", "services_folder"}


@pytest.mark.parametrize("name", ["Containerfile", "Containerfile.nlu"])
def test_images_bring_what_exists_and_run_as_nobody_special(name: str) -> None:
    """What is copied is there, the process is not root, and what is installed comes from the lock."""
    text = (HOUSE / name).read_text("utf-8")
    for line in re.findall(r"(?m)^COPY (?!--from)(.+)$", text):
        assert all((HOUSE / source).exists() for source in line.split()[:-1]), line
    assert re.search(r"(?m)^USER (desk|nlu)$", text) and "requirements.lock" in text
    assert set(re.findall(r"uv==(\S+)", text)) == {
        *re.findall(r"(?m)^UV_VERSION := (\S+)$", (HOUSE / "Makefile").read_text("utf-8"))
    }


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_are_read_by_systemd_and_closed(unit: Path, tmp_path: Path) -> None:
    """systemd understands every line, and rates what the process may do as little."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not here: the units were not looked at")
    text = unit.read_text("utf-8").replace("/opt/nuanxin/nlu/.venv/bin/python", "/bin/true")
    copy = tmp_path / unit.name.replace("@", "@web")
    copy.write_text(text.replace("/opt/nuanxin/.venv/bin/nuanxin", "/bin/true"), encoding="utf-8")
    verified = subprocess.run([analyze, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False)
    assert str(copy) not in verified.stderr, verified.stderr
    rated = subprocess.run(
        [analyze, "security", "--offline=yes", "--threshold=20", str(copy)], capture_output=True, text=True, check=False
    )
    assert rated.returncode == 0, rated.stdout[-400:] + rated.stderr


def brought() -> set[str]:
    """The names of all packages that `dependencies` names or brings along, of those that are installed here."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    names, waiting = set[str](), [(line, "") for line in project["dependencies"]]
    while waiting:
        line, extra = waiting.pop()
        one = Requirement(line)
        name = canonicalize_name(one.name)
        if one.marker is not None and not one.marker.evaluate({"extra": extra}):
            continue
        fresh = {name, *(f"{name}[{more}]" for more in one.extras)} - names
        if fresh:
            names |= fresh
            for more in ("", *one.extras):
                waiting += [(need, more) for need in metadata.requires(name) or ()]
    return names


def test_the_image_installs_all_that_its_code_imports() -> None:
    """Nothing that only tests bring: it would be found here and missing there."""
    of, inside = metadata.packages_distributions(), {"actions", "bot", "data", *sys.stdlib_module_names}
    wanted = dict[str, Path]()
    for path in (one for folder in ("actions", "bot", "data") for one in (HOUSE / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            wanted |= {top: path for name in names if (top := name.partition(".")[0]) not in inside}
    have = brought()
    assert len(wanted) > 20
    assert {top: path for top, path in wanted.items() if have.isdisjoint(map(canonicalize_name, of.get(top, ())))} == {}
