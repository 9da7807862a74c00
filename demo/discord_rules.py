"""Rules of Discord that SimCord doesn't enforce, so that the bot meets the same refusals as on a real server.

SimCord gives a bot every permission, treats archived and locked threads as open, and limits neither threads nor edits.
This module wraps its routes and leaves the package unchanged.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from simcord.backend import serializers
from simcord.backend.errors import BackendError, missing_permissions
from simcord.backend.ops.guilds import DEFAULT_EVERYONE_PERMISSIONS
from simcord.backend.permissions import flag
from simcord.http import router
from simcord.http.router import RequestContext

from bot.delivery.permissions import FOR_A_CLUB
from demo.event_rules import ACTIVE, CHANNEL_TYPES, IN_CHANNELS, MOST_EVENTS, NEXT, SCHEDULED, fault_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord import Env
    from simcord.backend import Backend
    from simcord.backend.models import Channel, Message

    Handler = Callable[[RequestContext], Any]

MEMBERS = "Members"
ACTIVE_THREADS = 1000
# Discord doesn't say how many edits it allows, only that there is a limit.
EDITS_OF_OLD_MESSAGES, HOUR_MS = 3, 3_600_000
EPOCH_MS = 1_420_070_400_000
OWNERS_MAY_CHANGE = {"archived", "name", "auto_archive_duration", "applied_tags"}
EVENTS = "/guilds/{guild_id}/scheduled-events"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"


def keep_discords_rules(env: Env) -> None:
    """From now on every new server gives the bot only the permissions of the invite."""
    backend = env.backend
    _invite_bot_only(backend)
    _know_starters(backend)
    backend.edits = defaultdict(list)  # type: ignore[attr-defined]


def _invite_bot_only(backend: Backend) -> None:
    """Members get permissions beyond the invite's from a role, because the bot has everything that @everyone has."""
    create_guild, add_member = backend.create_guild, backend.add_member

    def create_invited(*args: Any, **settings: Any) -> Any:
        guild = create_guild(*args, **settings)
        for user_id in [user_id for user_id in guild.members if user_id != backend.bot_user.id]:
            backend.add_member_role(guild.id, user_id, _members_role(backend, guild.id))
        backend.edit_role(guild.id, guild.id, {"permissions": DEFAULT_EVERYONE_PERMISSIONS & FOR_A_CLUB.value})
        (own,) = guild.members[backend.bot_user.id].role_ids
        backend.edit_role(guild.id, own, {"permissions": FOR_A_CLUB.value})
        return guild

    def add_with_role(guild_id: int, user_id: int, *, roles: Any = (), **facts: Any) -> Any:
        is_bot = user_id == backend.bot_user.id
        given = list(roles) if is_bot else [*roles, _members_role(backend, guild_id)]
        return add_member(guild_id, user_id, roles=given, **facts)

    backend.create_guild, backend.add_member = create_invited, add_with_role  # type: ignore[method-assign]


def _members_role(backend: Backend, guild_id: int) -> int:
    found = [role.id for role in backend.get_guild(guild_id).roles.values() if role.name == MEMBERS]
    return found[0] if found else backend.create_role(guild_id, MEMBERS, permissions=DEFAULT_EVERYONE_PERMISSIONS).id


def _know_starters(backend: Backend) -> None:
    """As on Discord, a forum post's first message has the same id as its thread."""
    create_forum_post, get_message = backend.create_forum_post, backend.get_message
    starters: dict[int, int] = {}

    def create_and_note(*args: Any, **facts: Any) -> tuple[Channel, Message]:
        thread, starter = create_forum_post(*args, **facts)
        starters[thread.id] = starter.id
        return thread, starter

    def get_also_by_thread(channel_id: int, message_id: int) -> Message:
        return get_message(channel_id, starters.get(message_id, message_id))

    backend.create_forum_post = create_and_note  # type: ignore[method-assign]
    backend.get_message = get_also_by_thread  # type: ignore[method-assign]


def _wrapped(method: str, template: str) -> Callable[[Callable[[RequestContext, Handler], Any]], None]:
    """Wrap a SimCord route; the wrapper receives the original."""
    segments = template.strip("/").split("/")
    routes = router._ROUTES[method]  # noqa: SLF001 - SimCord has no other way to refuse what Discord refuses
    (index,) = [number for number, (known, _) in enumerate(routes) if known == segments]
    original = routes[index][1]

    def decorate(wrapper: Callable[[RequestContext, Handler], Any]) -> None:
        routes[index] = (segments, lambda ctx: wrapper(ctx, original))

    return decorate


