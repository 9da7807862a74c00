"""Paper logs as members write them, in clubs of `reading_clubs`."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.core.paper_logs.log_text import LogText
from bot.core.reviews.review_text import Rating, ReviewText
from bot.services.paper_logs.destinations import DestinationChoice, LogRequest
from bot.services.paper_logs.forms import LogForm, LogSaved
from bot.services.reviews.writing import ReviewForm
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.services.paper_logs.destinations import LogDestination
    from tests.support.reading_clubs import App

# Far more rounds than a week's messages need.
MOST_DELIVERIES = 100

interactions = count(5000)


def text_by(writer: int, twist: str = "") -> LogText:
    """Four sentences that share no eight words with another writer's."""
    one = f"case {writer}"
    return LogText(
        f"Tuning all weights for {one} costs too much memory.{twist}",
        f"They freeze everything in {one} and learn small corrections.",
        f"Quality in {one} stays level with less memory.",
        f"Nobody knows which layers {one} needs most.",
    )


async def form_by(app: App, user_id: int, text: LogText | None = None, **facts: Any) -> LogForm:
    """A form from the club's channel that isn't sent yet. If there is a choice, it goes to the club's thread."""
    author = viewer(user_id, facts.pop("server_id", SERVER))
    destination = await destination_of(
        app, LogRequest(viewer(user_id), (CHANNEL,), paper_key=facts.pop("paper_key", None))
    )
    values: dict[str, Any] = {
        "interaction_id": next(interactions),
        "paper_key": destination.paper_key,
        "club_id": destination.club.id if destination.club else None,
        "week_id": destination.week.id if destination.week else None,
        **facts,
    }
    return LogForm(author, text=text or text_by(user_id), **values)


async def destination_of(app: App, asked: LogRequest) -> LogDestination:
    """The last possible destination, which is a club's, or the only one."""
    found = await app.logs.destination(asked)
    return found.destinations[-1] if isinstance(found, DestinationChoice) else found


async def write(app: App, user_id: int, text: LogText | None = None, **facts: Any) -> LogSaved:
    """A log that is accepted immediately."""
    saved = await app.logs.submit(await form_by(app, user_id, text, **facts))
    assert isinstance(saved, LogSaved), saved
    return saved


async def reviewing(app: App, *members: int, closed: bool = True, **facts: Any) -> Club:
    """A club in its first week, on LoRA, in which these members have each written a log; the logs are closed."""
    club = await app.club("lora", "mamba", **facts)
    await app.at(FIRST_POST)
    await app.deliver()
    for member in members:
        await write(app, member)
    for _ in range(MOST_DELIVERIES):
        if not await app.deliver():
            break
    else:
        raise AssertionError("the outbox is never empty")
    if closed:
        await app.at(FIRST_POST + timedelta(days=5))
        await app.deliver()
    return club


def review_by(user_id: int, log: PaperLog, strongest: str | None = None) -> ReviewForm:
    """A form that quotes the log's first part, not sent yet."""
    question = "What of larger models?"
    text = ReviewText(Rating.MET, Rating.PARTLY, Rating.MISSING, strongest or log.text.problem, question)
    return ReviewForm(viewer(user_id), next(interactions), log.id, text)
