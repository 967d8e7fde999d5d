"""Settings: read strictly, documented all."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_in_the_readme(name: str) -> None:
    """An undocumented setting fails here."""
    assert f"`NUANXIN_{name.upper()}`" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "value"),
    [("UNDERSTANDING_TIMEOUT", "soon"), ("WORKERS", "0"), ("TELEGRAM_API_URL", "ftp://x"), ("LOG", "loud")],
)
def test_a_wrong_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says which one and what is wrong, and shows no traceback."""
    monkeypatch.setenv(f"NUANXIN_{name}", value)
    with pytest.raises(SettingsError, match=f"NUANXIN_{name}: "):
        read_settings()


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing the settings shows neither token nor key."""
    monkeypatch.setenv("NUANXIN_TELEGRAM_TOKEN", "12345:secret-token")
    monkeypatch.setenv("NUANXIN_DATABASE_URL", "postgresql://desk:secret-word@localhost/desk")
    shown = repr(read_settings())
    assert "secret-" not in shown
