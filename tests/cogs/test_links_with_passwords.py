"""Links that have a password in them: organizers are told before others see them, and files leave them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.meetings.plan import MeetingPlan, Place, PlaceKind
from bot.delivery.memberships import Memberships
from bot.storage.schedules.tables import past_sessions
from cogs.calendar_files.feed import Feed
from tests.cogs.test_links_of_weeks import link, rows
from tests.cogs.test_schedules import day, rows_in, take_in
from tests.support.club_server import DAY
from tests.support.log_forms import week_begins
from tests.support.meeting_server import edit
from tests.support.own_catalog import seen
from tests.support.reading import answer_to, selects, shown_text
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

ZOOM = "https://zoom.us/rec/share/abc?pwd=s3cret"
MEETING = "https://zoom.us/j/123?pwd=s3cret"


async def test_a_link_with_a_password_is_shown_only_if_its_organizer_says_so(club_server: ClubServer) -> None:
    await week_begins(club_server)
    refused = shown_text(await link(club_server, club_server.dana, ZOOM))
    assert "That link has a password in it (`pwd`)" in refused
    assert "`with_password:True`" in refused
    assert await rows(club_server) == []
    assert "s3cret" not in shown_text(club_server.posts()[-1])
    added = await link(club_server, club_server.dana, ZOOM, with_password=True)
    assert f"[Recording]({ZOOM}) (zoom.us)" in shown_text(added)
    # Once it is there, the same link shows the menu that removes it.
    assert "### Already in week 1" in shown_text(await link(club_server, club_server.dana, ZOOM))


async def test_a_link_without_a_name_is_called_by_its_site(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await link(club_server, club_server.dana, "https://github.com/microsoft/LoRA")
    page = await link(club_server, club_server.dana, "https://www.example.org/talk")
    lines = "[Code](https://github.com/microsoft/LoRA) (github.com) · [example.org](https://www.example.org/talk)"
    await club_server.pass_by(DAY / 24)
    assert f"**Links** {lines}" in shown_text(club_server.posts()[-1])
    assert [option["label"] for option in selects(page)[0]["options"]] == ["Code", "example.org"]
    # A name that only looks like a site still says where it goes.
    disguised = await link(club_server, club_server.dana, "https://evil.example/x", what="arxiv.org")
    assert "[arxiv.org](https://evil.example/x) (evil.example)" in shown_text(disguised)


async def test_an_organizer_knows_who_can_use_the_meetings_password(club_server: ClubServer) -> None:
    await club_server.club("lora")
    (offered,) = await club_server.dana.autocomplete(club_server.channel, "club edit", "meeting_place", MEETING)
    assert offered == {"name": "zoom.us, with its password: all who read the club's posts can join", "value": MEETING}
    said = await edit(club_server, meeting_day="Thursday", meeting_time="19:00", meeting_place=MEETING)
    assert "The meeting's link has its password in it" in said
    again = await edit(club_server, name="Sunday readers")
    assert "password" not in again


async def test_the_post_has_the_meetings_password_and_the_feed_has_not(club_server: ClubServer) -> None:
    plan = MeetingPlan(3, club_server.env.now().time().replace(microsecond=0), 60, Place(PlaceKind.LINK, link=MEETING))
    club = await week_begins(club_server, "lora", meeting=plan)
    assert MEETING in shown_text(club_server.posts()[0])
    services = club_server.bot.services
    bo = viewer(club_server.bo.id, club_server.guild.id)
    feed = Feed(services, Memberships(club_server.bot))
    fed = (await feed.ics_at(await services.calendars.new_secret(bo, club.id)) or b"").decode().replace("\r\n ", "")
    assert "https://zoom.us/j/123" in fed
    assert "s3cret" not in fed
    assert "The meeting's password is in the club's post in Discord." in fed


async def test_an_import_leaves_such_links_out_unless_they_are_wanted(club_server: ClubServer) -> None:
    await club_server.club()
    table = (
        "| Date | Paper | Recording |\n|--|--|--|\n"
        f"| {day(club_server, -21)} | [Attention](https://arxiv.org/abs/1706.03762) | [video]({ZOOM}) |\n"
    ).encode()
    shown = await take_in(club_server, table)
    assert "1 link" not in seen(shown)
    (option,) = selects(shown)[0]["options"]
    assert (option["label"], option["value"]) == ("Keep 1 link that has a password in it", "passcodes")
    await club_server.dana.click(shown, label="Import")
    (stored,) = await rows_in(club_server, past_sessions)
    assert stored.links == []
    again = await take_in(club_server, table)
    wanted = answer_to(await club_server.dana.select(again, ["passcodes"]))
    assert "1 link" in seen(wanted)
    await club_server.dana.click(wanted, label="Import")
    (stored,) = await rows_in(club_server, past_sessions)
    assert [each["url"] for each in stored.links] == [ZOOM]
    # The card is for the whole server, and a file goes anywhere.
    card = await club_server.ada.slash(club_server.lobby, "paper", query="attention")
    assert "zoom.us" not in shown_text(answer_to(card))
    exported = await club_server.dana.slash(club_server.channel, "club export-schedule")
    (file,) = answer_to(exported).attachments
    assert "s3cret" not in (await file.read()).decode()


async def test_the_preview_says_at_which_line_a_link_with_a_login_is_left_out(club_server: ClubServer) -> None:
    await club_server.club()
    table = (
        "| Date | Paper | Recording |\n|--|--|--|\n"
        f"| {day(club_server, -28)} | [BERT](https://arxiv.org/abs/1810.04805) | [a](https://x.org/a) |\n"
        f"| {day(club_server, -21)} | [Attention](https://arxiv.org/abs/1706.03762) "
        "| [b](https://ada:s3cret@x.org/b) [c](https://ada:s3cret@x.org/c) |\n"
    ).encode()
    shown = seen(await take_in(club_server, table))
    fine, left_out = shown[shown.index("Line 3") : shown.index("Line 4")], shown[shown.index("Line 4") :]
    assert "login or password" not in fine
    assert "2 links are left out, because they hold a login or password" in left_out
    assert "import the file again" in left_out
    assert "s3cret" not in shown
