"""`make demo` as a user runs it: a process, an address, Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from tests.support.patience import HANG_S

ROOT = Path(__file__).parents[2]


async def started(folder: Path) -> tuple[asyncio.subprocess.Process, str]:
    """The demo with its temporary files in `folder`, and the address that it prints."""
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(folder), "DISCORD_TOKEN": "never used", "LOG_LEVEL": "?"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "demo", cwd=ROOT, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    async for line in process.stdout:
        if found := re.search(rb"http://\S+", line):
            return process, found[0].decode()
    raise AssertionError((await process.communicate())[1].decode())


def files_left(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("paper-club-demo-*/*.db")]


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
async def test_it_starts_serves_and_leaves_no_files(tmp_path: Path, wish: signal.Signals) -> None:
    process, url = await started(tmp_path)
    assert url.startswith("http://127.0.0.1:")
    assert files_left(tmp_path) == ["paperclub.db"]
    async with aiohttp.ClientSession() as session, session.get(url.partition("#")[0]) as page:
        assert page.status == 200
    process.send_signal(wish)
    out, err = await asyncio.wait_for(process.communicate(), HANG_S)
    assert process.returncode == 0
    assert b"The demo has ended." in out
    assert err == b""
    assert files_left(tmp_path) == []


async def test_a_port_in_use_is_explained() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "demo", "--port", port, cwd=ROOT, stderr=asyncio.subprocess.PIPE
        )
        _, err = await asyncio.wait_for(process.communicate(), HANG_S)
    assert process.returncode == 1
    assert err.startswith(b"The demo cannot start")
    assert b"Traceback" not in err
