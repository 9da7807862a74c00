"""Members can only write reviews that are theirs: forged ids, other servers, other members' buttons, replays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cogs.test_reviews import TRIO, reviewing
from tests.support.club_server import ClubServer
from tests.support.forging import press_forged
from tests.support.log_forms import recorded
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import ReadingGroup, review_fields, submit_review

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Restart = Callable[[], Awaitable[None]]

ACTIONS = ("write", "edit", "helpful", "who")
NOBODYS = ("999999999", "9" * 18, "0")
UNREADABLE = (
    *(f"{action}:v1:{row_id}" for action in (*ACTIONS, "next") for row_id in ("-1", "1' OR 1=1", "²", "1e3", "")),
    *("none:v1:1", "form:v1:1", "write:v2:1", "write:1", "write:v1:1:no marker"),
)


async def rows(server: ClubServer) -> list[tuple[Any, ...]]:
    """Every stored review, with its reviewer and helpfulness."""
    week_ids = [week.id for week in await server.week_rows()]
    found = [review for week in week_ids for review in (await server.bot.services.reviews.of_week(week)).reviews]
    return [
        (review.id, review.log_id, review.reviewer_id, review.state, review.text, review.is_helpful) for review in found
    ]


def said(answer: Any) -> str:
    assert answer.ephemeral
    assert answer.modal is None
    return answer_to(answer).content or shown_text(answer_to(answer))


async def elsewhere(server: ClubServer) -> tuple[ReadingGroup, ClubServer]:
    """Another server whose club has logs, a review and a draft, so the same ids refer to something there."""
    other = ClubServer(server.env)
    group, _ = await reviewing(other)
    await group.review("ada", "bo")
    await group.review("ada", "cy", strongest="not in the log at all")
    return group, other


async def test_ids_of_another_server_are_unknown_here(club_server: ClubServer) -> None:
    _, other = await elsewhere(club_server)
    group, _ = await reviewing(club_server)
    before = (await rows(club_server), await rows(other))
    log = group.log_of("bo")
    for action in ACTIONS:
        for row_id in (1, 2, 3):
            answer = await press_forged(club_server.env, club_server.dana, log, f"pc:reviews:{action}:v1:{row_id}")
            assert "I can't find that" in said(answer)
    assert (await rows(club_server), await rows(other)) == before


@pytest.mark.parametrize("action", ACTIONS)
async def test_nonexistent_ids_are_refused(club_server: ClubServer, action: str) -> None:
    group, _ = await reviewing(club_server)
    before, log = await rows(club_server), group.log_of("bo")
    for row_id in NOBODYS:
        answer = await press_forged(club_server.env, group["ada"], log, f"pc:reviews:{action}:v1:{row_id}")
        assert "I can't find that" in said(answer)
    assert await rows(club_server) == before


async def test_the_club_of_another_server_gives_nothing_to_review(club_server: ClubServer) -> None:
    _, other = await elsewhere(club_server)
    group = ReadingGroup(club_server)
    club = await club_server.club("lora", name="Here")
    await club_server.go_to(club.next_due)
    before = await rows(other)
    post = club_server.posts()[-1]
    for club_id in (1, 10**17):
        answer = await press_forged(club_server.env, group["ada"], post, f"pc:reviews:next:v1:{club_id}")
        assert "You have nothing to review right now" in said(answer)
    assert await rows(other) == before


async def test_malformed_ids_are_reported_as_no_longer_valid(club_server: ClubServer) -> None:
    """None of our buttons has such an id."""
    group, _ = await reviewing(club_server)
    before, log = await rows(club_server), group.log_of("bo")
    for forged in UNREADABLE:
        answer = await press_forged(club_server.env, group["ada"], log, f"pc:reviews:{forged}")
        assert "That button is no longer valid" in said(answer), forged
    assert await rows(club_server) == before


async def send_as(shown: Any, actor: Any, identity: str, **changed: str) -> Any:
    """Send a form whose custom id was changed, with the text that is in its fields."""
    modal = shown._env.backend.interactions[shown._interaction.id].modal
    modal["custom_id"] = identity
    for part in modal["components"]:
        part["component"].pop("max_length", None)
    return await submit_review(actor, shown, {**review_fields(1), **changed})


async def test_a_form_for_a_log_that_is_not_theirs_stores_no_review(club_server: ClubServer) -> None:
    """A member's own log, a log of another server, of nobody, one they reviewed already, one that others review."""
    their_group, other = await elsewhere(club_server)
    group, _ = await reviewing(club_server, *TRIO, "di", "ed", reviewers=1)
    theirs = [log.id for log in (await other.bot.services.reviews.of_week(1)).logs]
    week = (await club_server.week_rows())[-1]
    happened = await club_server.bot.services.reviews.of_week(week.id)
    ada = group["ada"]
    own = next(log.id for log in happened.logs if log.author_id == ada.id)
    mine = next(review.log_id for review in happened.reviews if review.reviewer_id == ada.id)
    others = [log.id for log in happened.logs if log.id not in {own, mine}]
    before = (await rows(club_server), [message.id for message in group.thread(0)], len(their_group.thread()))
    for log_id in (own, *others, *theirs, 10**17):
        page = await ada.slash(club_server.channel, "review next")
        shown = await ada.click(answer_to(page), label="Review")
        answer = await send_as(shown, ada, f"pc:reviews:form:v1:{log_id}", question="Is my text kept?")
        text = said(answer)
        assert "Saved!" not in text
        # It is kept as a draft, or given back if there is nothing to keep it for.
        assert "Your text is kept as a draft" in text or "Is my text kept?" in text
    await club_server.delivered()
    assert (
        await rows(club_server),
        [message.id for message in group.thread(0)],
        len(their_group.thread()),
    ) == before


