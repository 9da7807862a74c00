"""Where a club meets: whether the bot can work there, and what is wrong with what the settings point to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.core.errors import ClubError
from bot.core.short_inputs import name_key
from bot.delivery.permissions import missing_permissions
from cogs.ui.inert import in_code

if TYPE_CHECKING:
    from discord.app_commands import AppCommandChannel

    from bot.core.clubs import ClubSettings
    from bot.core.visibility import Viewer

TEXT_OR_FORUM = (discord.ChannelType.text, discord.ChannelType.forum)
NOT_HEARD_OF = (
    "Discord isn't telling me about this server right now, so I can't see its channels and roles. "
    "Try again in a few minutes."
)
UNKNOWN_NOW = "Discord isn't telling me about this server right now, so I can't check its channels and roles."
CHANNEL_GONE = "The channel was deleted. Choose another with `/club edit channel`."
ROLE_GONE = (
    "The role that posts mention was deleted: posts are made without a mention. `/club edit role` names another."
)
ORGANISERS_GONE = "The organiser role was deleted. `/club edit organiser_role` names another."
TAG_GONE = "The tag for the club's posts was deleted. `/club edit tag` chooses another."
TAG_WANTED = "The forum wants a tag on every post, and the club has none. `/club edit tag` chooses one."


@dataclass(frozen=True, slots=True)
class MeetingPlace:
    """A channel that a club can meet in."""

    channel: discord.TextChannel | discord.ForumChannel

    @property
    def id(self) -> int:
        return self.channel.id

    @property
    def is_forum(self) -> bool:
        return isinstance(self.channel, discord.ForumChannel)

    @property
    def tags(self) -> list[discord.ForumTag]:
        """The tags that the bot may put on a post; a moderated one takes a permission that it does not ask for."""
        available = self.channel.available_tags if isinstance(self.channel, discord.ForumChannel) else []
        return [tag for tag in available if not tag.moderated]

    @property
    def wants_tag(self) -> bool:
        return isinstance(self.channel, discord.ForumChannel) and self.channel.flags.require_tag

    def default_tag(self) -> int | None:
        """The first usable tag where the forum insists on one. Raises ClubError where there is none."""
        if not self.wants_tag:
            return None
        if not self.tags:
            raise ClubError(
                f"{self.channel.mention} wants a tag on every post and has none that I may use. "
                "Add a tag to the forum that is not for moderators only, then try again."
            )
        return self.tags[0].id

    def tag_named(self, wanted: str) -> int:
        """The id of a tag given by id or name. Raises ClubError."""
        if not self.is_forum:
            raise ClubError("Only a forum has tags, and the club meets in a text channel.")
        for tag in self.tags:
            if name_key(wanted) in {str(tag.id), name_key(tag.name)}:
                return tag.id
        names = ", ".join(in_code(tag.name) for tag in self.tags) or "none that I may use"
        raise ClubError(f"{self.channel.mention} has no such tag. It has: {names}.")


def require_known(server: discord.Guild) -> None:
    """Raises ClubError while Discord tells nothing of the server: what is not known of it is not gone."""
    if server.unavailable:
        raise ClubError(NOT_HEARD_OF)


def chosen_place(server: discord.Guild, chosen: AppCommandChannel) -> MeetingPlace:
    """The channel that was chosen, once the bot may do there all that a club needs. Raises ClubError."""
    require_known(server)
    if chosen.type not in TEXT_OR_FORUM:
        raise ClubError(f"A club cannot meet in {chosen.mention}. Choose a text or forum channel.")
    place = present_place(server, chosen.id)
    if place is None:
        raise ClubError(f"I cannot see {chosen.mention}. Give me **View Channel** there, then try again.")
    if lacking := missing_permissions(place.channel):
        raise ClubError(
            f"I cannot run a club in {place.channel.mention} yet: I lack {bold(lacking)} there. "
            "Allow me that in the channel's settings, under Permissions, then repeat the command."
        )
    return place


def require_view(viewer: Viewer, place: MeetingPlace) -> None:
    """Raises ClubError: a club in a channel that its organizer may not view would not be there for them."""
    if not viewer.may_view(place.id):
        raise ClubError(f"You cannot view {place.channel.mention} yourself. Choose a channel that you can view.")


def present_place(server: discord.Guild, channel_id: int) -> MeetingPlace | None:
    """None where the channel is gone."""
    channel = server.get_channel(channel_id)
    if isinstance(channel, discord.TextChannel | discord.ForumChannel):
        return MeetingPlace(channel)
    return None


def tag_name(server: discord.Guild, settings: ClubSettings) -> str:
    """What the tag of the club's posts is called; empty where it has none."""
    place = present_place(server, settings.channel_id)
    return next((tag.name for tag in (place.tags if place else []) if tag.id == settings.tag_id), "")


def faults_of(server: discord.Guild, settings: ClubSettings) -> list[str]:
    """What keeps the club from working as it is set up, a sentence each, with the fix."""
    if server.unavailable:
        return [UNKNOWN_NOW]
    place = present_place(server, settings.channel_id)
    faults = [CHANNEL_GONE] if place is None else _faults_there(place, settings)
    if settings.role_id and server.get_role(settings.role_id) is None:
        faults.append(ROLE_GONE)
    elif place and (silent := silent_mention(place, settings)):
        faults.append(silent)
    if settings.organiser_role_id and server.get_role(settings.organiser_role_id) is None:
        faults.append(ORGANISERS_GONE)
    return faults


def silent_mention(place: MeetingPlace, settings: ClubSettings) -> str:
    """What to say where the club's role will be shown and not notified; empty where all is well."""
    role = place.channel.guild.get_role(settings.role_id or 0)
    if role is None or role.mentionable:
        return ""
    if place.channel.permissions_for(place.channel.guild.me).mention_everyone:
        return ""
    return (
        f"Posts will name {role.mention} but notify nobody. Switch on *Allow anyone to @mention this role* in the "
        "role's settings."
    )


def bold(names: list[str]) -> str:
    """`**A**, **B** and **C**`."""
    *first, last = [f"**{name}**" for name in names]
    return f"{', '.join(first)} and {last}" if first else last


def _faults_there(place: MeetingPlace, settings: ClubSettings) -> list[str]:
    faults = []
    if lacking := missing_permissions(place.channel):
        faults.append(f"I lack {bold(lacking)} in {place.channel.mention}. Allow me that there.")
    if settings.tag_id and settings.tag_id not in {tag.id for tag in place.tags}:
        faults.append(TAG_GONE)
    elif place.wants_tag and not settings.tag_id:
        faults.append(TAG_WANTED)
    return faults
