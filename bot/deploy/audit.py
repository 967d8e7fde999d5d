"""`make audit`: asks pip-audit about each lock, and says loudly what is new and what nobody could be asked about."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "nlu/requirements.lock", "nlu/rasa-cli/requirements.lock")
COVERED = HOUSE / "nlu" / "advisories.md"
ID = re.compile(r"\b(?:CVE-\d{4}-\d+|GHSA(?:-[0-9a-z]{4}){3}|PYSEC-\d{4}-\d+)\b")
UNASKED, NEW = 2, 1  # exit codes


@dataclass
class Verdict:
    """About one lock: packages asked about, advisories that are covered, new ones, and what was not asked, and why."""

    asked: int = 0
    covered: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    why: Counter[str] = field(default_factory=Counter)


def judge(answer: Mapping[str, Any], covered: frozenset[str]) -> Verdict:
    """What pip-audit's JSON says; a package that it skipped was not asked about, whatever its summary says."""
    verdict = Verdict()
    for one in answer["dependencies"]:
        if "skip_reason" in one:
            verdict.unasked.append(one["name"])
            verdict.why[one["skip_reason"].partition(":")[0]] += 1
            continue
        verdict.asked += 1
        for found in one["vulns"]:
            names = {found["id"], *found.get("aliases", ())}
            known = verdict.covered if names & covered else verdict.new
            known.append(f"{one['name']} {one['version']}: {found['id']}")
    return verdict


def ask(program: Sequence[str], lock: Path) -> Mapping[str, Any] | None:
    """pip-audit's answer about a lock; None where it gave none."""
    options = ["--disable-pip", "--require-hashes", "-f", "json", "--progress-spinner", "off"]
    done = subprocess.run([*program, *options, "-r", str(lock)], capture_output=True, text=True, check=False)
    try:
        found: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError:
        sys.stderr.write(done.stderr[-2000:])
        return None
    return found


def main(program: Sequence[str]) -> int:
    """Ask about all locks; 0 only where everything was asked about and nothing is new."""
    covered, worst = frozenset(ID.findall(COVERED.read_text("utf-8"))), 0
    for lock in LOCKS:
        answer = ask(program, HOUSE / lock)
        if answer is None:
            sys.stdout.write(f"{lock}: !!! NOT CHECKED: pip-audit could not reach its service (or could not run)\n")
            worst = UNASKED
            continue
        verdict = judge(answer, covered if lock.startswith("nlu/") else frozenset())
        sys.stdout.write(f"{lock}: {verdict.asked} packages asked about, {len(verdict.covered)} advisories covered\n")
        sys.stdout.writelines(f"{lock}: NEW: {one}\n" for one in verdict.new)
        if verdict.unasked:
            some = ", ".join(verdict.unasked[:5])
            sys.stdout.write(f"{lock}: !!! NOT CHECKED: {len(verdict.unasked)} packages ({some} …)\n")
            sys.stdout.writelines(f"{lock}: {count} times: {reason}\n" for reason, count in verdict.why.items())
        worst = max(worst, UNASKED if verdict.unasked else NEW if verdict.new else 0)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
