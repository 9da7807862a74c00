"""Paper logs as members write them, in clubs of `reading_clubs`."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.core.paper_logs import LogText
from bot.core.reviews import Rating, ReviewText
from bot.services.log_places import Asked, PlaceChoice
from bot.services.log_writing import LogForm, Saved
from bot.services.review_writing import ReviewForm
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from bot.services.log_places import LogPlace
    from bot.storage.paper_logs import PaperLog
    from tests.support.reading_clubs import House

interactions = count(5000)


def text_by(writer: int, twist: str = "") -> LogText:
    """Four sentences that no other writer's share eight words with."""
    one = f"case {writer}"
    return LogText(
        f"Tuning all weights for {one} costs too much memory.{twist}",
        f"They freeze everything in {one} and learn small corrections.",
        f"Quality in {one} stays level with less memory.",
        f"Nobody knows which layers {one} needs most.",
    )


async def form_by(house: House, user_id: int, text: LogText | None = None, **facts: Any) -> LogForm:
    """A form as the club's channel hands it out, not yet sent; into the club's thread where that is a choice."""
    author = viewer(user_id, facts.pop("server_id", SERVER))
    place = await place_of(house, Asked(viewer(user_id), (CHANNEL,), paper_key=facts.pop("paper_key", None)))
    values: dict[str, Any] = {
        "interaction_id": next(interactions),
        "paper_key": place.paper_key,
        "club_id": place.club.id if place.club else None,
        "week_id": place.week.id if place.week else None,
        **facts,
    }
    return LogForm(author, text=text or text_by(user_id), **values)


async def place_of(house: House, asked: Asked) -> LogPlace:
    """The last of the places that can be chosen, which is a club's, or the only one."""
    found = await house.logs.place(asked)
    return found.places[-1] if isinstance(found, PlaceChoice) else found


async def write(house: House, user_id: int, text: LogText | None = None, **facts: Any) -> Saved:
    """A log that is accepted at once."""
    saved = await house.logs.submit(await form_by(house, user_id, text, **facts))
    assert isinstance(saved, Saved), saved
    return saved


async def reviewing(house: House, *members: int, closed: bool = True, **facts: Any) -> Club:
    """A club in whose first week, on LoRA, these members have each written a log; its logs are closed."""
    club = await house.club("lora", "mamba", **facts)
    await house.at(FIRST_POST)
    await house.deliver()
    for member in members:
        await write(house, member)
    while await house.deliver():
        pass
    if closed:
        await house.at(FIRST_POST + timedelta(days=5))
        await house.deliver()
    return club


def review_by(user_id: int, log: PaperLog, strongest: str | None = None) -> ReviewForm:
    """A form that quotes the log's first part, not yet sent."""
    question = "What of larger models?"
    text = ReviewText(Rating.MET, Rating.PARTLY, Rating.MISSING, strongest or log.text.problem, question)
    return ReviewForm(viewer(user_id), next(interactions), log.id, text)
