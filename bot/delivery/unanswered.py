"""What the library raises if Discord gives no usable answer to a request."""

from __future__ import annotations

import aiohttp
import discord

NO_ANSWER = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
