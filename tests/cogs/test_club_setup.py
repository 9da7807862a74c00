"""Setting up a club with the wizard: buttons and selects only, across restarts, by two organizers at once."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.calendar.weekly_slot import WeeklySlot
from tests.cogs.test_clubs import only_club, options
from tests.support.forging import deny_bot
from tests.support.reading import answer_to, buttons, parts, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]

ID = "pc:club_setup:{}:v1"
BERLIN = "Yes, Europe/Berlin"


async def german(server: ClubServer) -> ClubServer:
    server.env.backend.edit_guild(server.guild.id, {"preferred_locale": "de"})
    await server.env.settle()
    return server


async def opened(server: ClubServer, actor: Any = None, **given: Any) -> Any:
    answer = await (actor or server.dana).slash(server.lobby, "club create", **given)
    assert answer.ephemeral
    return answer_to(answer)


async def choose(server: ClubServer, page: Any, what: str, *values: Any, actor: Any = None) -> Any:
    return answer_to(await (actor or server.dana).select(page, list(values), custom_id=ID.format(what)))


async def press(server: ClubServer, page: Any, label: str, actor: Any = None) -> Any:
    return await (actor or server.dana).click(page, label=label)


def is_disabled(page: Any, label: str) -> bool:
    (button,) = [part for part in parts(page) if part.get("label") == label]
    return bool(button.get("disabled"))


def shown_as_chosen(page: Any, what: str) -> list[str]:
    (select,) = [part for part in parts(page) if part.get("custom_id") == ID.format(what)]
    chosen = [option["value"] for option in select.get("options", ()) if option.get("default")]
    return [*chosen, *(str(value["id"]) for value in select.get("default_values", ()))]


# Choosing


async def test_a_club_is_set_up_with_three_presses(club_server: ClubServer) -> None:
    await german(club_server)
    page = await opened(club_server)
    assert "Study group papers" in shown_text(page)
    assert is_disabled(page, "Create")
    page = answer_to(await press(club_server, page, BERLIN))
    assert not is_disabled(page, "Create")
    page = answer_to(await press(club_server, page, "Create"))
    club = await only_club(club_server)
    assert club.settings.name == "Study group papers"
    assert club.settings.slot == WeeklySlot(6, time(18), "Europe/Berlin")
    assert club.settings.channel_id == club_server.lobby.id
    assert club.next_due is not None
    text = shown_text(page)
    assert "is set up" in text
    assert f"<t:{int(club.next_due.timestamp())}:F>" in text
    assert set(buttons(page)) == {"Post the first week now", "Preview"}


async def test_every_choice_is_shown_at_once_with_the_first_date(club_server: ClubServer) -> None:
    page = await opened(club_server)
    page = await choose(club_server, page, "channel", club_server.channel)
    page = await choose(club_server, page, "day", "2")
    page = await choose(club_server, page, "time", "20:00")
    page = await choose(club_server, page, "zone", "Asia/Tokyo")
    page = await choose(club_server, page, "role", club_server.readers)
    text = shown_text(page)
    for part in (club_server.channel.mention, "Wednesdays at 20:00, Asia/Tokyo", f"<@&{club_server.readers.id}>"):
        assert part in text
    assert "guess" not in text
    chosen = {what: shown_as_chosen(page, what) for what in ("channel", "day", "time", "zone", "role")}
    assert chosen == {
        "channel": [str(club_server.channel.id)],
        "day": ["2"],
        "time": ["20:00"],
        "zone": ["Asia/Tokyo"],
        "role": [str(club_server.readers.id)],
    }
    created = await press(club_server, page, "Create")
    club = await only_club(club_server)
    assert club.next_due is not None
    assert f"<t:{int(club.next_due.timestamp())}:F>" in text
    assert club.settings.channel_id == club_server.channel.id
    assert club.settings.slot == WeeklySlot(2, time(20), "Asia/Tokyo")
    assert club.settings.role_id == club_server.readers.id
    assert club_server.channel.mention in shown_text(answer_to(created))


async def test_a_role_can_be_taken_out_again(club_server: ClubServer) -> None:
    page = await choose(club_server, await opened(club_server), "role", club_server.readers)
    page = await choose(club_server, page, "role")
    assert shown_as_chosen(page, "role") == []
    assert f"<@&{club_server.readers.id}>" not in shown_text(page)


@pytest.mark.parametrize(("locale", "guess"), [("de", "Europe/Berlin"), ("ja", "Asia/Tokyo"), ("en-US", "America/New")])
async def test_the_zone_is_a_guess_until_it_is_confirmed(club_server: ClubServer, locale: str, guess: str) -> None:
    club_server.env.backend.edit_guild(club_server.guild.id, {"preferred_locale": locale})
    await club_server.env.settle()
    page = await opened(club_server)
    assert f"{guess}" in shown_text(page)
    assert "is my guess" in shown_text(page)
    assert shown_as_chosen(page, "zone") == []
    assert all(is_disabled(page, label) for label in ("Preview", "Create", "Post the first week now"))


async def test_a_time_a_zone_and_a_name_can_be_typed(club_server: ClubServer) -> None:
    page = await opened(club_server)
    for label, typed in (("Another time", "6:45 pm"), ("Another time zone", "Lisbon"), ("Rename", "Owls & Papers")):
        form = await press(club_server, page, label)
        page = answer_to(await club_server.dana.submit_modal(form, {"typed": typed}))
    text = shown_text(page)
    assert "Sundays at 18:45, Europe/Lisbon" in text
    assert "Owls & Papers" in text
    await press(club_server, page, "Create")
    settings = (await only_club(club_server)).settings
    assert (settings.name, settings.slot) == ("Owls & Papers", WeeklySlot(6, time(18, 45), "Europe/Lisbon"))


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("Another time", "25:99", "25:99"),
        ("Another time zone", "Mars/Olympus", "Mars/Olympus"),
        ("Rename", "n" * 39 + "\u200b", None),
        ("Rename", "\u200b", "needs a name"),
    ],
)
async def test_what_cannot_be_read_is_refused_and_changes_nothing(
    club_server: ClubServer, label: str, typed: str, said: str | None
) -> None:
    page = await opened(club_server)
    form = await press(club_server, page, label)
    answer = await club_server.dana.submit_modal(form, {"typed": typed})
    if said is None:
        assert "n" * 39 in shown_text(answer_to(answer))
    else:
        assert answer.ephemeral
        assert said in answer_to(answer).content


async def test_the_longest_name_of_any_letters_is_kept(club_server: ClubServer) -> None:
    name = "🦉" * 38 + ":x"
    page = await opened(club_server, name=name, timezone="Asia/Tokyo")
    await press(club_server, page, "Create")
    assert (await only_club(club_server)).settings.name == name


async def test_a_forum_can_be_chosen(forum_server: ClubServer) -> None:
    page = await opened(forum_server, timezone="Asia/Tokyo")
    page = await choose(forum_server, page, "channel", forum_server.channel)
    await press(forum_server, page, "Create")
    assert (await only_club(forum_server)).settings.is_forum


async def test_missing_permissions_are_named_when_the_channel_is_chosen(club_server: ClubServer) -> None:
    quiet = club_server.guild.create_text_channel("quiet")
    await deny_bot(club_server.env, quiet, send_messages=True)
    page = await opened(club_server, timezone="Asia/Tokyo")
    page = await choose(club_server, page, "channel", quiet)
    assert "**Send Messages**" in shown_text(page)
    answer = await press(club_server, page, "Create")
    assert "**Send Messages**" in answer_to(answer).content
    assert await club_server.bot.services.clubs.all_of(club_server.guild.id) == []


# Options of the command


async def test_with_all_options_no_wizard_opens(club_server: ClubServer) -> None:
    answer = await club_server.dana.slash(club_server.lobby, "club create", **options(club_server))
    assert not answer.ephemeral
    assert (await only_club(club_server)).settings.name == "Sunday papers"


async def test_options_that_are_given_are_filled_in(club_server: ClubServer) -> None:
    leaders = club_server.guild.create_role("Leaders")
    given = options(club_server, organiser_role=leaders, log_days=3, review_days=4, reviewers=1, anonymous=True)
    del given["time"]
    page = await opened(club_server, **given)
    assert "Sunday papers" in shown_text(page)
    page = await choose(club_server, page, "time", "21:00")
    await press(club_server, page, "Create")
    settings = (await only_club(club_server)).settings
    numbers = (settings.organiser_role_id, settings.log_days, settings.review_days, settings.reviewers)
    assert numbers == (leaders.id, 3, 4, 1)
    assert settings.anonymous
    assert settings.slot == WeeklySlot(6, time(21), "Europe/Berlin")


@pytest.mark.parametrize(
    ("given", "said"),
    [({"time": "25:00"}, "25:00"), ({"timezone": "Mars/Olympus"}, "Mars/Olympus"), ({"log_days": 99}, "log_days")],
)
async def test_an_option_that_cannot_be_used_is_refused_at_once(
    club_server: ClubServer, given: dict[str, Any], said: str
) -> None:
    assert said in (await opened(club_server, **given)).content