async def test_a_form_delivered_twice_is_one_review(club_server: ClubServer, restart: Restart) -> None:
    group, _ = await reviewing(club_server)
    shown = await group.open_review("ada", "bo")
    with recorded(club_server.env) as brought:
        await group.send_review("ada", shown, "bo")
    before = await rows(club_server)
    await restart()
    club_server.env.backend.emit("INTERACTION_CREATE", brought[-1])
    await club_server.env.settle()
    await club_server.delivered()
    assert "That review is already saved." in str(club_server.env.http_requests[-1].json)
    assert len(group.reviews_of("bo")) == 1
    assert await rows(club_server) == before


async def test_two_forms_on_one_log_are_one_review(club_server: ClubServer) -> None:
    """Opened twice, for example on a phone and a computer. The second answer says so and keeps the text."""
    group, _ = await reviewing(club_server)
    first, second = await group.open_review("ada", "bo"), await group.open_review("ada", "bo")
    await group.send_review("ada", first, "bo")
    text = said(await group.send_review("ada", second, "bo"))
    assert "You already reviewed that log" in text
    assert "Your text is kept" in text
    assert len(group.reviews_of("bo")) == 1


async def test_private_buttons_of_another_member_show_the_pressers_own(club_server: ClubServer) -> None:
    """A draft belongs to its writer alone; `My next review` shows the presser's own."""
    group, _ = await reviewing(club_server)
    kept = await group.review("ada", "bo", strongest="nothing of the kind")
    (edit,) = buttons(answer_to(kept)).values()
    answer = await press_forged(club_server.env, group["cy"], group.log_of("bo"), edit)
    assert "I can't find that draft" in said(answer)
    (assigned,) = group.said("Logs are closed")
    for name in TRIO:
        page = said(await group[name].click(assigned, label="My next review"))
        assert "### Yours to review: " in page
        assert f"### Yours to review: {group[name].mention}" not in page
    outsider = said(await group["hal"].click(assigned, label="My next review"))
    assert any(f"### One more, if you like: {group[name].mention}'s log" in outsider for name in TRIO)


async def test_a_changed_rating_is_given_back(club_server: ClubServer) -> None:
    group, _ = await reviewing(club_server)
    shown = await group.open_review("ada", "bo")
    env = club_server.env
    modal = env.backend.interactions[shown._interaction.id].modal
    assert modal is not None
    modal["components"][0]["component"]["options"][0]["value"] = "brilliant"
    answer = await group.send_review("ada", shown, "bo", problem_and_approach="brilliant", question="Kept, I hope?")
    text = said(answer)
    assert "That form is no longer valid" in text
    assert "Kept, I hope?" in text
    assert group.reviews_of("bo") == []


@pytest.mark.parametrize("label", ["Review", "My reviews"])
async def test_after_the_club_was_closed_nothing_is_written(club_server: ClubServer, label: str) -> None:
    group, club = await reviewing(club_server, anonymous=True)
    await group.review("ada", "bo")
    messages = {"Review": group.log_of("bo")}
    message = messages.get(label) or group.reviews_of("bo")[0]
    await club_server.bot.services.clubs.close(club)
    written = [row for row in await rows(club_server) if row[4]]
    answer = await group["cy"].click(message, label=label)
    assert answer.ephemeral
    assert answer.modal is None
    assert [row for row in await rows(club_server) if row[4]] == written
