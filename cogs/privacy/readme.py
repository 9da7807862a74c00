"""A member's data as Markdown: what they wrote in full, and the rest a line each."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bot.core.errors import UnknownPaperError
from bot.core.paper_logs.log_text import PARTS
from bot.core.paper_logs.paper_log import LogState
from bot.core.takeaways.takeaway import QUESTION, SENTENCE
from cogs.reviews.forms import RATED, part_name, rating_name
from cogs.ui.escaping import passage, plain, written
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from bot.services.papers.papers import Papers
    from bot.services.privacy.service import MemberExport, Rows

Row = dict[str, Any]
GAP = "\n\n"


class Readme:
    """Names clubs and weeks that the member may see. Of others, it only says that they can't see them."""

    def __init__(self, papers: Papers, export: MemberExport) -> None:
        self._papers = papers
        self._export = export
        self._logs = {row["id"]: row for row in export.rows["paper-logs"]}
        self._sections: dict[str, Callable[[list[Row]], Iterable[str]]] = {
            "log-versions": self._versions,
            "log-drafts": self._log_drafts,
            "takeaways": self._takeaways,
            "nominations": self._nominations,
            "supports": _moments("at"),
            "ballots": self._ballots,
            "reviews": self._reviews,
            "review-drafts": self._review_drafts,
            "freed-reviews": self._freed,
            "attendances": self._attendances,
            "sign-ups": self._sign_ups,
            "presences": self._presences,
            "calendar-feeds": _moments("made_at"),
            "willing-hosts": self._willing,
            "host-answers": self._host_answers,
            "session-roles": self._roles,
            "leavers": self._leavers,
            "reminders": self._reminders,
            "server-papers": self._added,
            "paper-suggestions": self._suggested,
            "catalog-previews": self._previewed,
            "past-session-hosts": self._led,
            "schedule-matches": _moments("matched_at"),
            "schedule-previews": self._schedules,
            "mentions": self._mentions,
            "erasures": _moments("asked_at"),
        }

    def text(self, rows: Rows) -> str:
        """Of these rows of the export."""
        server_id, made_at = self._export.scope.server_id, self._export.made_at
        about = t("privacy-readme-about", server=server_id and str(server_id), at=_moment(made_at))
        blocks = [t("privacy-readme-heading"), about]
        for name, section in self._sections.items():
            if rows.get(name):
                # Logs are shown by their versions.
                heading = "paper-logs" if name == "log-versions" else name
                blocks += [f"## {t('privacy-holding', name=heading)}", *section(rows[name])]
        return GAP.join(blocks) + "\n"

    def _versions(self, rows: list[Row]) -> Iterator[str]:
        for log_id, versions in groupby(rows, key=lambda row: row["log_id"]):
            log = self._logs[log_id]
            where = t("privacy-readme-where", place=self._place(log["club_id"], log["week_id"]))
            notes = [t("privacy-readme-withdrawn")] if log["state"] == LogState.WITHDRAWN else []
            yield f"### {self._title(log['paper_key'])}"
            yield GAP.join([where, *notes])
            for version in versions:
                yield f"#### {t('privacy-readme-version', number=version['number'], at=_moment(version['written_at']))}"
                yield from _parts(version)

    def _log_drafts(self, rows: list[Row]) -> Iterator[str]:
        for row in rows:
            yield f"### {self._title(row['paper_key'])}"
            place = self._place(row["club_id"], row["week_id"])
            yield t("privacy-readme-draft", place=place, at=_moment(row["written_at"]))
            yield from _parts(row)

    def _takeaways(self, rows: list[Row]) -> Iterator[str]:
        for row in rows:
            yield f"### {self._place(None, row['week_id'])}"
            yield _moment(row["written_at"])
            if row["sentence"] is None and row["kept_sentence"] is None:
                yield t("privacy-readme-withdrawn")
            yield from _labeled(SENTENCE, row["sentence"])
            yield from _labeled(QUESTION, row["question"])
            if row["kept_sentence"] is not None:
                yield t("privacy-readme-not-accepted")
            yield from _labeled(SENTENCE, row["kept_sentence"])
            yield from _labeled(QUESTION, row["kept_question"])

    def _nominations(self, rows: list[Row]) -> Iterator[str]:
        for row in rows:
            yield f"### {self._title(row['paper_key'])}"
            place, at = self._place(row["club_id"], None), _moment(row["at"])
            yield t("privacy-readme-nomination", place=place, at=at, state=row["state"])
            yield from [_quoted(row["why"])] if row["why"] else []

    def _ballots(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(
            t(
                "privacy-readme-ballot",
                at=_moment(row["changed_at"]),
                papers=[self._title(key) for key in row["ranking"]],
            )
            for row in rows
        )

    def _reviews(self, rows: list[Row]) -> Iterator[str]:
        for row in rows:
            yield self._reviewed(row)
            place = self._place(None, row["week_id"])
            yield t(
                "privacy-readme-review",
                place=place,
                assigned=_moment(row["assigned_at"]),
                written=row["written_at"] and _moment(row["written_at"]),
            )
            if row["question"] is not None:
                yield from _review_parts(row)

    def _review_drafts(self, rows: list[Row]) -> Iterator[str]:
        for row in rows:
            yield self._reviewed(row)
            yield _moment(row["written_at"])
            yield from _review_parts(row)

    def _freed(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(
            t(
                "privacy-readme-freed",
                at=_moment(row["freed_at"]),
                paper=self._title(self._export.papers.get(row["log_id"])),
                place=self._place(None, row["week_id"]),
                fate=row["fate"],
            )
            for row in rows
        )

    def _attendances(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(map(self._attendance, rows))

    def _sign_ups(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(
            t(
                "privacy-readme-attendance",
                at=_moment(row["answered_at"]),
                place=self._place(row["club_id"], None),
                paper=None,
                answer=row["answer"],
            )
            for row in rows
        )

    def _presences(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(
            t(
                "privacy-readme-presence",
                at=_moment(row["answered_at"]),
                place=self._place(None, row["week_id"]),
                answer=row["answer"],
            )
            for row in rows
        )

    def _attendance(self, row: Row) -> str:
        week = self._export.weeks.get(row["week_id"])
        return t(
            "privacy-readme-attendance",
            at=_moment(row["answered_at"]),
            place=self._place(None, row["week_id"]),
            paper=self._title(week.paper_key) if week and week.paper_key else None,
            answer=row["answer"],
        )

    def _willing(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(
            t("privacy-readme-willing", at=_moment(row["since"]), place=self._place(row["club_id"], None))
            for row in rows
        )

    def _host_answers(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(self._hosting(row, row["at"], row["standing"]) for row in rows)

    def _roles(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(self._hosting(row, row["taken_at"], row["role"]) for row in rows)

    def _hosting(self, row: Row, at: datetime, what: str) -> str:
        place, day = self._place(row["club_id"], None), str(row["slot"])
        return t("privacy-readme-hosting", at=_moment(at), place=place, day=day, what=what)

    def _leavers(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(
            t("privacy-readme-left", at=_moment(row["noticed_at"]), server=str(row["server_id"])) for row in rows
        )

    def _reminders(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(
            t("privacy-readme-reminder", at=_moment(row["asked_at"]), server=str(row["server_id"])) for row in rows
        )

    def _added(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(
            t(
                "privacy-readme-added",
                at=_moment(row["added_at"]),
                title=written(row["title"]),
                server=str(row["guild_id"]),
            )
            for row in rows
        )

    def _suggested(self, rows: list[Row]) -> Iterator[str]:
        for row in rows:
            yield t("privacy-readme-suggested", at=_moment(row["suggested_at"]), server=str(row["guild_id"]))
            yield _quoted(row["source"])

    def _previewed(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(
            t("privacy-readme-previewed", at=_moment(row["created_at"]), server=str(row["guild_id"])) for row in rows
        )

    def _led(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(f"- {_moment(row['added_at'])}: {plain(row['name'])}" for row in rows)

    def _schedules(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(f"- {_moment(row['created_at'])}: {self._place(row['club_id'], None)}" for row in rows)

    def _mentions(self, rows: list[Row]) -> Iterator[str]:
        yield "\n".join(f"- {_moment(row['created_at'])}: {t('privacy-mention', kind=row['kind'])}" for row in rows)

    def _reviewed(self, row: Row) -> str:
        paper = self._title(self._export.papers.get(row["log_id"]))
        return f"### {t('privacy-readme-reviewed', paper=paper)}"

    def _title(self, key: str | None) -> str:
        """Its key if the catalog no longer has the paper."""
        try:
            return written(self._papers.paper(key or "").title)
        except UnknownPaperError:
            return written(key or "?")

    def _place(self, club_id: int | None, week_id: int | None) -> str:
        if week_id is not None:
            week = self._export.weeks.get(week_id)
            if week is None:
                return t("privacy-readme-hidden-club")
            return t("privacy-readme-week", club=plain(week.club_name), week=week.number)
        if club_id is not None:
            name = self._export.clubs.get(club_id)
            return plain(name) if name is not None else t("privacy-readme-hidden-club")
        return t("privacy-readme-no-club")


def _moments(column: str) -> Callable[[list[Row]], Iterable[str]]:
    """A section that says of each row only when it was."""
    return lambda rows: ["\n".join(f"- {_moment(row[column])}" for row in rows)]


def _parts(row: Row) -> Iterator[str]:
    for part in PARTS:
        yield from _labeled(part, row[part])


def _labeled(field: str, text: str | None) -> Iterator[str]:
    if text:
        yield f"**{t('ui-field', field=field)}**"
        yield _quoted(text)


def _review_parts(row: Row) -> Iterator[str]:
    yield "\n".join(f"- {part_name(part)}: {rating_name(row[part])}" for part in RATED)
    yield from _labeled("question", row["question"])


def _quoted(text: str) -> str:
    # Discord knows no underlined headings, but Markdown does.
    lines = re.sub(r"^([^\S\n]*)=", r"\1\\=", passage(text), flags=re.MULTILINE).split("\n")
    return "\n".join(f"> {line}" for line in lines)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