@_wrapped("POST", "/channels/{channel_id}/messages")
def _send(ctx: RequestContext, original: Handler) -> Any:
    channel = ctx.backend.get_channel(ctx.int_arg("channel_id"))
    if channel.guild_id is not None:
        _require_writable(ctx, channel)
        needed = {"attach_files": bool(ctx.files), "send_polls": bool(ctx.body().get("poll"))}
        ctx.require_channel_permissions(channel.id, *(name for name, is_used in needed.items() if is_used))
    return original(ctx)


@_wrapped("PATCH", MESSAGE)
def _edit(ctx: RequestContext, original: Handler) -> Any:
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
    message = ctx.require_message(channel.id, ctx.int_arg("message_id"))
    _require_writable(ctx, channel)
    now = ctx.backend.clock.now().timestamp() * 1000
    if now - ((message.id >> 22) + EPOCH_MS) > HOUR_MS:
        recent = [at for at in _edits(ctx)[message.id] if now - at < HOUR_MS]
        if len(recent) >= EDITS_OF_OLD_MESSAGES:
            raise BackendError(429, 30046, "Maximum number of edits to messages older than 1 hour reached")
        _edits(ctx)[message.id] = [*recent, now]
    return original(ctx)


@_wrapped("DELETE", MESSAGE)
def _delete(ctx: RequestContext, original: Handler) -> Any:
    """Your own message may be deleted in a locked thread, unless the thread is archived too."""
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
    ctx.require_message(channel.id, ctx.int_arg("message_id"))
    _require_active(channel)
    return original(ctx)


@_wrapped("POST", "/channels/{channel_id}/polls/{message_id}/expire")
def _end_poll(ctx: RequestContext, original: Handler) -> Any:
    _require_active(ctx.require_channel_permissions(ctx.int_arg("channel_id")))
    return original(ctx)


@_wrapped("POST", "/channels/{channel_id}/threads")
def _open_thread(ctx: RequestContext, original: Handler) -> Any:
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
    if ctx.files:
        ctx.require_channel_permissions(channel.id, "attach_files")
    _require_room(ctx, channel)
    return original(ctx)


@_wrapped("POST", MESSAGE + "/threads")
def _open_thread_from_message(ctx: RequestContext, original: Handler) -> Any:
    _require_room(ctx, ctx.require_channel_permissions(ctx.int_arg("channel_id")))
    return original(ctx)


@_wrapped("PATCH", "/channels/{channel_id}")
def _edit_channel(ctx: RequestContext, original: Handler) -> Any:
    """Anyone who may write in an archived thread may reopen it, unless it is locked."""
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
    if not channel.is_thread or channel.thread_metadata is None:
        return original(ctx)
    thread, changes = channel.thread_metadata, ctx.body()
    opens = changes.get("archived") is False
    if not _may_manage(ctx, channel):
        is_own = channel.owner_id == ctx.backend.bot_user.id
        if thread.locked or not ((opens and len(changes) == 1) or (is_own and changes.keys() <= OWNERS_MAY_CHANGE)):
            raise missing_permissions()
        ctx.require_channel_permissions(channel.id, "send_messages_in_threads")
    if not opens:
        _require_active(channel)
    elif thread.archived:
        _require_room(ctx, channel)
    metadata = {name: value for name, value in changes.items() if name in {"archived", "locked"}}
    named = {name: value for name, value in changes.items() if name == "name"}
    changed = ctx.backend.edit_channel(channel.id, named, thread_metadata=metadata)
    return dict(serializers.channel_payload(ctx.backend, changed))


@_wrapped("DELETE", "/channels/{channel_id}")
def _delete_channel(ctx: RequestContext, original: Handler) -> Any:
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
    if not channel.is_thread:
        return original(ctx)
    ctx.require_channel_permissions(channel.id, "manage_threads")
    shown = dict(serializers.channel_payload(ctx.backend, channel))
    ctx.backend.delete_channel(channel.id)
    return shown


