"""The page that says what is kept, and the file that people take away."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.locale.wording import catalogue
from data.model import LANGUAGES
from tests.e2e.desk import Desk
from tests.known import known

KEPT = ("ordinary", "benefit", "protection", "participation", "talk", "alarm")
ROW = re.compile(r'<th scope="row">([^<]+)</th><td>([^<]+)</td>')
YEARS = {"zh_Hans": "{} 年", "zh_Hant": "{} 年", "en": "{} year"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_the_periods_that_the_desk_sweeps_by(plain_desk: Desk, language: str) -> None:
    """In each language, with Telegram's way abroad, the other languages, and nothing from elsewhere."""
    page = httpx.get(f"{plain_desk.url}/privacy", params={"language": language}, trust_env=False)
    assert page.status_code == 200 and "default-src 'none'" in page.headers["content-security-policy"]
    rows = dict(ROW.findall(page.text))
    assert len(rows) == len(KEPT)
    for kept in KEPT:
        years = known().retention_days[kept] // 365
        assert rows[catalogue(language)[f"privacy.kept.{kept}"]].removesuffix("s") == YEARS[language].format(years)
    assert "Telegram" in page.text and page.text.count('hreflang="') + page.text.count('class="language"') >= 3
    assert not re.search(r'(?:src|href)="(?!/|data:|#)', page.text)
    assert f'lang="{language.replace("_", "-")}"' in page.text


def test_the_chat_page_leads_there_and_gives_ones_own_data(plain_desk: Desk) -> None:
    """What was said comes back as a file, to the session that said it; who said nothing gets none; /privacy answers."""
    with httpx.Client(base_url=plain_desk.url, trust_env=False) as page:
        assert "/privacy?language=" in page.get("/chat").text
        assert page.get("/chat/data").status_code == 303
        page.post("/chat", data={"text": "隐私"})
        found = page.get("/chat/data")
    assert found.headers["content-disposition"].startswith("attachment")
    talk = found.json()["talk"]
    assert talk[0]["text"] == "隐私" and str(known().retention_days["ordinary"]) in talk[1]["text"]
    with httpx.Client(base_url=plain_desk.url, trust_env=False) as other:
        other.get("/chat")
        assert other.get("/chat/data").status_code == 303
