"""The catalog that ships with Paper Club, read once for all tests of a worker."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.storage.papers.catalog import load_catalog
from bot.wiring import PAPERS_FILE

if TYPE_CHECKING:
    from bot.core.papers.paper import Catalog


@cache
def shipped_catalog() -> Catalog:
    return load_catalog(PAPERS_FILE)
