"""`python -m demo`: Paper Club in a browser, without a token and without a network."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from simcord import SetupError

from bot.logs import set_up_logs
from demo.stage import open_demo
from demo.world import MEMBERS

WELCOME = """
Paper Club is running on a simulated Discord on this machine. Open

  {url}

and type  /paper  Tab  lora  Enter  into the box. You can act as {members}.
Ctrl-C stops it and leaves nothing behind.
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--port", type=int, help="listen on this port of 127.0.0.1 instead of a free one")
    set_up_logs("WARNING", secrets=[])
    try:
        asyncio.run(serve(parser.parse_args().port))
    except SetupError as error:
        sys.stderr.write(f"The demo cannot start: {error}. Try another port with --port.\n")
        return 1
    return 0


async def serve(port: int | None) -> None:
    """Serve until Ctrl-C, SIGTERM, or "End preview session" on the page."""
    async with open_demo(port) as preview:
        names = list(MEMBERS.values())
        members = f"{', '.join(names[:-1])} or {names[-1]}"
        sys.stdout.write(WELCOME.format(url=preview.url, members=members))
        sys.stdout.flush()
        closed = asyncio.create_task(preview.wait_closed())
        for wish in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(wish, closed.cancel)
        await asyncio.wait([closed])
    sys.stdout.write("\nThe demo has ended.\n")


if __name__ == "__main__":
    sys.exit(main())
