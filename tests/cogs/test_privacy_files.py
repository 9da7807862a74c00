"""The file of `/privacy export`: how it is made, and what comes of one that is too large."""

from __future__ import annotations

import json
import threading
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from bot.storage.privacy.registry import HOLDINGS
from cogs.privacy import archive
from cogs.privacy.pages import ORDER
from cogs.privacy.readme import Readme, _quoted
from cogs.ui.wording import t
from tests.cogs.test_privacy import opened, reading_week
from tests.support.reading import answer_to, shown_text
from tests.support.viewers import viewer

if TYPE_CHECKING:
    import pytest

    from tests.support.club_server import ClubServer


def test_everything_that_is_held_has_a_name_and_a_place() -> None:
    names = [holding.name for holding in HOLDINGS]
    assert sorted(ORDER) == sorted(names)
    assert len({t("privacy-holding", name=name) for name in names}) == len(names)


def test_a_line_of_signs_makes_no_heading_of_what_is_above() -> None:
    assert _quoted("One.\n===\n ---\n# Two.\n1 = 1") == "> One.\n> \\===\n>  \\---\n> \\# Two.\n> 1 = 1"


async def test_a_takeaway_says_what_counts_what_was_refused_and_what_is_withdrawn(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    names = ("sentence", "question", "kept_sentence", "kept_question")
    typed = (("Freeze the rest.", "", "Too long.", "Why?"), (None, None, None, None))
    rows = [
        dict(zip(names, texts, strict=True)) | {"week_id": 7, "written_at": nia.server.env.now()} for texts in typed
    ]
    export = await nia.server.bot.services.privacy.export(viewer(nia.user.id, None), None)
    counted, withdrawn = (
        Readme(nia.server.bot.services.papers.shared, export).text({"takeaways": rows}).split("### ")[1:]
    )
    assert "**Takeaway**\n\n> Freeze the rest.\n\nWhat you typed last, which could not be accepted:" in counted
    assert counted.rstrip().endswith("**Takeaway**\n\n> Too long.\n\n**Question**\n\n> Why?")
    assert withdrawn.rstrip().endswith("You withdrew it.")


async def test_what_is_too_large_for_one_file_comes_in_several(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    nia = await reading_week(club_server)
    make = archive.archives
    monkeypatch.setattr("cogs.privacy.actions.archives", lambda papers, export, _: make(papers, export, 1600))
    before = len(nia.server.env.http_requests)
    first = await nia.user.slash("privacy export")
    (file,) = answer_to(first).attachments
    count = int(file.filename.rpartition("-")[2].removesuffix(".zip"))
    assert count > 1
    assert f"file 1 of {count}" in shown_text(answer_to(first))
    assert file.filename == f"paper-club-data-1-of-{count}.zip"
    sent = str([request.json for request in nia.server.env.http_requests[before:]])
    assert all(f"paper-club-data-{number}-of-{count}.zip" in sent for number in range(1, count + 1))


async def test_the_file_is_made_beside_the_event_loop(club_server: ClubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    nia = await reading_week(club_server)
    make, threads = archive.archives, []

    def noted(*given: Any) -> list[bytes]:
        threads.append(threading.get_ident())
        return make(*given)

    monkeypatch.setattr("cogs.privacy.actions.archives", noted)
    await opened(await nia.user.slash("privacy export"))
    assert threads
    assert threading.get_ident() not in threads


async def test_parts_hold_the_same_as_the_whole(club_server: ClubServer) -> None:
    nia = await reading_week(club_server)
    papers, privacy = nia.server.bot.services.papers.shared, nia.server.bot.services.privacy
    export = await privacy.export(viewer(nia.user.id, None), None)
    (whole,) = archive.archives(papers, export, 10**7)
    assert archive.archives(papers, export, 10**7) == [whole]
    parts = archive.archives(papers, export, 1600)
    assert len(parts) > 1
    assert max(map(len, parts)) <= 1600
    documents = [json.loads(ZipFile(BytesIO(part)).read("data.json"))["data"] for part in parts]
    together: dict[str, list[Any]] = {}
    for document in documents:
        for name, rows in document.items():
            together.setdefault(name, []).extend(rows)
    assert together == json.loads(ZipFile(BytesIO(whole)).read("data.json"))["data"]
