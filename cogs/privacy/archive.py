"""A member's data as zip files: JSON for programs, and Markdown to read."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cogs.privacy.readme import Readme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.services.papers.papers import Papers
    from bot.services.privacy.service import MemberExport, Rows

DATA, README = "data.json", "README.md"
FORMAT = 1


def archives(papers: Papers, export: MemberExport, largest: int) -> list[bytes]:
    """One zip file, or several if one is larger than `largest`; none if nothing is stored."""
    readme = Readme(papers, export)
    found = [(name, row) for name, rows in export.rows.items() for row in rows]
    return list(_in_parts(readme, export, found, largest)) if found else []


def _in_parts(
    readme: Readme, export: MemberExport, rows: Sequence[tuple[str, dict[str, Any]]], largest: int
) -> Iterator[bytes]:
    """Divide what is too large into halves. A single row never is: Discord's forms hold a thousandth of a file."""
    part: Rows = {}
    for name, row in rows:
        part.setdefault(name, []).append(row)
    whole = _zipped(export.made_at, {DATA: _as_json(export, part), README: readme.text(part)})
    if len(whole) <= largest or len(rows) == 1:
        yield whole
        return
    middle = len(rows) // 2
    yield from _in_parts(readme, export, rows[:middle], largest)
    yield from _in_parts(readme, export, rows[middle:], largest)


def _zipped(made_at: datetime, texts: dict[str, str]) -> bytes:
    """The same bytes for the same data."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            entry = ZipInfo(name, made_at.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return file.getvalue()


def _as_json(export: MemberExport, rows: Rows) -> str:
    scope = export.scope
    document = {
        "format": FORMAT,
        "user_id": str(scope.user_id),
        "server_id": None if scope.server_id is None else str(scope.server_id),
        "exported_at": export.made_at.isoformat(),
        "clubs": {str(club_id): name for club_id, name in sorted(export.clubs.items())},
        "data": {name: [_readable(row) for row in each] for name, each in rows.items()},
    }
    # An indent also makes Python write it step by step, so that the event loop gets its turns.
    return json.dumps(document, ensure_ascii=False, indent=2)


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _json_value(name, value) for name, value in row.items()}


def _json_value(name: str, value: Any) -> Any:
    """Ids as texts, since JavaScript rounds large numbers; instants and days as ISO 8601 writes them."""
    if isinstance(value, date):
        return value.isoformat()
    is_id = name == "id" or name.endswith("_id")
    return str(value) if is_id and value is not None else value
