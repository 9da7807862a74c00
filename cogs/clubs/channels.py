"""Where a club meets: whether the bot can work there, and which settings point to something that is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.core.text.short_inputs import name_key
from bot.delivery.permissions import missing_permissions
from cogs.meetings.faults import faults_of_meetings
from cogs.ui.escaping import in_code
from cogs.ui.refusals import SaidError
from cogs.ui.wording import t

if TYPE_CHECKING:
    from discord.app_commands import AppCommandChannel

    from bot.core.clubs.club import ClubSettings
    from bot.core.visibility import Viewer

TEXT_OR_FORUM = (discord.ChannelType.text, discord.ChannelType.forum)


@dataclass(frozen=True, slots=True)
class MeetingChannel:
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
        """The tags that the bot may use. Moderated ones need a permission that it does not ask for."""
        available = self.channel.available_tags if isinstance(self.channel, discord.ForumChannel) else []
        return [tag for tag in available if not tag.moderated]

    @property
    def wants_tag(self) -> bool:
        return isinstance(self.channel, discord.ForumChannel) and self.channel.flags.require_tag

    def default_tag(self) -> int | None:
        """Return the first usable tag if the forum requires one, else None. Raises ClubError if it has none to use."""
        if not self.wants_tag:
            return None
        if not self.tags:
            raise SaidError(t("clubs-no-usable-tag", channel=self.channel.mention))
        return self.tags[0].id

    def tag_named(self, wanted: str) -> int:
        """Return the id of the tag with this id or name. Raises ClubError."""
        if not self.is_forum:
            raise SaidError(t("clubs-tags-in-forums"))
        for tag in self.tags:
            if name_key(wanted) in {str(tag.id), name_key(tag.name)}:
                return tag.id
        tags = [in_code(tag.name) for tag in self.tags]
        raise SaidError(t("clubs-no-such-tag", channel=self.channel.mention, tags=tags))


def require_known(server: discord.Guild) -> None:
    """Raise ClubError while Discord reports nothing about the server: an unknown channel may still exist."""
    if server.unavailable:
        raise SaidError(t("clubs-not-heard-of"))


def chosen_channel(
    server: discord.Guild, chosen: AppCommandChannel | discord.TextChannel | discord.ForumChannel
) -> MeetingChannel:
    """Return the chosen channel if the bot has every permission that a club needs there. Raises ClubError."""
    require_known(server)
    if chosen.type not in TEXT_OR_FORUM:
        raise SaidError(t("clubs-cannot-meet-in", channel=chosen.mention))
    meeting_channel = present_channel(server, chosen.id)
    if meeting_channel is None:
        raise SaidError(t("clubs-channel-unseen", channel=chosen.mention))
    if lacking := missing_permissions(meeting_channel.channel):
        raise SaidError(t("clubs-channel-lacks", channel=meeting_channel.channel.mention, missing=bold(lacking)))
    return meeting_channel


def require_view(viewer: Viewer, meeting_channel: MeetingChannel) -> None:
    """Raise ClubError if the organizer may not view the channel, because they could not see their own club there."""
    if not viewer.may_view(meeting_channel.id):
        raise SaidError(t("clubs-not-your-channel", channel=meeting_channel.channel.mention))


def present_channel(server: discord.Guild, channel_id: int) -> MeetingChannel | None:
    """Return the channel, or None if it is gone."""
    channel = server.get_channel(channel_id)
    if isinstance(channel, discord.TextChannel | discord.ForumChannel):
        return MeetingChannel(channel)
    return None


def tag_name(server: discord.Guild, settings: ClubSettings) -> str:
    """Return the name of the tag on the club's posts; empty if there is none."""
    meeting_channel = present_channel(server, settings.channel_id)
    return next(
        (tag.name for tag in (meeting_channel.tags if meeting_channel else []) if tag.id == settings.tag_id), ""
    )


def faults_of(server: discord.Guild, settings: ClubSettings) -> list[str]:
    """Return what keeps the club from working as it is set up: one sentence each, with the fix."""
    if server.unavailable:
        return [t("clubs-unknown-now")]
    meeting_channel = present_channel(server, settings.channel_id)
    faults = [t("clubs-channel-gone")] if meeting_channel is None else _faults_there(meeting_channel, settings)
    if settings.role_id and server.get_role(settings.role_id) is None:
        faults.append(t("clubs-role-gone"))
    elif meeting_channel and (silent := silent_mention(meeting_channel, settings)):
        faults.append(silent)
    if settings.organiser_role_id and server.get_role(settings.organiser_role_id) is None:
        faults.append(t("clubs-organizers-gone"))
    return [*faults, *faults_of_meetings(server, settings)]


def faults_in(meeting_channel: MeetingChannel) -> list[str]:
    """Return a sentence that names every permission that the bot lacks in the channel, if it lacks any."""
    lacking = missing_permissions(meeting_channel.channel)
    return [t("clubs-lacks", missing=bold(lacking), channel=meeting_channel.channel.mention)] if lacking else []


def silent_mention(meeting_channel: MeetingChannel, settings: ClubSettings) -> str:
    """Return a warning if mentions of the club's role notify nobody; else an empty text."""
    role = meeting_channel.channel.guild.get_role(settings.role_id or 0)
    if role is None or role.mentionable:
        return ""
    if meeting_channel.channel.permissions_for(meeting_channel.channel.guild.me).mention_everyone:
        return ""
    return t("clubs-silent-role", role=role.mention)


def bold(names: list[str]) -> str:
    """`**A**, **B** and **C**`."""
    return t("clubs-bold", names=[f"**{name}**" for name in names])


def _faults_there(meeting_channel: MeetingChannel, settings: ClubSettings) -> list[str]:
    faults = faults_in(meeting_channel)
    if settings.tag_id and settings.tag_id not in {tag.id for tag in meeting_channel.tags}:
        faults.append(t("clubs-tag-gone"))
    elif meeting_channel.wants_tag and not settings.tag_id:
        faults.append(t("clubs-tag-wanted"))
    return faults
