"""Everything that members can type, press, choose and send, played by somebody who may not see a club.

`Walk` finds by introspection what the running bot offers. What is played is written down here, so that a new command,
button, select or form is missed until somebody adds it.
"""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from discord import app_commands
from sqlalchemy import select

from bot.storage.tables import log_drafts, metadata, review_drafts
from cogs.clubs import buttons as club_items
from cogs.paper_logs import buttons as log_items
from cogs.paper_logs.acts import DraftAct, LogAct
from cogs.papers import buttons as paper_items
from cogs.papers.goals import Goal
from cogs.reviews import buttons as review_items
from cogs.reviews.forms import review_form
from cogs.syllabus import buttons as syllabus_items
from cogs.weeks import buttons as week_items
from cogs.weeks.acts import Act, Decision
from tests.support.forging import forged_slash, press_forged, select_forged
from tests.support.logs import text_by
from tests.support.reading import answer_to
from tests.support.reading_group import review_fields

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from simcord import Env
    from simcord.builders import ChannelHandle

    from bot.client import PaperClub

Options = dict[str, Any]
CLOSINGS = (Decision.CLOSE_LOGS, Decision.CLOSE_REVIEWS)
ABOUT_SLOTS = (Decision.POST, Decision.SKIP, Decision.UNSKIP)


@dataclass(frozen=True)
class Ids:
    """What somebody may know of a club who once could see it, or guesses."""

    club: int
    name: str
    week: int
    log: int
    review: int
    draft: int
    review_draft: int
    post_key: str
    poll_key: str


# The same in form, of things that never were.
NOTHING = Ids(
    987654321, "Never there", *(987654321,) * 5, post_key="00000000-260111-post", poll_key="00000000-poll-987654321"
)


def commands(ids: Ids) -> dict[str, list[Options]]:
    """What is typed into each command; a `club` is tried by its id and its name, and left out."""
    which: list[Options] = [{}, {"club": str(ids.club)}, {"club": ids.name}]
    log = {"log": str(ids.log)}
    played: dict[str, list[Options]] = {
        "paper": [{"query": "lora"}, {"query": "lora", "private": True}],
        "lineage": [{"paper": "lora"}],
        "cluster": [{"paper": "lora"}],
        "papers": [{}],
        "howto": [{}],
        "log write": [{}, {"paper": "lora"}, {"paper": "bert"}],
        "log edit": [{}, log],
        "log mine": [{}],
        "log show": [log, {"log": "lora"}],
        "log delete": [log, {"log": "lora"}],
        "club create": [{"name": "x", "day": "Monday", "time": "18:00", "timezone": "Mars/Olympus"}],
    }
    of_clubs: dict[str, Options] = {
        **{f"club {name}": {} for name in ("show", "pause", "resume", "close")},
        **{f"week {name}": {} for name in ("preview", "post", "skip", "unskip", "poll", "status")},
        "club edit": {"reviewers": 3},
        "week close": {"what": "logs"},
        "syllabus use": {"track": "must-read"},
        "syllabus path": {"to": "mamba"},
        "syllabus add": {"paper": "bert"},
        "syllabus move": {"paper": "qlora", "position": 1},
        "syllabus remove": {"paper": "qlora"},
        "syllabus show": {},
        "review next": {},
    }
    return played | {name: [given | one for one in which] for name, given in of_clubs.items()}


