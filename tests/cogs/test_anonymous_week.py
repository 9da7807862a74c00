"""A week of an anonymous club: nothing that members' clients receive depends on who reviews whom."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.reviews.review import Origin
from bot.services.reviews.changes import Correction
from bot.services.reviews.writing import ReviewForm
from cogs.reviews.forms import review_text
from tests.support.club_server import ClubServer
from tests.support.guessing import right_by_chance_at_most
from tests.support.logs import text_by
from tests.support.reading import answer_to, shown_text
from tests.support.reading_group import ReadingGroup, review_fields
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.clubs.club import Club
    from bot.core.reviews.review import Review
    from bot.core.visibility import Viewer

DAY = timedelta(days=1)
SIX = ("ada", "bo", "cy", "di", "ed", "flo")
# The authors whose logs get a review, in order. Who writes each review is left open.
REVIEWED = ("bo", "ada", "cy", "bo", "flo")


class AnonymousWeek:
    """Six members write logs. Five reviews come in; one is corrected and one withdrawn. Di drops out, Ed revises, and a
    reminder and the digest follow. The public events are the same each time; who writes which review depends on a
    secret.
    """

    def __init__(self, server: ClubServer, number: int) -> None:
        self.server, self.group, self.number = server, ReadingGroup(server), number
        self.pressed = 10**6 * number
        self.writers: dict[int, int] = {}  # message id → member
        self.private: list[str] = []  # what Hal reads, who only looks

    async def play(self) -> Club:
        server, group = self.server, self.group
        club = await server.club("lora", "qlora", anonymous=True)
        assert club.next_due
        await server.go_to(club.next_due)
        for name in SIX:
            await group.write(name)
        await server.go_to(club.next_due + 5 * DAY)
        for author in REVIEWED:
            await self.some_reviewer_reviews(author)
        await self.hal_only_looks()
        await self.some_reviewer_corrects("cy")
        await self.author_revises("ada")
        await server.pass_by(timedelta(hours=1))
        await group["di"].click(server.posts()[-1], label="Can't this week")
        await server.delivered()
        await self.hal_only_looks()
        await self.some_reviewer_withdraws("flo")
        await self.hal_only_looks()
        await server.go_to(club.next_due + 6 * DAY)
        await server.go_to(club.next_due + 7 * DAY)
        return club

    async def hal_only_looks(self) -> None:
        """Hal hasn't written a log, so he has nothing to review. He opens a form and doesn't send it."""
        hal = self.group["hal"]
        status = await hal.slash(self.server.channel, "week status")
        await hal.click(self.group.log_of("di"), label="Review")
        self.private.append(shown_text(answer_to(status)))

    async def reviews(self) -> Sequence[Review]:
        week = next(row for row in await self.server.week_rows() if row.club_id == self.number and row.number == 1)
        return (await self.server.bot.services.reviews.of_week(week.id)).reviews

    async def written_on(self, author: str) -> Review:
        return next(one for one in await self.reviews() if one.is_written and one.author_id == self.group[author].id)

    async def some_reviewer_reviews(self, author: str) -> None:
        """One of the reviewers writes one. It goes straight to the service, so no id reveals how the form was
        opened.
        """
        task = next(
            one
            for one in sorted(await self.reviews(), key=lambda one: one.reviewer_id)
            if one.author_id == self.group[author].id and not one.is_written and one.origin is Origin.GIVEN
        )
        text = self.text(author, "What of larger models?")
        form = ReviewForm(self.viewer(task), self.press(), task.log_id, text)
        saved = await self.server.bot.services.reviews.submit(form)
        self.server.bot.outbox_worker.wake()
        await self.server.delivered()
        self.writers[(await self.stored(saved.review.id)).message_id or 0] = task.reviewer_id

    async def stored(self, review_id: int) -> Review:
        return next(one for one in await self.reviews() if one.id == review_id)

    async def some_reviewer_corrects(self, author: str) -> None:
        review = await self.written_on(author)
        text = self.text(author, "What of smaller models?")
        form = Correction(self.viewer(review), self.press(), review.token, text)
        await self.server.bot.services.my_reviews.correct(form)
        self.server.bot.outbox_worker.wake()
        await self.server.delivered()

    async def some_reviewer_withdraws(self, author: str) -> None:
        review = await self.written_on(author)
        await self.server.bot.services.my_reviews.withdraw(review.token, self.viewer(review), self.press())
        self.server.bot.outbox_worker.wake()
        await self.server.delivered()

    async def author_revises(self, author: str) -> None:
        member = self.group[author]
        text = replace(text_by(member.id), limitation="Nobody knows which layers it needs most, even now.")
        shown = await member.slash(self.server.channel, "log edit", log="LoRA")
        await member.submit_modal(shown, asdict(text))
        await self.server.delivered()

    def text(self, author: str, question: str) -> Any:
        return review_text({**review_fields(self.group[author].id), "question": question})

    def viewer(self, review: Review) -> Viewer:
        return viewer(review.reviewer_id, self.server.guild.id)

    def press(self) -> int:
        self.pressed += 1
        return self.pressed

    def record(self) -> list[str]:
        """Everything the bot sent to the server's channels and threads, with edits and mentions: one channel after
        another, each in order. What is first between two channels is a matter of milliseconds.
        """
        channel_ids = [str(self.server.channel.id), *(str(thread.id) for thread in self.server.threads)]
        return [
            f"{request.method} {request.path} {json.dumps(request.json, sort_keys=True, ensure_ascii=False)}"
            for channel_id in channel_ids
            for request in self.server.env.http_requests
            if request.method in {"POST", "PATCH", "DELETE", "PUT"}
            if request.path.startswith(f"/channels/{channel_id}")
        ]


def without_names(record: list[str]) -> list[str]:
    """Number ids by first appearance, remove random names and dates, and sort the lines of each message, and members
    named side by side. The digest shows them in random order.
    """
    known: dict[str, str] = {}
    plain = []
    for line in record:
        text = re.sub(r"<t:\d+:(\w)>", r"<t:\1>", line)
        text = re.sub(r"\d{15,20}", lambda found: known.setdefault(found[0], f"id{len(known)}"), text)
        text = re.sub(r"[0-9a-f]{25}|[0-9a-f]{12}|[0-9a-f]{8}", "random", text)
        text = re.sub(r"-\d{6}-", "-date-", text)
        text = re.sub(r"(pc:reviews:next:v1:|pc:logs:\w+:v1:|pc:reviews:write:v1:|-log-)\d+", r"\1row", text)
        text = re.sub(r"<@id\d+>(?: <@id\d+>)+", lambda found: " ".join(sorted(found[0].split())), text)
        plain.append("\n".join(sorted(re.split(r'\\n|"', text))))
    return plain


@pytest.fixture
def seeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the secrets the same in every run of the test."""
    chance = random.Random(8)
    monkeypatch.setattr("secrets.token_hex", lambda size: f"{chance.getrandbits(8 * size):0{2 * size}x}")
    monkeypatch.setattr("secrets.randbits", chance.getrandbits)


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send messages strictly in the order of the outbox. Otherwise channels race each other, and the record is mixed
    up.
    """
    monkeypatch.setattr("bot.delivery.outbox_worker.HANDS", 1)


@pytest.mark.usefixtures("seeded", "one_at_a_time")
async def test_public_messages_are_the_same_whoever_writes(club_server: ClubServer) -> None:
    """Three weeks in three servers differ only in the secret. Their records are equal, so nobody can do better than
    guess.
    """
    weeks = [AnonymousWeek(club_server, 1)]
    weeks += [AnonymousWeek(ClubServer(club_server.env), number) for number in (2, 3)]
    records = []
    for week in weeks:
        await week.play()
        records.append(without_names(week.record() + week.private))
    assert len(records[0]) > 20
    assert records[0] == records[1] == records[2]
    parts = [
        [(week.group.name_of(one.reviewer_id), week.group.name_of(one.author_id)) for one in await week.reviews()]
        for week in weeks
    ]
    assert len({tuple(sorted(pairs)) for pairs in parts}) == 3
    assert len({tuple(week.group.name_of(writer) for writer in week.writers.values()) for week in weeks}) > 1
    guesses = right = 0
    for week in weeks:
        for guessed, really in guesses_at(week):
            guesses, right = guesses + 1, right + (guessed == really)
    assert guesses >= 30
    assert right <= right_by_chance_at_most(guesses, 1 / 5)


def guesses_at(week: AnonymousWeek) -> list[tuple[int, int]]:
    """Guesses from numbers and names in public messages: pairs of (guessed writer, actual writer)."""
    members = sorted(week.group[name].id for name in SIX)
    reviews = [message for message in week.group.thread() if message.id in week.writers]
    found = []
    marks = {message.id: re.findall(r"[0-9a-f]+", str(message.components[0].to_dict())) for message in reviews}
    ranked = sorted(reviews, key=lambda message: marks[message.id][::-1])
    for index, message in enumerate(ranked):
        found.append((members[index * len(members) // len(ranked)], week.writers[message.id]))
    for index, message in enumerate(reviews):
        found.append((members[index], week.writers[message.id]))
    mentioned = Counter(
        int(user) for message in week.group.thread() for user in re.findall(r"<@(\d+)>", shown_text(message))
    )
    seldom = min(members, key=lambda member: (mentioned[member], member))
    found += [(seldom, week.writers[message.id]) for message in reviews]
    return found


async def test_the_reminder_names_every_reviewer_the_same_way(club_server: ClubServer) -> None:
    """Only Ada has written her reviews. The thread doesn't show that, and she is not asked by name for more."""
    week = AnonymousWeek(club_server, 1)
    club = await club_server.club("lora", "qlora", anonymous=True)
    assert club.next_due
    await club_server.go_to(club.next_due)
    for name in SIX:
        await week.group.write(name)
    await club_server.go_to(club.next_due + 5 * DAY)
    ada = week.group["ada"]
    for review in [one for one in await week.reviews() if one.reviewer_id == ada.id]:
        await week.group.review("ada", week.group.name_of(review.author_id))
    await club_server.go_to(club.next_due + 6 * DAY)
    (reminder,) = week.group.said("### Reviews are due")
    assert week.group.called(reminder) == sorted(SIX)
    assert "If you have a review left, there is still time." in shown_text(reminder)
    assert "4 logs still need a review. From now on, anyone may take one." in shown_text(reminder)
    assert "could you take" not in shown_text(reminder)
    for name in SIX:
        page = await week.group[name].click(reminder, label="My next review")
        assert page.ephemeral


