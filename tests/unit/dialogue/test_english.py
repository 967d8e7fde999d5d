"""First messages in English: what they tell is not asked again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.dialogue.talk import Talk

TOLD: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "My mother hasn't answered her phone for three days, she is 81 and lives by herself",
        "visit_request",
        {"whom": "elder", "age": 81, "lives_alone": True, "worry": "no_answer"},
    ),
    (
        "Please check on my neighbour, an old man of about 80, I haven't seen him for a week",
        "visit_request",
        {"whom": "elder", "worry": "not_seen", "age": 80},
    ),
    ("My grandson, 5, got lost in the supermarket an hour ago", "missing_person", {"person": "child", "age": 5}),
    (
        "My mother sent 30,000 yuan to a stranger on the phone yesterday",
        "fraud_alert",
        {"victim": "elder", "money_moved": True, "happened": "2026-11-21"},
    ),
    ("A fire burnt down our house on Sunday, there are five of us", "temporary_assistance", {"household": 5}),
    (
        "We are three at home, 2000 a month, my husband is disabled",
        "subsistence_allowance",
        {"household": 3, "income": 2000},
    ),
    (
        "My daughter is 8 and has leukaemia, the bills are 200 thousand so far, we are insured",
        "medical_aid",
        {"patient_age": 8, "own_cost": 200000, "insured": True, "illness": "My daughter is 8 and has leukaemia"},
    ),
    ("I need warm clothes for my two children, 4 and 6", "care_package", {"for_whom": "child"}),
    ("I turned 80 in March, the old age allowance for the first time please", "senior_allowance", {"age": 80}),
    ("A care home for my mother, 88, budget 5000 a month", "care_home", {"age": 88, "budget": 5000}),
    ("The exercise bike in the park is broken", "facility_repair", {"facility": "fitness"}),
    (
        "My nephew is 9, his dad is in prison and his mum left",
        "orphan_support",
        {"child_age": 9, "father_state": "detained", "mother_state": "missing"},
    ),
    ("Our son, 7, lives with his grandma", "left_behind_child", {"child_age": 7, "carer": "grandparents"}),
    ("My daughter was born on 3 May 2015", "migrant_child_registration", {"birth_date": "2015-05-03"}),
    ("I would like to be paired with a child of about 8", "caring_parent", {"child_age": 8}),
    (
        "Homework help for my daughter in grade 3, Mondays and Wednesdays",
        "child_centre",
        {"grade": "primary_lower", "days": ("after_school",)},
    ),
    (
        "I need a volunteer on Saturday at 9 to read to my father, he's 80",
        "volunteer_request",
        {"age": 80, "kind": "comfort", "when": "2026-11-28T09:00"},
    ),
    (
        "A resident, 86, has had a fever since last night in Happy Care Home",
        "medical_green_channel",
        {"institution": "Happy Care Home", "age": 86, "fever_or_infection": True},
    ),
)


@pytest.mark.parametrize(("text", "service", "told"), TOLD, ids=[service for _, service, _ in TOLD])
def test_what_an_english_message_tells_is_taken(text: str, service: str, told: dict[str, Any]) -> None:
    """Ages, persons, sums, days and choices of all services."""
    values = Talk().say(text, service).form.values
    assert {id: values.get(id) for id in told} == told


@pytest.mark.parametrize(
    ("text", "service", "id"),
    [
        ("We pay 800 a month rent, three of us", "subsistence_allowance", "income"),
        ("打了110，我妈被骗了", "fraud_alert", "money_moved"),
        ("My mother was called three times by a stranger", "fraud_alert", "money_moved"),
        ("my kids have 2 dogs and need warm clothes", "care_package", "age"),
    ],
)
def test_what_only_looks_so_is_not_taken(text: str, service: str, id: str) -> None:
    """Rent is no income, a call no payment."""
    assert id not in Talk().say(text, service).form.values


@pytest.mark.parametrize(
    ("text", "person"), [("俺爹走丢了", "elder"), ("我細佬走失咗", "child"), ("幺儿找不到了", "child")]
)
def test_kin_of_any_region_are_old_or_young(text: str, person: str) -> None:
    """Where a question offers the two."""
    assert Talk().say(text, "missing_person").form.values["person"] == person
