"""Tabs that a browser suspends in the background, without the waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simcord.preview import Preview

if TYPE_CHECKING:
    import pytest


def suspend_tabs_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if each tab asked for nothing for longer than SimCord remembers it, which is ten minutes."""
    monkeypatch.setattr(Preview, "_PAGE_LEASE_SECONDS", -1)
