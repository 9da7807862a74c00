"""A small Discord on 127.0.0.1, for bots that run as separate processes and may be killed.

SimCord lives inside the bot's process and dies with it. This one outlives the bot, keeps what was posted, and can be
told to fail. It implements only the routes and events that Paper Club needs.
"""

from tests.support.loopback.faults import Fault, Target
from tests.support.loopback.server import Loopback
from tests.support.loopback.world import World

__all__ = ["Fault", "Loopback", "Target", "World"]
