"""Store why a message is held up, and why a week did not take place, as codes with facts instead of English.

A stored sentence becomes its code and the facts in it. A sentence that the bot no longer uses is kept as a fact, so
that it is shown as before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

LONGEST = 200
AS_STORED, OTHER = "as-stored", "other"
PERMISSION, NOT_POSTED, NOT_POSTED_YET = "permission", "not-posted", "not-posted-yet"
TROUBLES = {
    "locked": "The thread is locked. Unlock it, then press *Try again* here or in `/club show`.",
    "channel-gone": "The channel is gone. Choose another with `/club edit channel`.",
    "thread-gone": (
        "The week's thread was deleted, so that logs and reviews written for it are shown to their authors alone."
    ),
    PERMISSION: "I lack {missing} in the channel. Allow me that there, then press *Try again* here or in `/club show`.",
    "no-access": ("I cannot see the channel. Give me View Channel there, or choose another with `/club edit channel`."),
    "text": (
        "The server's AutoMod refused the message. Let it pass for me, then press *Try again* here or in `/club show`."
    ),
    "tag": "The forum wants a tag on every post. Choose one with `/club edit tag`.",
    "threads-full": "The server has as many active threads as Discord allows. Close some old ones.",
    "deleted": "somebody deleted it",
    "discord-refused": "Discord refused it ({number}): {text}",
    "dm-refused": "The private message was not taken.",
    "discord-answered": "Discord answered {status}",
    "no-answer": "no answer was noted",
    "fault": "A fault of mine; reference {reference}.",
    "fault-on-way": "fault {reference}",
    "nothing-to-say": "there was nothing left to say",
    "nowhere-to-tell": "no channel was found in which organisers could be told",
    "log-withdrawn": "its author withdrew the log",
    "review-withdrawn": "its writer withdrew the review",
    "superseded": "a newer version took its place",
    "overtaken": "skipped: it could not be posted before the next week was due",
    "club-closed": "the club was closed",
    "restored": "a backup was restored",
    "newer-may-show": "a backup was restored: Discord may show a newer version",
}
# Next to the sentence, one of these words said what members were told.
WORDS_BEFORE = ("locked", "channel-gone", "thread-gone", PERMISSION, "text", "tag", "threads-full", "deleted", "fault")
WORD_OF = {"no-access": PERMISSION}
NUMBERS = {"number", "status"}
NOTES = {
    "all-read": "every paper of the list has been read; queue one with /syllabus add",
    "away": "skipped: the bot was away, and a newer week was due",
    "overtaken": "skipped: it could not be posted before the next week was due",
    "by-hand": "skipped by an organiser",
    "club-closed": "the club was closed",
    NOT_POSTED: "not posted: {why}",
    NOT_POSTED_YET: "not posted yet: {why}",
}
BY_HAND = "skipped by an organi"  # in either spelling

OUTBOX = sa.table(
    "outbox",
    sa.column("id", sa.BigInteger),
    sa.column("reason", sa.String),
    sa.column("trouble", sa.String),
    sa.column("trouble_facts", sa.JSON),
)
WEEKS = sa.table(
    "weeks", sa.column("id", sa.BigInteger), sa.column("note", sa.String), sa.column("note_facts", sa.JSON)
)


def upgrade() -> None:
    for table, column in (("outbox", "trouble_facts"), ("weeks", "note_facts")):
        op.add_column(table, sa.Column(column, sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
    connection, stored = op.get_bind(), OUTBOX.c
    connection.execute(sa.update(OUTBOX).where(stored.reason == "").values(trouble=""))
    pairs = sa.select(stored.reason, stored.trouble).distinct().where(stored.reason != "")
    for reason, word in connection.execute(pairs).all():
        code, facts = _trouble_of(reason, word)
        these = (stored.reason == reason, stored.trouble == word)
        connection.execute(sa.update(OUTBOX).where(*these).values(trouble=code, trouble_facts=facts))
    for note in connection.scalars(sa.select(WEEKS.c.note).distinct().where(WEEKS.c.note != "")).all():
        code, facts = _note_of(note)
        connection.execute(sa.update(WEEKS).where(WEEKS.c.note == note).values(note=code, note_facts=facts))
    op.drop_column("outbox", "reason")


def downgrade() -> None:
    op.add_column("outbox", sa.Column("reason", sa.String(LONGEST), nullable=False, server_default=""))
    connection = op.get_bind()
    for row in connection.execute(sa.select(OUTBOX.c.id, OUTBOX.c.trouble, OUTBOX.c.trouble_facts)).all():
        if row.trouble:
            word = row.trouble if row.trouble in WORDS_BEFORE else WORD_OF.get(row.trouble, OTHER)
            values = {"reason": _said(TROUBLES, row.trouble, row.trouble_facts), "trouble": word}
            connection.execute(sa.update(OUTBOX).where(OUTBOX.c.id == row.id).values(values))
    for row in connection.execute(sa.select(WEEKS)).all():
        if row.note:
            note = _said(NOTES, row.note, row.note_facts)
            connection.execute(sa.update(WEEKS).where(WEEKS.c.id == row.id).values(note=note))
    op.drop_column("outbox", "trouble_facts")
    op.drop_column("weeks", "note_facts")


def _trouble_of(reason: str, word: str) -> tuple[str, dict[str, Any]]:
    """Return the code and facts that produce this reason. `word` is the kind that was stored with it."""
    for code, words in TROUBLES.items():
        facts = _facts_in(reason, words)
        is_kind = word in {"", OTHER, WORD_OF.get(code, code)}
        if facts is not None and is_kind and _said(TROUBLES, code, facts) == reason:
            return code, facts
    return (word if word in WORDS_BEFORE else AS_STORED), {"sentence": reason}


def _note_of(note: str) -> tuple[str, dict[str, Any]]:
    for code, words in NOTES.items():
        facts = _facts_in(note, words)
        if facts is not None and "why" in facts:
            trouble, trouble_facts = _trouble_of(facts["why"], "")
            return code, {"trouble": trouble, "trouble_facts": trouble_facts}
        if facts is not None:
            return code, {}
    return ("by-hand" if note.startswith(BY_HAND) else AS_STORED), {"sentence": note}


def _facts_in(sentence: str, words: str) -> dict[str, Any] | None:
    """Return the text in place of each pair of braces, or None if it is another sentence."""
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.*?)", re.escape(words))
    found = re.fullmatch(pattern, sentence, re.DOTALL)
    if found is None:
        return None
    facts: dict[str, Any] = found.groupdict()
    for name in NUMBERS & set(facts):
        if not facts[name].isdecimal():
            return None
        facts[name] = int(facts[name])
    if "missing" in facts:
        facts["missing"] = re.findall(r"\*\*(.+?)\*\*", facts["missing"])
    return facts


def _said(words: dict[str, str], code: str, facts: Any) -> str:
    """Return the stored sentence, or only the code if a fact is missing or the code is unknown."""
    known: dict[str, Any] = dict(facts) if isinstance(facts, dict) else {}
    if known.get("sentence") or code not in words:
        return str(known.get("sentence") or code)[:LONGEST]
    if isinstance(known.get("missing"), list):
        known["missing"] = _listed([f"**{name}**" for name in known["missing"]])
    if "trouble" in known:
        known["why"] = _said(TROUBLES, str(known["trouble"]), known.get("trouble_facts"))
    return words[code].format_map(defaultdict(str, known))[:LONGEST]


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
