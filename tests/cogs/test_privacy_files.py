"""The file of `/privacy export`: how it is made, and what comes of one that is too large."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from bot.core.meetings.plan import MeetingPlan, Place, PlaceKind
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


def test_every_kind_of_column_can_be_written_as_json() -> None:
    made: dict[type, Any] = {datetime: datetime(2026, 1, 4, tzinfo=UTC), date: date(2026, 1, 4), int: 7, bool: True}
    for holding in HOLDINGS:
        for column in holding.shown:
            value = made.get(column.type.python_type, "a text")
            written = json.loads(json.dumps(archive._json_value(column.name, value)))
            assert written == "2026-01-04" or column.type.python_type is not date, f"{holding.name}: {column.name}"


async def test_a_host_gets_their_file_and_every_section_in_it(club_server: ClubServer) -> None:
    club, ada, place = (
        await club_server.club("lora"),
        club_server.ada,
        Place(PlaceKind.LINK, link="https://example.org/"),
    )
    await club_server.edit(club, meeting=MeetingPlan(3, time(19), place=place))
    await ada.slash(club_server.channel, "host volunteer", week=str(club.next_slot))
    data, readme = await opened(await ada.slash(club_server.channel, "privacy export"))
    (answer,) = data["data"]["host-answers"]
    assert answer["slot"] == str(club.next_slot)
    assert f"## {t('privacy-holding', name='host-answers')}" in readme


async def test_every_holding_has_a_section_to_read(club_server: ClubServer) -> None:
    services = club_server.bot.services
    readme = Readme(services.papers.shared, await services.privacy.export(viewer(1, None), None))
    # Logs are shown by their versions; which messages are left to delete is a matter of numbers.
    assert {holding.name for holding in HOLDINGS} - set(readme._sections) == {"paper-logs", "erasure-messages"}
    now, row = club_server.env.now(), {"name": "Grace *Hopper*", "club_id": None}
    for holding, column in (
        ("past-session-hosts", "added_at"),
        ("schedule-matches", "matched_at"),
        ("schedule-previews", "created_at"),
    ):
        text = readme.text({holding: [row | {column: now}]})
        assert f"## {t('privacy-holding', name=holding)}\n\n- {now:%Y-%m-%d %H:%M} UTC" in text


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
