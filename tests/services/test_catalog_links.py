"""Links that an organizer adds and takes away, edits that are refused, and papers that cannot be removed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert

from bot.core.catalog.links import MOST_LINKS
from bot.core.catalog.own_papers import AddOutcome, NewPaper, PaperEdit
from bot.core.catalog.refusals import (
    AncestorUseError,
    BadPaperLinkError,
    BadYearError,
    LinkCycleError,
    LinkedAlreadyError,
    LinkTakenByPaperError,
    LinkToItselfError,
    LogUseError,
    LongFactError,
    ManyFactsError,
    MoreUsesError,
    NameTakenByPaperError,
    NoShortNameError,
    NothingToEditError,
    NotInCatalogError,
    NoTitleError,
    NotLinkedError,
    PaperInUseError,
    PollUseError,
    QueuedUseError,
    SharedLinkError,
    SharedPaperError,
    TooManyLinksError,
    UnseenUseError,
    WeekUseError,
)
from bot.storage.tables import log_drafts, paper_logs, polls, syllabus_entries, weeks
from tests.support.own_papers import HIGHWAY, RESNET, VGG, catalog_of, linked, organizer, rows_of, shelved, version
from tests.support.reading_clubs import CHANNEL, SERVER, App

if TYPE_CHECKING:
    from bot.core.clubs.club import Club

SECRET_CHANNEL = 66
A, B, C = NewPaper("Paper A"), NewPaper("Paper B"), NewPaper("Paper C")


async def three(app: App) -> None:
    for paper in (A, B, C):
        await catalog_of(app).add(organizer(), paper)


async def test_a_link_is_added_once_and_taken_away_once(app: App) -> None:
    catalog = catalog_of(app)
    await three(app)
    link = await catalog.link(organizer(), "paper-a", "paper-b", " takes its\nloss ")
    assert (link.key, link.builds_on, link.why, link.position) == ("paper-a", "paper-b", "takes its loss", 0)
    assert (await catalog.link(organizer(), "paper-a", "lora")).position == 1
    with pytest.raises(LinkedAlreadyError) as twice:
        await catalog.link(organizer(), "paper-a", "paper-b")
    assert (twice.value.paper, twice.value.ancestor) == ("Paper A", "Paper B")
    before = await version(app)
    await catalog.unlink(organizer(), "paper-a", "paper-b")
    assert await version(app) == before + 1
    with pytest.raises(NotLinkedError):
        await catalog.unlink(organizer(), "paper-a", "paper-b")
    assert [(link.key, link.builds_on) for link in await linked(app)] == [("paper-a", "lora")]


async def test_a_shared_paper_can_build_on_an_own_one(app: App) -> None:
    catalog = catalog_of(app)
    await three(app)
    await catalog.link(organizer(), "lora", "paper-a")
    assert [link.key for link in (await catalog.show(organizer(), "paper-a")).led_to] == ["lora"]
    with pytest.raises(SharedLinkError):
        await catalog.unlink(organizer(), "lora", app.catalog["lora"].builds_on[0].key)
    with pytest.raises(LinkedAlreadyError):
        await catalog.link(organizer(), "lora", app.catalog["lora"].builds_on[0].key)


async def test_links_to_nowhere_are_refused(app: App) -> None:
    catalog = catalog_of(app)
    await three(app)
    for pair in (("paper-a", "none"), ("none", "paper-a")):
        with pytest.raises(NotInCatalogError) as unknown:
            await catalog.link(organizer(), *pair)
        assert unknown.value.key == "none"
        with pytest.raises(NotInCatalogError):
            await catalog.unlink(organizer(), *pair)
    with pytest.raises(LinkToItselfError):
        await catalog.link(organizer(), "paper-a", "paper-a")
    with pytest.raises(LongFactError):
        await catalog.link(organizer(), "paper-a", "paper-b", "w" * 141)
    # Another server's paper is nowhere.
    with pytest.raises(NotInCatalogError):
        await catalog.link(organizer(server_id=2), "lora", "paper-a")


async def test_a_circle_is_refused_with_its_path(app: App) -> None:
    catalog = catalog_of(app)
    await three(app)
    await catalog.link(organizer(), "paper-a", "paper-b")
    await catalog.link(organizer(), "paper-b", "lora")
    with pytest.raises(LinkCycleError) as circle:
        await catalog.link(organizer(), "lora", "paper-a")
    assert circle.value.keys == ("paper-a", "paper-b", "lora")
    assert circle.value.path == ("Paper A", "Paper B", "LoRA")
    assert (circle.value.paper, circle.value.ancestor) == ("LoRA", "Paper A")
    # By way of links of the shared catalog too.
    ancestor = app.catalog["lora"].builds_on[0].key
    with pytest.raises(LinkCycleError) as longer:
        await catalog.link(organizer(), ancestor, "paper-a")
    assert longer.value.keys == ("paper-a", "paper-b", "lora", ancestor)
    assert len(await linked(app)) == 2


async def test_a_paper_has_a_limited_number_of_links(app: App) -> None:
    catalog = catalog_of(app)
    await three(app)
    for paper in list(app.catalog)[:MOST_LINKS]:
        await catalog.link(organizer(), "paper-a", paper.key)
    with pytest.raises(TooManyLinksError):
        await catalog.link(organizer(), "paper-a", "paper-b")


@pytest.mark.parametrize(
    ("edit", "refusal"),
    [
        (PaperEdit(), NothingToEditError),
        (PaperEdit(title=" "), NoTitleError),
        (PaperEdit(short_name="…"), NoShortNameError),
        (PaperEdit(title="t" * 301), LongFactError),
        (PaperEdit(short_name="n" * 33), LongFactError),
        (PaperEdit(authors=("A" * 81,)), LongFactError),
        (PaperEdit(authors=tuple(f"Author {n}" for n in range(3_001))), ManyFactsError),
        (PaperEdit(aliases=tuple(f"alias {n}" for n in range(11))), ManyFactsError),
        (PaperEdit(url="nowhere"), BadPaperLinkError),
        (PaperEdit(year=20170), BadYearError),
        (PaperEdit(title="paper B!"), NameTakenByPaperError),
        (PaperEdit(title="Attention is all you need"), NameTakenByPaperError),
        (PaperEdit(short_name="LORA"), NameTakenByPaperError),
        (PaperEdit(aliases=("fine", "Paper-B")), NameTakenByPaperError),
        (PaperEdit(url="https://arxiv.org/pdf/1706.03762v7"), LinkTakenByPaperError),
    ],
)
async def test_edits_that_are_refused_change_nothing(app: App, edit: PaperEdit, refusal: type[Exception]) -> None:
    catalog = catalog_of(app)
    await three(app)
    before = (await shelved(app), await version(app))
    with pytest.raises(refusal):
        await catalog.edit(organizer(), "paper-a", edit)
    assert (await shelved(app), await version(app)) == before


async def test_a_paper_with_a_new_link_is_found_by_its_id(app: App) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), NewPaper("Folded Adapters"))
    for link in ("https://arxiv.org/abs/2401.00001v2", "https://doi.org/10.1234/Folded.5"):
        shown = await catalog.edit(organizer(), "folded-adapters", PaperEdit(url=link))
    assert (shown.paper.arxiv_id, shown.paper.doi) == ("2401.00001", "10.1234/folded.5")
    again = await catalog.add(organizer(), NewPaper("Another Title", arxiv_id="2401.00001"))
    assert (again.key, again.outcome) == ("folded-adapters", AddOutcome.OWN)
    own_again = await catalog.edit(organizer(), "folded-adapters", PaperEdit(url="https://arxiv.org/abs/2401.00001"))
    assert own_again.paper.arxiv_id == "2401.00001"


async def test_shared_and_unknown_papers_are_not_edited_or_removed(app: App) -> None:
    catalog = catalog_of(app)
    for key, refusal in (("lora", SharedPaperError), ("none", NotInCatalogError)):
        with pytest.raises(refusal):
            await catalog.edit(organizer(), key, PaperEdit(year=2000))
        with pytest.raises(refusal):
            await catalog.remove(organizer(), key)
    with pytest.raises(NotInCatalogError):
        await catalog.show(organizer(), "none")


async def test_a_removed_paper_takes_its_links_and_lonely_stubs_along(app: App) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), RESNET, [HIGHWAY, VGG])
    await catalog.add(organizer(), A, [VGG])
    removed = await catalog.remove(organizer(), "resnet")
    assert (removed.key, removed.short_name, removed.stubs) == ("resnet", "ResNet", ("Highway Networks",))
    assert list(await shelved(app)) == ["very-deep-convolutional-networks", "paper-a"]
    assert [link.key for link in await linked(app)] == ["paper-a"]
    # Its key and its names are free again.
    assert (await catalog.add(organizer(), RESNET)).key == "resnet"


async def put(app: App, table: Any, **row: Any) -> None:
    async with app.database.write_transaction() as connection:
        await connection.execute(insert(table).values(**row))


async def use_everywhere(app: App, club: Club) -> None:
    """Queue the paper, read it in a skipped and in a posted week, poll for it, write a log and a draft."""
    in_club = {"club_id": club.id, "paper_key": "paper-a"}
    await put(app, syllabus_entries, position=0, **in_club)
    week = {"is_late": False, "due_at": app.now, "note": "", "note_facts": {}, "is_forum": False, **in_club}
    await put(app, weeks, slot=app.now.date(), state="skipped", number=None, **week)
    await put(app, weeks, slot=app.now.date().replace(year=2025), state="closed", number=7, channel_id=CHANNEL, **week)
    poll = {"club_id": club.id, "candidates": ["lora", "paper-a"], "closes_at": app.now, "channel_id": CHANNEL}
    await put(app, polls, is_open=True, **poll)
    log = {"author_id": 7, "state": "posted", "is_late": False, "version": 1, "written_at": app.now, **in_club}
    await put(app, paper_logs, **log)
    parts = dict.fromkeys(("problem", "approach", "key_result", "limitation"), "x")
    draft = {"author_id": 8, "server_id": club.server_id, "interaction_id": club.id, "written_at": app.now}
    columns = log_drafts.c.keys()
    texts = {name: "x" for name in columns if name in parts or name in {"strongest", "question", "takeaway"}}
    await put(app, log_drafts, **in_club, **draft, **texts)


async def test_a_paper_in_use_stays_and_its_uses_are_named(app: App) -> None:
    catalog = catalog_of(app)
    await three(app)
    await use_everywhere(app, await app.club(name="Open club"))
    await catalog.link(organizer(), "lora", "paper-a")
    with pytest.raises(PaperInUseError) as used:
        await catalog.remove(organizer(), "paper-a")
    assert used.value.paper == "Paper A"
    assert list(map(repr, used.value.uses)) == [
        repr(AncestorUseError("LoRA")),
        repr(QueuedUseError("Open club")),
        repr(PollUseError("Open club")),
        repr(WeekUseError("Open club", 7)),
        repr(LogUseError(1)),
        repr(UnseenUseError(1)),  # somebody's draft
    ]
    assert "paper-a" in await shelved(app)
    # The writer of the draft may know of it.
    with pytest.raises(PaperInUseError) as own:
        await catalog.remove(organizer(8), "paper-a")
    assert list(map(repr, own.value.uses))[-1] == repr(LogUseError(2))


async def test_clubs_that_the_viewer_cannot_see_are_only_counted(app: App) -> None:
    catalog = catalog_of(app)
    await three(app)
    await use_everywhere(app, await app.club(name="Secret club", channel_id=SECRET_CHANNEL))
    with pytest.raises(PaperInUseError) as used:
        await catalog.remove(organizer(hidden=[SECRET_CHANNEL]), "paper-a")
    assert list(map(repr, used.value.uses)) == [repr(UnseenUseError(5))]
    assert "Secret" not in repr(used.value)


async def test_a_week_in_a_channel_that_the_viewer_cannot_see_is_only_counted(app: App) -> None:
    catalog = catalog_of(app)
    await three(app)
    await use_everywhere(app, await app.club(channel_id=20))
    with pytest.raises(PaperInUseError) as used:
        await catalog.remove(organizer(hidden=[CHANNEL]), "paper-a")
    assert not any(isinstance(use, WeekUseError) for use in used.value.uses)
    assert list(map(repr, used.value.uses))[-1] == repr(UnseenUseError(2))


async def test_many_uses_are_not_all_listed(app: App) -> None:
    catalog = catalog_of(app)
    await three(app)
    for paper in list(app.catalog)[:12]:
        await catalog.link(organizer(), paper.key, "paper-a")
    with pytest.raises(PaperInUseError) as used:
        await catalog.remove(organizer(), "paper-a")
    assert len(used.value.uses) == 9
    assert repr(used.value.uses[-1]) == repr(MoreUsesError(4))


async def test_uses_in_other_servers_do_not_count(app: App) -> None:
    """Another server's paper may have the same key."""
    catalog = catalog_of(app)
    await three(app)
    other = await app.club(server_id=2, channel_id=20)
    await catalog.add(organizer(server_id=2), A)
    await use_everywhere(app, other)
    assert (await catalog.remove(organizer(), "paper-a")).key == "paper-a"
    with pytest.raises(PaperInUseError):
        await catalog.remove(organizer(server_id=2), "paper-a")
    assert (await rows_of(app, SERVER))["server_papers"] == 2


async def test_a_stub_in_use_stays_when_its_paper_goes(app: App) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), RESNET, [replace(HIGHWAY, title="Paper A", arxiv_id=None)])
    await use_everywhere(app, await app.club())
    assert (await catalog.remove(organizer(), "resnet")).stubs == ()
    assert list(await shelved(app)) == ["paper-a"]
