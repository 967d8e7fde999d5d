"""The peer's actions, run by rasa-sdk's own server on Rasa's Python: the form's checks, and a number at the end."""

from __future__ import annotations

import itertools
import re
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher

NUMBERS = itertools.count(1)


class ValidateMealForm(FormValidationAction):
    """Looks at each of the five details as it comes."""

    def name(self) -> str:
        """As the domain calls it."""
        return "validate_meal_form"

    def validate_age(self, value: Any, *_: Any) -> dict[str, Any]:
        """Digits between 18 and 120."""
        found = re.search(r"\d+", str(value))
        return {"age": found[0] if found and 18 <= int(found[0]) <= 120 else None}

    def validate_address(self, value: Any, *_: Any) -> dict[str, Any]:
        """More than a word."""
        return {"address": value if len(str(value)) > 2 else None}

    def validate_dining(self, value: Any, *_: Any) -> dict[str, Any]:
        """One of two."""
        return {"dining": "送到家里" if "送" in str(value) else "去饭堂吃"}

    def validate_start(self, value: Any, *_: Any) -> dict[str, Any]:
        """Any words."""
        return {"start": value or None}

    def validate_diet(self, value: Any, *_: Any) -> dict[str, Any]:
        """Any words."""
        return {"diet": value or None}


class OpenRequest(Action):
    """Gives a number; nothing is kept, which flatters the peer."""

    def name(self) -> str:
        """As the domain calls it."""
        return "action_open_request"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Answer with the number."""
        dispatcher.utter_message(text=f"已经登记，编号 NX-PEER-{next(NUMBERS):05d}")
        return []