async def test_dropping_out_does_not_reveal_who_had_written(club_server: ClubServer) -> None:
    """Everyone gets the same message once, whether any review was passed on or not."""
    week = AnonymousWeek(club_server, 1)
    club = await club_server.club("lora", "qlora", anonymous=True)
    assert club.next_due
    await club_server.go_to(club.next_due)
    for name in SIX:
        await week.group.write(name)
    await club_server.go_to(club.next_due + 5 * DAY)
    for review in [one for one in await week.reviews() if one.reviewer_id == week.group["ada"].id]:
        await week.group.review("ada", week.group.name_of(review.author_id))
    post = club_server.posts()[-1]
    for name in ("ada", "bo", "bo", "bo", "hal"):
        await week.group[name].click(post, label="Can't this week")
        await club_server.delivered()
    told = week.group.said("reviews may have changed hands")
    assert len(told) == 2
    assert [week.group.called(message) for message in told] == [sorted(SIX)] * 2
    assert shown_text(told[0]) == shown_text(told[1])
    status = await week.group["cy"].slash(club_server.channel, "week status")
    assert "**Reviews** 2 of 12 written" in shown_text(answer_to(status))


async def test_anonymous_weeks_stay_anonymous_after_the_club_is_edited(club_server: ClubServer) -> None:
    week = AnonymousWeek(club_server, 1)
    club = await club_server.club("lora", "qlora", anonymous=True)
    assert club.next_due
    await club_server.go_to(club.next_due)
    for name in SIX:
        await week.group.write(name)
    await club_server.go_to(club.next_due + 5 * DAY)
    review = (await week.reviews())[0]
    writer, author = week.group.name_of(review.reviewer_id), week.group.name_of(review.author_id)
    await week.group.review(writer, author)
    await club_server.edit(club, anonymous=False)
    page = await week.group[author].slash(club_server.channel, "review mine")
    assert week.group[writer].mention not in shown_text(answer_to(page))
    shown = await week.group[writer].slash(club_server.channel, "review mine")
    form = await week.group[writer].click(answer_to(shown), label="Correct")
    await week.group.send_review(writer, form, author, question="Still nobody?")
    (public,) = week.group.reviews_of(author)
    assert "> Still nobody?" in shown_text(public)
    assert "by someone in the club" in shown_text(public)
    await club_server.go_to(club.next_due + 6 * DAY)
    (reminder,) = week.group.said("### Reviews are due")
    assert week.group.called(reminder) == sorted(SIX)
