"""The desk's image, as near as one comes without a container engine: its files alone, its commands, its settings."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import KEY
from tests.e2e.desk import Desk
from tests.ports import NOBODY
from tests.valkey import valkey

HOUSE = Path(__file__).parents[2]
TEXT = re.sub(r"\\\n\s*", "", (HOUSE / "Containerfile").read_text("utf-8"))
PYTHON = ".venv/bin/python"
PRESET = re.compile(r"\$\{\w+:-(.*)\}")  # a value of compose's that stands where nothing is set


class Contained(Desk):
    """A desk that runs in a folder with nothing but what the image has."""

    @property
    def env(self) -> dict[str, str]:
        """The image's way of finding modules, and what compose sets."""
        return super().env | {"PYTHONPATH": str(self.folder)}


def left_out(folder: str, names: list[str]) -> set[str]:
    """What .containerignore keeps out of the image, wherever it lies or at its place."""
    rules = [line for line in (HOUSE / ".containerignore").read_text("utf-8").split() if line[0] not in "!*"]
    anywhere = re.findall(r"(?m)^\*\*/(.+)$", (HOUSE / ".containerignore").read_text("utf-8"))
    here = Path(folder).relative_to(HOUSE)
    return {n for n in names if str(here / n) in rules or any(fnmatch(n, rule) for rule in anywhere)}


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder with what the file copies, and this environment for the one it makes."""
    folder = tmp_path / "desk"
    folder.mkdir()
    for line in re.findall(r"(?m)^COPY (?!--from)(.+)$", TEXT):
        for source in line.split()[:-1]:
            if (HOUSE / source).is_dir():
                shutil.copytree(HOUSE / source, folder / source, ignore=left_out)
            else:
                shutil.copy(HOUSE / source, folder)
    (folder / ".venv").symlink_to(Path(sys.executable).parents[1])
    return folder


def settings(service: str, **here: str) -> dict[str, str]:
    """What compose sets for a service, with addresses of this machine."""
    compose: dict[str, Any] = yaml.safe_load((HOUSE / "compose.yaml").read_text("utf-8"))
    told = compose["services"][service]["environment"].items()
    found = {name.removeprefix("NUANXIN_").lower(): PRESET.sub(r"\1", str(value)) for name, value in told}
    return {name: here.get(name, value) for name, value in found.items()}


@pytest.fixture
def desk(image: Path, tmp_path: Path, empty_postgres_url: str) -> Iterator[Contained]:
    """The service `web` of compose, not yet started."""
    (tmp_path / "home").mkdir()
    with valkey() as redis:
        told = settings(
            "web", database_url=empty_postgres_url, redis_url=redis, encryption_keys=KEY, rest_token="t" * 32
        )
        desk = Contained(tmp_path / "home", **told, nlu_url=NOBODY)
        desk.folder = image
        yield desk
        desk.stop()


def test_the_images_files_and_commands_make_a_desk(desk: Contained) -> None:
    """What is run while it is built goes through, then compose's `migrate` and `web`; its health check is content."""
    steps = [step for line in re.findall(r"(?m)^RUN (.+)$", TEXT) for step in line.split(" && ")]
    built = [step for step in steps if step.startswith(PYTHON)]
    where = f'{PYTHON} -c "import actions, bot, data; print(actions.__file__, bot.__file__, data.__file__)"'
    run = partial(subprocess.run, cwd=desk.folder, env=desk.env, capture_output=True, text=True, check=False)
    ended = {command: run(["sh", "-c", command]) for command in (*built, where)}
    assert {command: one.stderr for command, one in ended.items() if one.returncode} == {}
    found = ended[where].stdout.split()
    assert len(built) >= 2 and len(found) == 3 and all(Path(one).is_relative_to(desk.folder) for one in found)
    compose = yaml.safe_load((HOUSE / "compose.yaml").read_text("utf-8"))["services"]
    assert desk.run(*compose["migrate"]["command"]).returncode == 0
    desk.start(*compose["web"]["command"])
    (check,) = re.findall(r'HEALTHCHECK .*CMD \["python", "-c", "(.+)"\]', TEXT)
    asked = check.replace("127.0.0.1:8080", f"127.0.0.1:{desk.port}")
    assert asked != check
    subprocess.run([sys.executable, "-c", asked], env=os.environ | {"no_proxy": "*"}, check=True, timeout=20)