def _require_writable(ctx: RequestContext, channel: Channel) -> None:
    _require_active(channel)
    if channel.thread_metadata and channel.thread_metadata.locked and not _may_manage(ctx, channel):
        raise BackendError(403, 160005, "Thread is locked")


def _require_active(channel: Channel) -> None:
    if channel.thread_metadata and channel.thread_metadata.archived:
        raise BackendError(400, 50083, "Thread is archived")


def _require_room(ctx: RequestContext, channel: Channel) -> None:
    if channel.guild_id is not None and len(ctx.backend.active_threads(channel.guild_id)) >= ACTIVE_THREADS:
        raise BackendError(400, 160006, "Maximum number of active threads reached")


def _may_manage(ctx: RequestContext, channel: Channel) -> bool:
    allowed = ctx.backend.compute_permissions(channel.guild_id or 0, ctx.backend.bot_user.id, channel.id)
    return bool(allowed & flag("manage_threads"))


def _edits(ctx: RequestContext) -> defaultdict[int, list[float]]:
    edits: defaultdict[int, list[float]] = ctx.backend.edits  # type: ignore[attr-defined]
    return edits


@_wrapped("GET", EVENTS)
def _list_events(ctx: RequestContext, original: Handler) -> Any:
    """Those that are over or cancelled are not listed."""
    return [event for event in original(ctx) if event["status"] in {SCHEDULED, ACTIVE}]


@_wrapped("POST", EVENTS)
def _make_event(ctx: RequestContext, original: Handler) -> Any:
    facts, guild_id = ctx.body(), ctx.int_arg("guild_id")
    _require_event_rights(ctx, facts)
    alive = [one for one in ctx.backend.get_guild(guild_id).scheduled_events.values() if one.status in NEXT]
    if len(alive) >= MOST_EVENTS:
        raise BackendError(400, 30038, "Maximum number of guild scheduled events reached (100)")
    _require_sense(ctx, facts, facts)
    return original(_as_moderator(ctx))


@_wrapped("PATCH", EVENTS + "/{event_id}")
def _change_event(ctx: RequestContext, original: Handler) -> Any:
    event = ctx.backend.get_scheduled_event(ctx.int_arg("guild_id"), ctx.int_arg("event_id"))
    changes = ctx.body()
    facts = dict(serializers.scheduled_event_payload(ctx.backend, event)) | changes
    _require_event_rights(ctx, facts)
    if event.status not in NEXT:
        raise BackendError(400, 180000, "Cannot update a finished event")
    status = changes.get("status", event.status)
    if status != event.status and status not in NEXT[event.status]:
        raise BackendError(400, 50035, "Invalid Form Body")
    _require_sense(ctx, facts, {name: value for name, value in changes.items() if name != "status"})
    return original(_as_moderator(ctx))


@_wrapped("DELETE", EVENTS + "/{event_id}")
def _delete_event(ctx: RequestContext, original: Handler) -> Any:
    event = ctx.backend.get_scheduled_event(ctx.int_arg("guild_id"), ctx.int_arg("event_id"))
    _require_event_rights(ctx, dict(serializers.scheduled_event_payload(ctx.backend, event)))
    return original(_as_moderator(ctx))


def _require_event_rights(ctx: RequestContext, facts: dict[str, Any]) -> None:
    """Its own events a bot may change with Create Events, which SimCord doesn't know to be enough."""
    channel_id, kind = facts.get("channel_id"), facts["entity_type"]
    if not channel_id:
        ctx.require_guild_permissions(ctx.int_arg("guild_id"), "create_events")
        return
    channel = ctx.backend.get_channel(int(channel_id))
    if int(channel.type) != CHANNEL_TYPES.get(kind):
        raise BackendError(400, 50024, "Cannot execute action on this channel type")
    ctx.require_channel_permissions(channel.id, "create_events", *IN_CHANNELS[kind])


def _require_sense(ctx: RequestContext, facts: dict[str, Any], changed: dict[str, Any]) -> None:
    if fault := fault_of(facts, changed, ctx.backend.clock.now()):
        raise BackendError(400, 50035, f"Invalid Form Body: {fault}")


class _Allowed(RequestContext):
    def require_guild_permissions(self, guild_id: int, *names: str) -> None:
        """Checked already, by Discord's rule."""


def _as_moderator(ctx: RequestContext) -> RequestContext:
    return _Allowed(**{one.name: getattr(ctx, one.name) for one in fields(ctx)})
