"""Dumps that tests make, imports of them, and what is in the catalogue file then."""

from __future__ import annotations

import gzip
import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

from bot.services.world_catalog.importing import Wishes, import_files
from bot.storage.world_catalog.opening import check_whole, open_catalogue_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.core.world_catalog.importing import ImportReport, Stage

TABLES = ("papers", "venues", "abstracts", "names", "lineages", "vocabulary", "typos", "beginnings", "initials")


def silent(stage: Stage, done: int, total: int, what: str = "") -> None:
    """Hears nothing."""


def made(number: int, **fields: Any) -> dict[str, Any]:
    words = f"Paper number {number} about the theory of {'abcdefghij'[number % 10] * 7} things"
    return {"title": words, "authors": [f"Author{number} Name{number}"], "year": 2000 + number % 20, **fields}


def written(file: Path, records: Sequence[Any]) -> Path:
    data = b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in records) + b"\n"
    file.write_bytes(gzip.compress(data) if file.suffix == ".gz" else data)
    return file


def imported(target: Path, *files: Path, **wishes: Any) -> ImportReport:
    return import_files(target, files, Wishes(**wishes), silent)


def contents(target: Path) -> dict[str, list[Any]]:
    check_whole(target)
    with closing(open_catalogue_file(target)) as connection:
        rows = {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}  # noqa: S608
        return {table: found.fetchall() for table, found in rows.items()}


def titles(target: Path) -> list[str]:
    return [row[1] for row in contents(target)["papers"]]
