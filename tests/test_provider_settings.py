"""The operator's settings of providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.providers.names import ProviderName
from bot.settings import Settings, SettingsError, load_settings
from bot.wiring import build_bot

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ("SEMANTIC_SCHOLAR_KEY", "OPENALEX_KEY")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_all_are_asked_by_default() -> None:
    settings = load_settings()
    assert settings.provider_names == tuple(ProviderName)
    assert (settings.provider_contact, settings.provider_keys) == (None, {})


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("none", ()),
        (" None ", ()),
        ("crossref, ARXIV", (ProviderName.CROSSREF, ProviderName.ARXIV)),
        ("openalex openalex", (ProviderName.OPENALEX,)),
        ("semantic_scholar,", (ProviderName.SEMANTIC_SCHOLAR,)),
    ],
)
def test_the_order_is_the_operators(
    monkeypatch: pytest.MonkeyPatch, written: str, names: tuple[ProviderName, ...]
) -> None:
    monkeypatch.setenv("PROVIDERS", written)
    assert load_settings().provider_names == names


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PROVIDERS", "google", "PROVIDERS must be none, or names from arxiv,crossref,openalex,semantic_scholar"),
        ("PROVIDERS", "none,arxiv", "PROVIDERS must be none, or names from"),
        ("PROVIDERS", ",", "PROVIDERS must be none, or names from"),
        ("PROVIDER_CONTACT", "me", "PROVIDER_CONTACT must be an email address, such as you@example.org, not 'me'."),
        ("PROVIDER_CONTACT", "me@example.org\nX: y", "PROVIDER_CONTACT must be an email address"),
        *((name, "s3cret key", f"{name} must be a key as the provider gave it to you") for name in KEYS),
        *((name, "s3cret\r\nX: y", f"{name} must be a key as the provider gave it to you") for name in KEYS),
    ],
)
def test_a_wrong_value_is_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value).startswith(said)
    assert "s3cret" not in str(refused.value)


def test_keys_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.setenv(name, "s3cret-key")
    settings = load_settings()
    assert settings.provider_keys == dict.fromkeys((ProviderName.SEMANTIC_SCHOLAR, ProviderName.OPENALEX), "s3cret-key")
    assert "s3cret" not in repr(settings)


async def test_the_bot_can_ask_providers_unless_they_are_off(tmp_path: Path) -> None:
    for written, is_on in (("arxiv", True), ("none", False)):
        settings = load_settings(database_url=f"sqlite+aiosqlite:///{tmp_path / 'club.db'}", providers=written)
        bot = build_bot(settings, ticking=False, shard_count=1)
        assert bot.services.providers.is_on is is_on
        assert bot.services.providers.close in bot.closing
        await bot.release()