def presses(ids: Ids) -> dict[Any, list[str]]:
    """The custom ids of each kind of button."""
    shelf = "any:any:0"
    return {
        paper_items.PaperButton: [f"pc:papers:{goal}:v1:lora" for goal in Goal],
        paper_items.ShelfButton: [f"pc:papers:page:v1:{shelf}"],
        paper_items.SamplesButton: ["pc:papers:samples:v1"],
        club_items.RetryButton: [f"pc:clubs:retry:v1:{ids.club}"],
        club_items.CloseButton: [f"pc:clubs:close:v1:{ids.club}"],
        club_items.ShowButton: [f"pc:clubs:show:v1:{ids.club}:00000000-closed"],
        syllabus_items.SyllabusButton: [f"pc:syllabus:page:v1:{ids.club}:0"],
        week_items.WeekButton: [
            *(f"pc:weeks:{act}:v1:{ids.post_key}{page}" for act in Act for page in ("", ":status")),
            f"pc:weeks:about:v1:{ids.poll_key}",
        ],
        week_items.DecideButton: [
            *(f"pc:weeks:{decision}:v1:{ids.club}:{ids.week}" for decision in CLOSINGS),
            *(
                f"pc:weeks:{decision}:v1:{ids.club}:20260111"
                for decision in (Decision.POST, Decision.SKIP, Decision.UNSKIP)
            ),
        ],
        log_items.LogButton: [f"pc:logs:{act}:v1:{ids.log}" for act in LogAct],
        log_items.DraftButton: [f"pc:logs:{act}:v1:{ids.draft}" for act in DraftAct],
        log_items.MinePageButton: ["pc:logs:mine:v1:0"],
        review_items.ReviewButton: [f"pc:reviews:write:v1:{ids.log}"],
        review_items.NextButton: [f"pc:reviews:next:v1:{ids.club}"],
        review_items.EditButton: [f"pc:reviews:edit:v1:{ids.review_draft}"],
        review_items.PostButton: [f"pc:reviews:post:v1:{ids.review_draft}:1"],
        review_items.HelpfulButton: [f"pc:reviews:helpful:v1:{ids.review}"],
        review_items.WhoButton: [f"pc:reviews:who:v1:{ids.review}"],
    }


def choices(ids: Ids) -> dict[Any, list[tuple[str, str]]]:
    """The custom ids of each kind of select, with what is chosen."""
    return {
        paper_items.PaperPick: [(f"pc:papers:pick:v1:{goal}:public", "lora") for goal in Goal],
        paper_items.ShelfFilter: [("pc:papers:filter:v1:tier:any:any:0", "must-read")],
        log_items.LogPick: [(f"pc:logs:pick:v1:{act}", str(ids.log)) for act in LogAct],
        log_items.PlacePick: [
            ("pc:logs:place:v1:lora", str(ids.club)),
            ("pc:logs:place:v1:bert", str(ids.club)),
            ("pc:logs:place:v1:-", str(ids.club)),
        ],
    }


def forms(ids: Ids) -> dict[str, list[str]]:
    """The custom ids of forms by how they begin."""
    log = "pc:logs:form:"
    return {
        log: [
            f"{log}v1:{ids.club}:{ids.week}:0:0:lora",
            f"{log}v1:{ids.club}:0:0:0:bert",
            f"{log}v1:{ids.club}:{ids.week}:{ids.log}:0:lora",
            f"{log}v1:0:0:{ids.log}:{ids.draft}:lora",
        ],
        "pc:reviews:form:": [f"pc:reviews:form:v1:{ids.log}"],
    }


