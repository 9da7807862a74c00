"""Eight members of a reading club who write logs and review each other's, with buttons, commands and forms."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from tests.support.forging import press_forged
from tests.support.logs import text_by
from tests.support.reading import answer_to, buttons, buttons_all, shown_text

if TYPE_CHECKING:
    import discord
    from simcord.actors import MemberActor

    from bot.core.paper_logs.log_text import LogText
    from tests.support.club_server import ClubServer

MENU = 3  # Discord's number for a select
NAMES = ("ada", "bo", "cy", "di", "ed", "flo", "gus", "hal")


@dataclass
class ReadingGroup:
    """`club_server`'s Ada and Bo, and six more."""

    server: ClubServer
    members: dict[str, MemberActor] = field(init=False)
    texts: dict[str, LogText] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {"ada": self.server.ada, "bo": self.server.bo}
        env, guild = self.server.env, self.server.guild
        self.members = {name: known.get(name) or guild.add_member(env.create_user(name)) for name in NAMES}

    def __getitem__(self, name: str) -> MemberActor:
        return self.members[name]

    def name_of(self, user_id: int) -> str:
        return next(name for name, member in self.members.items() if member.id == user_id)

    def thread(self, week: int = 0) -> list[discord.Message]:
        """What the bot said in a week's thread, including replies, oldest first."""
        me = self.server.bot.user
        said = self.server.threads[week].history()
        return [message for message in said if me and message.author.id == me.id and message.components]

    def said(self, wanted: str, week: int = 0) -> list[discord.Message]:
        """The messages of a week's thread that contain these words."""
        return [message for message in self.thread(week) if wanted in shown_text(message)]

    def log_of(self, name: str, week: int = 0) -> discord.Message:
        """The message of a member's log."""
        (found,) = [
            message
            for message in self.said("Paper log", week)
            if f"### {self[name].mention}" in shown_text(message) and "Write my log" in buttons(message)
        ]
        return found

    def reviews_of(self, name: str, week: int = 0) -> list[discord.Message]:
        """The reviews under a member's log."""
        return self.said(f"A review of {self[name].mention}'s log", week)

    def called(self, message: discord.Message) -> list[str]:
        """The members that a message pings. It uses the sent request, because names that are only shown ping nobody."""
        marks = [identity for identity in buttons(message).values() if identity.startswith("pc:")]
        (request,) = [
            request
            for request in self.server.requests("POST", f"/channels/{message.channel.id}/messages")
            if all(f"'{mark}'" in str(request.json) for mark in marks)
        ]
        return sorted(self.name_of(int(user)) for user in request.json["allowed_mentions"]["users"])

    async def write(self, name: str, text: LogText | None = None, post: int = -1) -> Any:
        """A log, written with the button under a weekly post; a late one from the status. Returns the answer."""
        self.texts[name] = text or text_by(self[name].id)
        offered: Any = self.server.posts()[post]
        if "Write my log" not in buttons(offered):
            offered = answer_to(await self[name].click(offered, label="This week"))
        shown = await self[name].click(offered, label="Write my log")
        answer = await self[name].submit_modal(shown, asdict(self.texts[name]))
        await self.server.delivered()
        return answer

    async def open_review(self, name: str, author: str, week: int = 0) -> Any:
        """Press `Review` under somebody's log."""
        return await self[name].click(self.log_of(author, week), label="Review")

    async def press_old_review(self, name: str, message: discord.Message) -> Any:
        """Press the `Review` that log messages of earlier versions had before reviews began."""
        log_id = buttons(message)["Write my log"].split(":")[4]
        return await press_forged(self.server.env, self[name], message, f"pc:reviews:write:v1:{log_id}")

    async def send_review(self, name: str, shown: Any, author: str, **changed: str) -> Any:
        """Fill in the form, quoting one of the log's sentences, and send it."""
        usual = {"strongest": self.texts[author].key_result}
        answer = await submit_review(self[name], shown, review_fields(self[author].id, **{**usual, **changed}))
        await self.server.delivered()
        return answer

    async def mark_helpful(self, name: str, review: discord.Message) -> Any:
        """Mark the newest review that the member received, with the button under a review."""
        mine = answer_to(await self[name].click(review, label="My reviews"))
        return await self[name].click(mine, custom_id=buttons_all(mine, "Helpful")[0])

    async def review(self, name: str, author: str, week: int = 0, **changed: str) -> Any:
        return await self.send_review(name, await self.open_review(name, author, week), author, **changed)


def review_fields(author_id: int, **changed: str) -> dict[str, str]:
    """A review of a log by `text_by`."""
    usual = {
        "problem_and_approach": "met",
        "key_result": "partly",
        "limitation": "missing",
        "strongest": text_by(author_id).key_result,
        "question": "Which layers did you expect to matter most?",
    }
    return {**usual, **changed}


async def submit_review(member: Any, shown: Any, fields: dict[str, str]) -> Any:
    """Send a review's form. Picks the strongest sentence if the form offers it, and otherwise types it."""
    menu = form_fields(shown)["Strongest sentence"].get("options", [])
    options = {option["label"]: option["value"] for option in menu}
    if fields["strongest"] not in options:
        return await member.submit_modal(typing_form(shown), fields)
    others = {name: text for name, text in fields.items() if name != "strongest"}
    return await member.submit_modal(shown, {**others, "picked": [options[fields["strongest"]]]})


def typing_form(shown: Any) -> Any:
    """The same form with a text field for the strongest sentence, as it is for those who would rather type."""
    modal = shown._env.backend.interactions[shown._interaction.id].modal
    for part in modal["components"]:
        if part["component"]["custom_id"] == "picked":
            part["component"] = {"type": 4, "id": part["component"]["id"], "custom_id": "strongest", "style": 2}
    return shown


def form_fields(shown: Any) -> dict[str, Any]:
    """The fields of a form: the component of each, by its label."""
    assert shown.modal is not None, "no form was opened"
    return {part["label"]: part["component"] for part in shown.modal["components"] if "component" in part}


def prefilled(shown: Any) -> dict[str, str]:
    """The contents of an opened form, by the labels of its fields."""
    return {name: _value(component) for name, component in form_fields(shown).items()}


def _value(component: dict[str, Any]) -> str:
    shown = "label" if component["type"] == MENU else "value"
    ticked = [option[shown] for option in component.get("options", []) if option.get("default")]
    return component.get("value") or "".join(ticked)
