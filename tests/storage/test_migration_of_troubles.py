"""Stored English text becomes codes with facts, is displayed the same, and is restored by a downgrade."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from alembic import command
from sqlalchemy import MetaData, insert, select

from bot.core.weeks.note import Note
from bot.storage.migrating import alembic_config
from bot.storage.outbox import rows as outbox_rows
from bot.storage.tables import weeks
from cogs.ui.troubles import for_member, for_organizers
from cogs.ui.week_notes import note_text
from tests.storage.test_migrations import engine

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

__all__ = ["engine"]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BEFORE, AFTER = "0012", "0013"
UNREACHED = "Cannot connect to host discord.com:443"
ONCE = "The thread was locked, as it was worded once."
AGAIN = "then press *Try again* here or in `/club show`."
CUT = f"I lack **View Channel**, {', '.join(['**Send Messages in Threads**'] * 9)}"[:200]
# The stored reason and trouble → the code and facts that they become.
TROUBLES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("", "", "", {}),
    ("", "locked", "", {}),
    (f"The thread is locked. Unlock it, {AGAIN}", "locked", "locked", {}),
    (
        f"I lack **Send Messages**, **Attach Files** and **Create Polls** in the channel. Allow me that there, {AGAIN}",
        *("permission", "permission"),
        {"missing": ["Send Messages", "Attach Files", "Create Polls"]},
    ),
    (
        f"I lack **View Channel** in the channel. Allow me that there, {AGAIN}",
        *("permission", "permission"),
        {"missing": ["View Channel"]},
    ),
    (
        "I cannot see the channel. Give me View Channel there, or choose another with `/club edit channel`.",
        *("permission", "no-access"),
        {},
    ),
    (CUT, "permission", "permission", {"sentence": CUT}),
    ("A fault of mine; reference PC-1A2B3C.", "fault", "fault", {"reference": "PC-1A2B3C"}),
    (
        "Discord refused it (50035): Invalid Form Body\nIn embed: {x}",
        *("other", "discord-refused"),
        {"number": 50035, "text": "Invalid Form Body\nIn embed: {x}"},
    ),
    ("Discord answered 503", "other", "discord-answered", {"status": 503}),
    (UNREACHED, "other", "as-stored", {"sentence": UNREACHED}),
    (ONCE, "locked", "locked", {"sentence": ONCE}),
    ("somebody deleted it", "deleted", "deleted", {}),
    ("somebody deleted it", "", "deleted", {}),
    # The message is deleted anyway, which its author is told.
    ("the club was closed", "channel-gone", "channel-gone", {"sentence": "the club was closed"}),
    ("the club was closed", "", "club-closed", {}),
]  # fmt: skip
REWORDED = {
    "I lack": "I'm missing",
    "Allow me that there": "Allow it there",
    "I cannot see": "I can't see",
    "A fault of mine": "Something went wrong on my side",
    "organiser": "organizer",
    "every paper of the list has been read; queue one with /syllabus add": (
        "the club has read every paper on the list; queue one with `/syllabus add`"
    ),
}
NOTES: list[tuple[str, str, dict[str, Any]]] = [
    ("", "", {}),
    ("skipped by an organiser", "by-hand", {}),
    ("skipped by an organizer", "by-hand", {"sentence": "skipped by an organizer"}),
    ("skipped: the bot was away, and a newer week was due", "away", {}),
    ("every paper of the list has been read; queue one with /syllabus add", "all-read", {}),
    ("the club was closed", "club-closed", {}),
    ("not posted: somebody deleted it", "not-posted", {"trouble": "deleted", "trouble_facts": {}}),
    (
        f"not posted yet: {CUT}"[:200],
        "not-posted-yet",
        {"trouble": "as-stored", "trouble_facts": {"sentence": CUT[: 200 - len("not posted yet: ")]}},
    ),
    (
        "not posted yet: Discord refused it (1): x",
        "not-posted-yet",
        {"trouble": "discord-refused", "trouble_facts": {"number": 1, "text": "x"}},
    ),
    ("something of long ago", "as-stored", {"sentence": "something of long ago"}),
]


def tables(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    return found


def fill(connection: Connection) -> None:
    """A week for each note, and a message for each reason."""
    found = tables(connection).tables
    club = {"token": "abcdef01", "server_id": 5, "name": "A", "channel_id": 6, "is_forum": False, "anonymous": False}
    club |= {"weekday": 6, "at": NOON.time(), "zone": "UTC", "log_days": 5, "review_days": 2, "reviewers": 2}
    connection.execute(insert(found["clubs"]).values(id=1, state="active", created_at=NOON, **club))
    for number, (note, *_) in enumerate(NOTES, 1):
        week = {"slot": NOON.date().replace(day=number), "is_late": False, "due_at": NOON, "is_forum": False}
        connection.execute(insert(found["weeks"]).values(id=number, club_id=1, note=note, state="skipped", **week))
    for number, (reason, word, *_) in enumerate(TROUBLES, 1):
        entry = {"kind": "log", "server_id": 5, "channel_id": 6, "is_forum": False, "wants_thread": False, "club_id": 1}
        entry |= {"state": "blocked", "details": {}, "attempts": 1, "is_doubtful": False, "created_at": NOON}
        values = {"id": number, "key": str(number), "reason": reason, "trouble": word, **entry}
        connection.execute(insert(found["outbox"]).values(**values))


def stored(connection: Connection, table: str, *columns: str) -> list[tuple[Any, ...]]:
    found = tables(connection).tables[table]
    query = select(*(found.c[name] for name in columns)).order_by(found.c.id)
    return [tuple(row) for row in connection.execute(query)]


def said_now(sentence: str, facts: dict[str, Any]) -> str:
    """How a sentence that became a code is worded today. What is no code is shown as it was stored."""
    if "sentence" in facts or "sentence" in facts.get("trouble_facts", {}):
        return sentence
    for earlier, today in REWORDED.items():
        sentence = sentence.replace(earlier, today)
    return sentence


async def test_stored_sentences_become_codes_with_todays_wording(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), BEFORE))
        await connection.run_sync(fill)
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), AFTER))
        found = await connection.run_sync(stored, "outbox", "trouble", "trouble_facts")
        assert found == [(code, facts) for _, _, code, facts in TROUBLES]
        found = await connection.run_sync(stored, "weeks", "note", "note_facts")
        assert found == [(code, facts) for _, code, facts in NOTES]
        entries = await outbox_rows.entries_by_key(connection, [str(number + 1) for number in range(len(TROUBLES))])
        assert [for_organizers(entries[str(number + 1)].trouble) for number in range(len(TROUBLES))] == [
            said_now(reason, facts) for reason, _, _, facts in TROUBLES
        ]
        for number, (reason, word, *_) in enumerate(TROUBLES, 1):
            if reason:
                trouble = entries[str(number)].trouble
                assert trouble
                kept = "deleted" if reason == "somebody deleted it" else word
                assert for_member(trouble.code) == for_member(kept)
        # Later versions of the table have more columns.
        rows = await connection.execute(select(weeks.c.note, weeks.c.note_facts).order_by(weeks.c.id))
        assert [note_text(Note(row.note, row.note_facts) if row.note else None) for row in rows] == [
            said_now(note, facts) for note, _, facts in NOTES
        ]


async def test_an_earlier_version_reads_sentences_again(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), BEFORE))
        await connection.run_sync(fill)
        for _ in range(2):
            await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), AFTER))
            await connection.run_sync(lambda plain: command.downgrade(alembic_config(plain), BEFORE))
        assert await connection.run_sync(stored, "outbox", "reason") == [(reason,) for reason, *_ in TROUBLES]
        assert await connection.run_sync(stored, "weeks", "note") == [(note,) for note, *_ in NOTES]
        words = [word for (word,) in await connection.run_sync(stored, "outbox", "trouble")]
        before = [word for _, word, *_ in TROUBLES]
        assert [new for new, old in zip(words, before, strict=True) if old not in {"", new}] == [""]
