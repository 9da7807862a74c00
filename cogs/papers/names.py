"""What members call papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import UnknownPaperError

if TYPE_CHECKING:
    from bot.services.papers.papers import Papers


def short_name(papers: Papers, key: str | None) -> str:
    """Return the paper's short name, or its key if the catalog no longer has it."""
    try:
        return papers.paper(key or "").short_name
    except UnknownPaperError:
        return key or "a paper"
