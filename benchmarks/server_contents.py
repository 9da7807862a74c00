"""What an ordinary server contains besides its club's channel, as Discord sends it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from tests.support.loopback.shapes import member_shape, role_shape, user_shape

if TYPE_CHECKING:
    from tests.support.loopback.world import Guild, World

CATEGORIES, ROLES, EMOJIS, STICKERS, SOUNDS, THREADS, SPEAKERS = 4, 15, 30, 5, 4, 3, 2
TEXT, VOICE, CATEGORY, NEWS, FORUM, THREAD = 0, 2, 4, 5, 15, 11
# Twenty, with the club's own channel.
CHANNELS = (*(TEXT,) * 10, NEWS, FORUM, *(VOICE,) * 3)
# Most channels inherit their category's permissions, and most names are the same everywhere.
SYNCED, COMMON = 0.8, 0.6
PERMISSIONS = [1 << 10, 1 << 11, 3 << 10, 1 << 38, 1 << 6, 1 << 20, 3 << 20, 1 << 13, (1 << 38) | (3 << 10), 1 << 16]
WORDS = (
    "general",
    "rules",
    "news",
    "help",
    "papers",
    "theory",
    "vision",
    "speech",
    "robots",
    "graphs",
    "off-topic",
    "lounge",
)


@dataclass
class ServerContents:
    """Creates the contents of one server; `chance` decides."""

    world: World
    guild: Guild
    chance: random.Random

    def create(self) -> None:
        roles = [self._role(number) for number in range(1, ROLES + 1)]
        categories = [self._category(roles, number) for number in range(CATEGORIES)]
        channels = [self._channel(kind, number, categories, roles) for number, kind in enumerate(CHANNELS)]
        speakers = [self._id() for _ in range(SPEAKERS)]
        self.guild.more = {
            "icon": f"{self.chance.getrandbits(128):032x}",
            "features": ["COMMUNITY", "NEWS", "INVITE_SPLASH", "PREVIEW_ENABLED"],
            "system_channel_id": channels[0]["id"],
            "public_updates_channel_id": channels[1]["id"],
            "roles": roles,
            "channels": [*categories, *channels],
            "threads": [self._thread(channels[number]["id"]) for number in range(THREADS)],
            "emojis": [self._emoji() for _ in range(EMOJIS)],
            "stickers": [self._sticker() for _ in range(STICKERS)],
            "soundboard_sounds": [self._sound() for _ in range(SOUNDS)],
            "members": [self._member(speaker, roles) for speaker in speakers],
            "voice_states": [self._voice_state(speaker, channels[-1]["id"]) for speaker in speakers],
        }

    def _id(self) -> str:
        # Ids contain the time of creation, which is long ago and differs.
        return str(self.world.new_id() - self.chance.randrange(1 << 57))

    def _name(self) -> str:
        word = self.chance.choice(WORDS)
        return (
            word
            if self.chance.random() < COMMON
            else f"{word}-{self.chance.choice(WORDS)}-{self.chance.randrange(999)}"
        )

    def _role(self, position: int) -> dict[str, Any]:
        color = self.chance.getrandbits(24)
        shown = role_shape(int(self._id()), self._name(), str(reduce(or_, self.chance.sample(PERMISSIONS, 4))))
        colors = {"primary_color": color, "secondary_color": None, "tertiary_color": None}
        return shown | {"position": position, "color": color, "colors": colors}

    def _overwrites(self, roles: list[dict[str, Any]]) -> list[dict[str, Any]]:
        whose = [str(self.guild.id), *(role["id"] for role in self.chance.sample(roles, 2))]
        allow, deny = self.chance.choice(PERMISSIONS), self.chance.choice(PERMISSIONS)
        return [{"id": one, "type": 0, "allow": str(allow), "deny": str(deny)} for one in whose]

    def _category(self, roles: list[dict[str, Any]], position: int) -> dict[str, Any]:
        overwrites = self._overwrites(roles)
        return self._placed(CATEGORY, position) | {"parent_id": None, "permission_overwrites": overwrites}

    def _placed(self, kind: int, position: int) -> dict[str, Any]:
        facts = {"id": self._id(), "type": kind, "name": self._name(), "position": position}
        return facts | {"flags": 0, "nsfw": False, "guild_id": str(self.guild.id)}

    def _channel(
        self, kind: int, position: int, categories: list[dict[str, Any]], roles: list[dict[str, Any]]
    ) -> dict[str, Any]:
        category = self.chance.choice(categories)
        is_synced = self.chance.random() < SYNCED
        shown = self._placed(kind, position) | {
            "parent_id": category["id"],
            "permission_overwrites": category["permission_overwrites"] if is_synced else self._overwrites(roles),
            "rate_limit_per_user": 0,
            "last_message_id": self._id(),
        }
        if kind == VOICE:
            return shown | {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
        shown["topic"] = " ".join(self.chance.choices(WORDS, k=12)) if position % 2 else None
        if kind == FORUM:
            tag = {"moderated": False, "emoji_id": None, "emoji_name": None}
            shown["available_tags"] = [tag | {"id": self._id(), "name": self._name()} for _ in range(5)]
            shown |= {"default_reaction_emoji": None, "default_sort_order": None, "default_forum_layout": 0}
        return shown

    def _thread(self, parent_id: str) -> dict[str, Any]:
        facts = {"id": self._id(), "type": THREAD, "guild_id": str(self.guild.id), "parent_id": parent_id}
        moment = "2026-01-01T00:00:00+00:00"
        metadata = {"archived": False, "archive_timestamp": moment, "auto_archive_duration": 1440, "locked": False}
        facts |= {"name": self._name(), "owner_id": self._id(), "last_message_id": self._id(), "message_count": 9}
        return facts | {"member_count": 3, "rate_limit_per_user": 0, "flags": 0, "thread_metadata": metadata}

    def _emoji(self) -> dict[str, Any]:
        facts = {"id": self._id(), "name": self._name().replace("-", "_"), "roles": [], "require_colons": True}
        return facts | {"managed": False, "animated": False, "available": True}

    def _sticker(self) -> dict[str, Any]:
        facts = {"id": self._id(), "name": self._name(), "tags": "smile", "type": 2, "format_type": 1}
        return facts | {"description": "", "asset": "", "available": True, "guild_id": str(self.guild.id)}

    def _sound(self) -> dict[str, Any]:
        facts = {"sound_id": self._id(), "name": self._name(), "volume": 1.0, "emoji_id": None, "emoji_name": None}
        return facts | {"guild_id": str(self.guild.id), "available": True}

    def _member(self, user_id: str, roles: list[dict[str, Any]]) -> dict[str, Any]:
        return member_shape(user_shape(int(user_id), self._name())) | {"roles": [role["id"] for role in roles[:3]]}

    def _voice_state(self, user_id: str, channel_id: str) -> dict[str, Any]:
        heard = dict.fromkeys(("deaf", "mute", "self_deaf", "self_mute", "self_video", "suppress"), False)
        return {"channel_id": channel_id, "user_id": user_id, "session_id": f"{self.chance.getrandbits(128):x}"} | heard


def fill_servers(world: World, seed: int) -> None:
    """Fill every server, each differently."""
    chance = random.Random(seed)
    for guild in world.guilds.values():
        ServerContents(world, guild, chance).create()
