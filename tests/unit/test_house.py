"""The project about itself: what is tracked, what is locked, what each folder says of itself."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
FOLDERS = ("actions", "bot", "data", "nlu", "tests")
PROJECTS = ("requirements.lock", "nlu/requirements.lock", "nlu/rasa-cli/requirements.lock")
LOCKS = (*PROJECTS, "bot/deploy/audit.lock")

# Written in pieces, so that this file may be tracked too.
REGISTRIES = [
    ".".join(host) for host in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("deb", "debian"))
]
MACHINE_PATHS = ["/" + path for path in ("work/", "root/", "opt/wheels", "opt/pypi")] + ["." + "library"]
OPEN_ADDRESS = re.compile(r"(?m)^\s*(-i|--index|--extra-index|--find-links|-f)\b|https?://|file:|@ ")


def tracked() -> list[Path]:
    """Every file that git knows here; a copy without git has nothing to judge."""
    try:
        listing = subprocess.run(
            ["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, check=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy is no git checkout: what is tracked cannot be told")
    return [HOUSE / name for name in listing.split("\0") if name and (HOUSE / name).is_file()]


def naming(words: list[str]) -> list[str]:
    """`file: word` for each tracked text file that holds one of the words."""
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(HOUSE)}: {word}" for word in words if word in text]
    return found


def test_no_tracked_file_names_a_package_registry() -> None:
    """Whoever installs chooses the index; a file that names one would take the choice away."""
    assert naming(REGISTRIES) == []


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    """A path of the machine where a line was written is wrong on every other."""
    assert naming(MACHINE_PATHS) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_top_level_folder_explains_itself(folder: str) -> None:
    """README.md of a folder: what lives here, what may not, and why."""
    readme = HOUSE / folder / "README.md"
    assert readme.is_file() and readme.read_text("utf-8").strip(), f"{folder}/README.md is missing or empty: write it"


def test_the_top_level_is_the_five_folders() -> None:
    """A sixth room would need a place in the design and in the import contracts first."""
    rooms = {path.relative_to(HOUSE).parts[0] for path in tracked() if len(path.relative_to(HOUSE).parts) > 1}
    assert {room for room in rooms if not room.startswith(".")} == set(FOLDERS)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_versions_and_hashes_and_no_address(lock: str) -> None:
    """Every package of a lock has one version and at least one hash, and nothing says where to get it."""
    text = (HOUSE / lock).read_text("utf-8")
    blocks = [block for block in re.split(r"(?m)^(?=\S)", text) if block.strip()]
    assert blocks, f"{lock} is empty: make lock"
    unpinned = [block.splitlines()[0] for block in blocks if not re.match(r"[a-z0-9._-]+==\S+", block)]
    unhashed = [block.splitlines()[0] for block in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}", block)]
    assert unpinned == [] and unhashed == [] and OPEN_ADDRESS.search(text) is None


def test_the_locks_hold_what_the_projects_ask_for() -> None:
    """A dependency written into a pyproject.toml without `make lock` would be missing on every other machine."""
    for lock in PROJECTS:
        project = tomllib.loads((HOUSE / lock).with_name("pyproject.toml").read_text("utf-8"))
        wanted = [*project["project"]["dependencies"], *project.get("dependency-groups", {}).get("dev", [])]
        names = {re.split(r"[\[<>=!~; ]", one, maxsplit=1)[0].lower().replace("_", "-") for one in wanted}
        locked = set(re.findall(r"(?m)^([a-z0-9._-]+)==", (HOUSE / lock).read_text("utf-8")))
        assert names - locked == set(), f"{lock} is older than its pyproject.toml: make lock"


def imports(path: Path) -> set[str]:
    """The top-level names that a Python file imports, wherever in the file it does."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in plain | named}


def test_nlu_reads_data_and_no_other_room() -> None:
    """The import contracts cover the root package; nlu/ is no part of it, so its imports are read here."""
    files = [path for path in tracked() if path.suffix == ".py" and path.relative_to(HOUSE).parts[0] == "nlu"]
    assert {str(path): found for path in files if (found := imports(path) & {"actions", "bot", "tests"})} == {}


def test_the_pinned_uv_is_the_same_everywhere() -> None:
    """uv is fetched by the Makefile alone, and pinned there."""
    assert re.search(r"(?m)^UV_VERSION := \d+\.\d+\.\d+$", (HOUSE / "Makefile").read_text("utf-8"))
