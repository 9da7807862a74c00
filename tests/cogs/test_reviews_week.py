"""Three weeks in a row with eight members: one silent, one late, one who leaves, one who revises, and one who writes
nonsense. After each step, the test checks what everybody sees.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.core.paper_logs.log_text import LogText
from tests.support.logs import text_by
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import NAMES, ReadingGroup, prefilled

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from tests.support.club_server import ClubServer

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NONSENSE = LogText(
    "asdf. Asdf! ASDF?", "qwertz @everyone", "[free](https://evil.example) <@&1>", "`'); DROP TABLE log;--`"
)
IN_TIME = ("ada", "bo", "cy", "ed", "flo")


class ThreeWeeks:
    """The three weeks of one club. Gus is always late, Hal is silent, Di writes nonsense first, and Ed revises."""

    def __init__(self, server: ClubServer, club: Club) -> None:
        self.server, self.group = server, ReadingGroup(server)
        assert club.next_due
        self.start = club.next_due
        self.pairs: list[set[tuple[str, str]]] = []

    async def to(self, week: int, days: float) -> None:
        await self.server.go_to(self.start + week * timedelta(days=7) + timedelta(days=days))

    def sees(self, wanted: str, week: int) -> Any:
        """The only message with these words in the week's thread."""
        (found,) = self.group.said(wanted, week)
        return found

    async def asks(self, name: str, command: str) -> Any:
        """The private answer to a member's command in the club's channel."""
        answer = await self.group[name].slash(self.server.channel, command)
        assert answer.ephemeral
        return answer_to(answer)

    async def says(self, name: str, command: str) -> str:
        told = await self.asks(name, command)
        return told.content or shown_text(told)

    def assigned(self, week: int) -> dict[str, list[str]]:
        """Who reviews whom, according to the thread."""
        text = shown_text(self.sees("Logs are closed", week))
        lines = re.findall(r"^<@(\d+)> reviews (.+)$", text, re.MULTILINE)
        return {
            self.group.name_of(int(reviewer)): [self.group.name_of(int(one)) for one in re.findall(r"\d+", authors)]
            for reviewer, authors in lines
        }

    async def week_begins(self, week: int, answering: tuple[str, ...]) -> None:
        """Members say that they are in. Two days before the end, those without a log are reminded."""
        await self.to(week, 0)
        post = self.server.posts()[-1]
        assert f"Week {week + 1} ·" in shown_text(post)
        for name in answering:
            await self.group[name].click(post, label="I'm in")
        assert f"**In** {len(answering)} ·" in shown_text(self.server.posts()[-1])

    async def log(self, week: int, *names: str) -> None:
        for name in names:
            answer = await self.group.write(name)
            told = shown_text(answer_to(answer))
            assert "### Saved as version 1" in told
            assert f"case {self.group[name].id}" in shown_text(self.group.log_of(name, week))

    async def logs_close(self, week: int, authors: set[str], away: frozenset[str] = frozenset()) -> None:
        """Everyone with a log gives and gets two reviews. No two members review each other."""
        await self.to(week, 5)
        assigned = self.assigned(week)
        assert set(assigned) == authors - away
        assert self.group.called(self.sees("Logs are closed", week)) == sorted(assigned)
        pairs = {(reviewer, author) for reviewer, theirs in assigned.items() for author in theirs}
        got = [author for _, author in pairs]
        assert not any(reviewer == author or (author, reviewer) in pairs for reviewer, author in pairs)
        assert {author: got.count(author) for author in authors} == dict.fromkeys(authors, 2)
        self.pairs.append(pairs)

    async def reviews(self, week: int, *reviewers: str) -> None:
        """Each of them writes all their reviews, one after the other, with `/review next`."""
        for reviewer in reviewers:
            for author in self.assigned(week)[reviewer]:
                page = await self.asks(reviewer, "review next")
                shown: Any = await self.group[reviewer].click(page, label="Review")
                assert shown.modal["title"].startswith("Review of a log on")
                log_id = shown.modal["custom_id"].rpartition(":")[2]
                whose = next(
                    name
                    for name in NAMES
                    if self.group.said(f"### {self.group[name].mention}", week)
                    and buttons(self.group.log_of(name, week))["Review"].endswith(f":{log_id}")
                )
                assert whose in self.assigned(week)[reviewer], author
                before = len(self.group.reviews_of(whose, week))
                await self.group.send_review(reviewer, shown, whose, question=f"What of {whose}, asks {reviewer}?")
                review = self.group.reviews_of(whose, week)[-1]
                assert len(self.group.reviews_of(whose, week)) == before + 1
                assert self.group.called(review) == ([whose] if (whose, week) != ("flo", 1) else [])
                assert f"> What of {whose}, asks {reviewer}?" in shown_text(review)
            told = await self.says(reviewer, "week status")
            assert "**You still owe**" not in told
            assert "**Your reviews** are written" in told