@dataclass
class Walk:
    """One actor, in a channel that they can view, and everything that the bot sends meanwhile."""

    env: Env
    actor: Any
    room: ChannelHandle
    sent: list[Any] = field(default_factory=list)

    @property
    def bot(self) -> PaperClub:
        bot: PaperClub = self.env.bot  # type: ignore[assignment]
        return bot

    async def everything(self, ids: Ids) -> dict[str, str]:
        """What is sent at each of these steps, numbers left out."""
        said: dict[str, str] = {}
        said |= await self._typed(ids)
        said |= await self._suggested(ids)
        said |= await self._pressed(ids)
        said |= await self._filled_in(ids)
        return said

    def command_names(self) -> set[str]:
        found = (command for command in self.bot.tree.walk_commands() if isinstance(command, app_commands.Command))
        return {command.qualified_name for command in found}

    async def _typed(self, ids: Ids) -> dict[str, str]:
        played, said = commands(ids), {}
        assert set(played) == self.command_names(), "a command is not played"
        for name, all_given in played.items():
            for number, given in enumerate(all_given):
                more = {"channel": self.room} if name == "club create" else {}
                typing = forged_slash(self.actor, self.room, name, **given, **more)
                said[f"/{name} {number}"] = await self._step(typing)
        return said

    async def _suggested(self, ids: Ids) -> dict[str, str]:
        """Every option that is completed while typing, found in the commands themselves."""
        said = {}
        for command in self.bot.tree.walk_commands():
            parameters = command.parameters if isinstance(command, app_commands.Command) else []
            others = {"club": str(ids.club)} if "club" in {parameter.name for parameter in parameters} else {}
            for parameter in parameters:
                filled = {name: value for name, value in others.items() if name != parameter.name}
                beginnings = ["", "l", *([ids.name[:3]] if parameter.name == "club" else [])]
                for typed in beginnings if parameter.autocomplete else ():
                    where = (self.room, command.qualified_name, parameter.name, typed)
                    step = f"/{command.qualified_name} {parameter.name}: {len(typed)}"
                    said[step] = await self._step(self.actor.autocomplete(*where, **filled))
        return said

    async def _pressed(self, ids: Ids) -> dict[str, str]:
        buttons, menus, said = presses(ids), choices(ids), {}
        assert {*buttons, *menus} == set(self.bot.known_items), "a button or a select is not played"
        # Each on a page of its own, since some bring the page up to date.
        for place, identity in enumerate(itertools.chain(*buttons.values())):
            page = answer_to(await self.actor.slash(self.room, "howto"))
            pressing = press_forged(self.env, self.actor, page, identity)
            said[f"button {place}: {identity.partition(':v')[0]}"] = await self._step(pressing)
        for place, (identity, value) in enumerate(itertools.chain(*menus.values())):
            page = answer_to(await self.actor.slash(self.room, "cluster", paper="dettmers"))
            choosing = select_forged(self.env, self.actor, page, identity, value)
            said[f"select {place}: {identity.partition(':v')[0]}"] = await self._step(choosing)
        return said

    async def _filled_in(self, ids: Ids) -> dict[str, str]:
        played, said = forms(ids), {}
        assert set(played) == set(self.bot.known_forms), "a form is not played"
        for place, identity in enumerate(itertools.chain(*played.values())):
            # A minute between two: nobody may send more than six in one.
            await self.env.advance_time(61)
            shown = await self.actor.slash(self.room, "log write", paper="lora")
            modal = self.env.backend.interactions[shown._interaction.id].modal
            assert modal is not None
            values = asdict(text_by(4711))
            if identity.startswith("pc:reviews:"):
                modal.update(review_form(1, "LoRA", None).to_dict())
                values = review_fields(1)
            modal["custom_id"] = identity
            said[f"form {place}: {identity.partition(':v')[0]}"] = await self._step(
                self.actor.submit_modal(shown, values)
            )
        return said

    async def _step(self, playing: Awaitable[Any]) -> str:
        """What the bot sends at the step."""
        before = len(self.env.http_requests)
        await playing
        await self.bot.courier.rest()
        await self.env.settle()
        bodies = [request.json for request in self.env.http_requests[before:]]
        assert bodies, "nothing was answered"
        self.sent += bodies
        return _shape(json.dumps(bodies, default=str, ensure_ascii=False))


async def rows_of(bot: PaperClub) -> dict[str, list[Any]]:
    """Every row of every table, but for what members typed and nobody else sees."""
    tables = [table for table in metadata.sorted_tables if table not in {log_drafts, review_drafts}]
    async with bot.weeks._database.reading() as connection:
        return {table.name: list(await connection.execute(select(table))) for table in tables}


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text)
