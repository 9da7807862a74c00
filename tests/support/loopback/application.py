"""Routes of the application itself: who the bot is, and which commands it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.loopback.shapes import bot_shape, own_application_shape
from tests.support.loopback.world import APPLICATION_ID

if TYPE_CHECKING:
    from tests.support.loopback.asking import Ask, Routes

COMMAND_SHAPE = {"type": 1, "default_member_permissions": None, "description": "", "dm_permission": True}


def me(_ask: Ask) -> Any:
    return bot_shape() | {"mfa_enabled": True, "locale": "en-US"}


def my_application(_ask: Ask) -> Any:
    return own_application_shape()


def commands(ask: Ask) -> Any:
    return ask.world.commands


def replace_commands(ask: Ask) -> Any:
    ask.world.commands = [
        COMMAND_SHAPE
        | {
            "id": str(ask.world.new_id()),
            "application_id": str(APPLICATION_ID),
            "version": str(ask.world.new_id()),
            **command,
        }
        for command in ask.body
    ]
    return ask.world.commands


ROUTES: Routes = {
    ("GET", "/users/@me"): me,
    ("GET", "/applications/@me"): my_application,
    ("GET", "/oauth2/applications/@me"): my_application,
    ("GET", "/applications/{application}/commands"): commands,
    ("PUT", "/applications/{application}/commands"): replace_commands,
}
