"""Prints how well the separate set is understood, and draws what is mixed up: part of `make evaluate`."""

from __future__ import annotations

import json
import os
from pathlib import Path

from nlu import picture
from tests.evaluation import needs, tables, topics
from tests.evaluation.asked import OUT, Asked, ask, ask_rows

MESSAGES = {"first_messages.yml": "first messages", "letters.yml": "letters"}
CRISIS = "crisis.yml"
RESULTS = Path(__file__).resolve().parents[2] / "nlu" / "results"


def main() -> None:
    """All tables; a set that is not there is said to be absent."""
    found = ask(*MESSAGES, CRISIS)
    for name, title in MESSAGES.items():
        print(f"\n## {title} ({name}), through model, thresholds and gate")
        print("\n".join(tables.messages(found[name])) if found[name] else "absent")
        if found[name]:
            pairs = [(row.intent, row.taken if not row.right else row.intent) for row in found[name]]
            print(picture.confusion(pairs, RESULTS / f"{Path(name).stem}.svg"))
    marked = found[CRISIS] + [row for name in MESSAGES for row in found[name] if name != "first_messages.yml"]
    print(f"\n## alarms ({CRISIS} and the letters)")
    print("\n".join(tables.alarms(marked)) if marked else "absent")
    print(f"\n## questions about rules ({topics.QUESTIONS.name})")
    topics.main()
    print(f"\n## two needs in one message ({needs.SETS.name})")
    needs.main()
    print("\n## CLINC150, what is out of anybody's scope")
    strange = _strangers()
    print(
        f"{len(strange)} asked, {sum(row.right for row in strange) / len(strange):.1%} rejected"
        if strange
        else "absent"
    )


def _strangers() -> list[Asked]:
    """The public questions that no desk answers; none where the setting names no folder with them."""
    path = Path(os.environ.get("NUANXIN_BENCHMARKS", "")) / "clinc_oos" / "oos_test.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return ask_rows([{"text": json.loads(line)["text"], "intent": OUT, "lang": "en"} for line in lines])


if __name__ == "__main__":
    main()