async def test_three_weeks_of_eight_members(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora", "mamba", "dpo")
    weeks = ThreeWeeks(club_server, club)
    await first_week(weeks)
    await second_week(weeks)
    await third_week(weeks)
    assert len(club_server.posts()) == 4
    assert [week.state for week in await club_server.week_rows()] == ["closed", "closed", "closed", "reading"]
    assert [row.key for row in await club_server.entry_rows() if row.state not in {"done", "cancelled"}] == []


async def first_week(weeks: ThreeWeeks) -> None:
    """Di writes nonsense, Gus is late, Ed revises."""
    group, server = weeks.group, weeks.server
    await weeks.week_begins(0, NAMES)
    await weeks.log(0, "ada", "bo")
    await nonsense(weeks)
    assert "**You** have written your log." in await weeks.says("ada", "week status")
    await weeks.to(0, 3)
    assert group.called(weeks.sees("Your log on LoRA is due", 0)) == ["cy", "ed", "flo", "gus", "hal"]
    await weeks.log(0, "cy", "ed", "flo")
    early = await group.press_old_review("ada", group.log_of("bo"))
    assert "That week's logs are still open" in answer_to(early).content
    await weeks.logs_close(0, {*IN_TIME, "di"})
    await late(weeks, 0)
    assert "**You** haven't written a log. A late one is welcome." in await weeks.says("hal", "week status")
    assert "You have no review to write." in await weeks.says("hal", "week status")
    owed = await weeks.says("ada", "week status")
    for author in weeks.assigned(0)["ada"]:
        assert group[author].mention in owed.partition("**You still owe**")[2]
    await not_their_review(weeks, 0)
    await weeks.reviews(0, *IN_TIME)
    await nonsense_review(weeks)
    await revision(weeks)
    await weeks.to(0, 6)
    reminder = weeks.sees("### Reviews are due", 0)
    assert {"di", "gus"} < set(group.called(reminder)) <= {*IN_TIME, "di", "gus"}  # the third is asked for one more
    await weeks.to(0, 7)
    digest = shown_text(weeks.sees("is over", 0))
    assert "**Logged** (7): " in digest
    assert "-# 1 more read along." in digest
    assert "### Strongest sentences" in digest
    assert "### Open questions" in digest
    assert f"asks ada? – {group['ada'].mention} to {group[weeks.assigned(0)['ada'][0]].mention}" in digest
    assert "**Next up** Week 2: **QLoRA**" in digest
    assert len(digest) <= 4000
    assert "Week 2 ·" in shown_text(server.posts()[-1])


async def second_week(weeks: ThreeWeeks) -> None:
    """Flo leaves the server after she has logged; Bo can't make it once reviewers are named."""
    group, server = weeks.group, weeks.server
    names = tuple(name for name in NAMES if name != "hal")
    await weeks.week_begins(1, names)
    await weeks.log(1, "ada", "bo", "cy", "di", "ed", "flo")
    server.guild.remove_member(group["flo"])
    await server.env.settle()
    await weeks.to(1, 5)
    assigned = weeks.assigned(1)
    assert "flo" not in assigned
    assert [author for theirs in assigned.values() for author in theirs].count("flo") == 2
    # Everyone who could take one more review does.
    pairs = {(reviewer, author) for reviewer, theirs in assigned.items() for author in theirs}
    assert len(pairs & weeks.pairs[0]) < len(pairs) // 2
    weeks.pairs.append(pairs)
    await weeks.reviews(1, "ada")
    await group["bo"].click(server.posts()[-1], label="Can't this week")
    await server.delivered()
    # Nobody gets more than one extra review. If everyone is at the limit, a freed review waits for volunteers.
    took = [name for given in group.said("A reviewer dropped out", 1) for name in group.called(given)]
    assert not {"bo", "flo"} & set(took)
    for name in took:
        told = await weeks.says(name, "week status")
        assert "**You still owe**" in told
    assert "**You still owe**" not in await weeks.says("bo", "week status")
    await weeks.to(1, 6)
    assert weeks.sees("### Reviews are due", 1)
    await weeks.to(1, 7)
    digest = shown_text(weeks.sees("is over", 1))
    assert "**Logged** (6): " in digest
    assert "could not make it this time" not in digest
    assert f"case {group[assigned['ada'][0]].id}" in digest.partition("### Strongest sentences")[2]


async def third_week(weeks: ThreeWeeks) -> None:
    """Flo is gone, Hal is still silent, Gus is late again, and everybody else writes all their reviews."""
    group = weeks.group
    await weeks.week_begins(2, ("ada", "bo", "cy", "di", "ed"))
    await weeks.log(2, "ada", "bo", "cy", "di", "ed")
    await weeks.to(2, 3)
    assert group.said("is due", 2) == []
    await weeks.logs_close(2, {"ada", "bo", "cy", "di", "ed"})
    await late(weeks, 2)
    await weeks.reviews(2, "ada", "bo", "cy", "di", "ed")
    page = await weeks.asks("gus", "review next")
    author = next(name for name in NAMES if f"Yours to review: {group[name].mention}" in shown_text(page))
    shown = await group["gus"].click(page, label="Review")
    await group.send_review("gus", shown, author)
    assert len(group.reviews_of(author, 2)) == 3
    helpful = await group.mark_helpful(author, group.reviews_of(author, 2)[-1])
    assert "counted anonymously" in answer_to(helpful).content
    await weeks.to(2, 6)
    # Gus's late log waits for a review, which anybody may write now.
    reminder = weeks.sees("### Reviews are due", 2)
    assert f"1 log still needs a review: {group['gus'].mention}" in shown_text(reminder)
    assert f", could you take {group['gus'].mention}'s?" in shown_text(reminder)
    taken = await group.review("hal", "gus", 2)
    assert "Saved!" in shown_text(answer_to(taken))
    await weeks.to(2, 7)
    digest = shown_text(weeks.sees("is over", 2))
    assert "**Logged** (6): " in digest
    assert "**Reviews** 12 written" in digest


async def nonsense(weeks: ThreeWeeks) -> None:
    """Nothing is refused: Di sees the notice, posts it anyway, and it pings nobody."""
    group, di = weeks.group, weeks.group["di"]
    noticed = await group.write("di", NONSENSE)
    assert list(buttons(answer_to(noticed)))[:2] == ["Edit", "Post anyway"]
    assert group.said(f"### {di.mention}") == []
    await di.click(answer_to(noticed), label="Post anyway")
    await weeks.server.delivered()
    shown = shown_text(group.log_of("di"))
    assert "asdf" in shown
    assert "\\[free\\](https://evil.example) \\<@&1>" in shown
    assert group.called(group.log_of("di")) == []


async def late(weeks: ThreeWeeks, week: int) -> None:
    """Gus logs after the end: his log joins the pool, and he has to write one review."""
    group = weeks.group
    await weeks.to(week, 5.1)
    answer = await group.write("gus")
    assert "late" in shown_text(answer_to(answer)).lower()
    assert "Late" in shown_text(group.log_of("gus", week))
    told = await weeks.says("gus", "week status")
    assert "**You still owe** a review to <@" in told
    assert told.count("<@", told.index("**You still owe**"), told.index("**Next up**")) == 1


async def not_their_review(weeks: ThreeWeeks, week: int) -> None:
    """The reviews belong to others: a member who presses is told who writes it, and shown their own."""
    group = weeks.group
    assigned = weeks.assigned(week)
    author = next(name for name in assigned if name not in {"ada", *assigned["ada"]})
    refused = await group.open_review("ada", author, week)
    assert refused.ephemeral
    assert refused.modal is None
    text = shown_text(answer_to(refused))
    assert "to review" in text
    for reviewer in (name for name, theirs in assigned.items() if author in theirs):
        assert group[reviewer].mention in text
    mine = await group["ada"].click(answer_to(refused), label="My next review")
    assert "Yours to review" in shown_text(answer_to(mine))
    own = await group.open_review("ada", "ada", week)
    assert "That's your own log" in answer_to(own).content


async def nonsense_review(weeks: ThreeWeeks) -> None:
    """The quoted sentence isn't in the log. Di gets her text back and corrects it; she skips the other review."""
    group = weeks.group
    author = weeks.assigned(0)["di"][0]
    answer = await group.review("di", author, strongest="lorem ipsum dolor", question="???")
    assert "I can't find that sentence in the log" in shown_text(answer_to(answer))
    again = await group["di"].click(answer_to(answer), label="Edit")
    assert prefilled(again)["Strongest sentence"] == "lorem ipsum dolor"
    saved = await group.send_review("di", again, author, question="Is it so?")
    assert "Saved!" in shown_text(answer_to(saved))
    twice = await group.open_review("di", author)
    assert "You already reviewed that log" in answer_to(twice).content


async def revision(weeks: ThreeWeeks) -> None:
    """Ed answers his reviews with a new version. His reviewers are told once."""
    group, ed = weeks.group, weeks.group["ed"]
    reviewers = sorted(name for name, theirs in weeks.assigned(0).items() if "ed" in theirs and name != "di")
    for round_ in (2, 3):
        text = replace(text_by(ed.id), limitation=f"After {round_} rounds nobody knows which layers it needs most.")
        await ed.submit_modal(await ed.slash(weeks.server.channel, "log edit", log="LoRA"), asdict(text))
        await weeks.server.delivered()
        assert f"Version {round_}" in shown_text(group.log_of("ed"))
        told = weeks.sees("revised", 0)
        assert set(reviewers) <= set(group.called(told))
