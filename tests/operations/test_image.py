"""The image and the compose file, as far as they can be checked without a container engine."""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.health import HealthServer
from bot.metrics import Metrics
from bot.pictures.typography import EAST_ASIAN_FONTS
from bot.settings import Settings
from tests.support.patience import HANG_S

ROOT = Path(__file__).parents[2]
LINES = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8")).splitlines()
INSTRUCTIONS = [line.partition(" ")[::2] for line in LINES if line.strip() and not line.startswith("#")]
LAST_STAGE = INSTRUCTIONS[max(number for number, (word, _) in enumerate(INSTRUCTIONS) if word == "FROM") :]
COMPOSE: dict[str, Any] = importlib.import_module("yaml").safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
PYTHONS_OWN = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "TMPDIR"}
# With PostgreSQL, a process may serve only some of the servers.
PROFILES = ("sqlite", "postgresql")
KNOWN = {name.upper() for name in Settings.model_fields}
# Python runs it before the bot. Otherwise the machine's network would decide how long the bot tries.
DISCORD_AWAY = 'from discord.http import Route; Route.BASE = "http://127.0.0.1:9/api"'


def told(word: str, stage: list[tuple[str, str]] = LAST_STAGE) -> list[str]:
    return [rest.strip() for instruction, rest in stage if instruction == word]


def environment() -> dict[str, str]:
    return dict(re.findall(r"([A-Z_]+)=(\S+)", " ".join(told("ENV"))))


def copied() -> list[str]:
    return [line.split()[0] for line in told("COPY", INSTRUCTIONS) if not line.startswith("--from=")]


def test_copied_files_exist_and_are_not_ignored() -> None:
    let_through = (ROOT / ".dockerignore").read_text().splitlines()
    for name in copied():
        assert (ROOT / name).exists()
        assert f"!{name}" in let_through
    assert let_through[0] == "*"


def test_images_are_pinned_to_a_release() -> None:
    images = [line.split()[0] for line in told("FROM", INSTRUCTIONS)] + [SERVICES["database"]["image"]]
    assert len(images) == 3
    for image in images:
        assert re.search(r":\d+\.\d+(\.\d+)?-", image), image


def test_packages_are_installed_only_by_hash() -> None:
    (install,) = [line for line in told("RUN", INSTRUCTIONS) if "pip install" in line]
    assert "--require-hashes" in install
    assert "requirements.txt" in install


def test_the_image_has_a_typeface_that_pictures_use() -> None:
    (install,) = [line for line in told("RUN") if "apt-get install" in line]
    (package,) = re.findall(r"fonts-([\w-]+)", install)
    assert any(name.startswith(package) for name in EAST_ASIAN_FONTS)
    assert "rm -rf /var/lib/apt/lists" in install


def test_the_bot_is_not_root_and_receives_the_stop_signal() -> None:
    (user,) = told("USER")
    assert int(user) >= 10000
    assert told("STOPSIGNAL") == ["SIGTERM"]
    # As a list, so no shell sits between the signal and the bot.
    assert json.loads(told("CMD")[-1]) == ["python", "-m", "bot"]


def test_every_variable_is_a_setting() -> None:
    assert set(environment()) - PYTHONS_OWN <= KNOWN
    for service in OURS.values():
        assert set(service["environment"]) - PYTHONS_OWN <= KNOWN
        assert "DISCORD_TOKEN" in service["environment"]


def test_every_setting_reaches_the_container_from_the_env_file() -> None:
    """A setting that `compose.yaml` doesn't pass on has no effect, whatever `.env` contains."""
    handed_on = {name for name, value in OURS["bot"]["environment"].items() if value.startswith(f"${{{name}:")}
    of_providers = {"PROVIDERS", "PROVIDER_CONTACT", "SEMANTIC_SCHOLAR_KEY", "OPENALEX_KEY"}
    others = {"DISCORD_TOKEN", "LOG_LEVEL", "PUBLIC_URL", "CATALOGUE_FILE", "BACKUP_EVERY_HOURS", "BACKUP_KEEP"}
    assert handed_on == others | of_providers
    told = (ROOT / "compose.yaml").read_text(encoding="utf-8").partition("x-bot")[0]
    assert all(name in told for name in handed_on)


@pytest.mark.parametrize("name", OURS)
def test_services_are_locked_down_and_stop_gracefully(name: str) -> None:
    service = OURS[name]
    assert (service["read_only"], service["tmpfs"]) == (True, ["/tmp"])  # noqa: S108
    assert (service["restart"], service["stop_grace_period"]) == ("unless-stopped", "30s")
    assert service["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_one_profile_is_one_process_and_the_other_is_two_processes_that_share() -> None:
    by_profile = {profile: [n for n, s in SERVICES.items() if profile in s["profiles"]] for profile in PROFILES}
    assert by_profile == {"sqlite": ["bot"], "postgresql": ["bot-0", "bot-1", "database"]}
    assert all(
        volume.partition(":")[0] in COMPOSE["volumes"] for s in SERVICES.values() for volume in s.get("volumes", ())
    )
    shards = [OURS[name]["environment"] for name in ("bot-0", "bot-1")]
    assert [shard["SHARD_IDS"] for shard in shards] == ["0", "1"]
    assert {shard["SHARD_COUNT"] for shard in shards} == {"2"}
    assert {shard["DATABASE_URL"].partition("://")[0] for shard in shards} == {"postgresql+asyncpg"}


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder with the files that are copied into the image, and their bytecode, to compile them only once."""
    app = tmp_path / "app"
    for name in copied():
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, app / name)
    return app


def run(app: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in KNOWN | {"PYTHONPATH"}}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=app,
        env={**kept, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(app.parent / "tmp"), **settings},
        capture_output=True,
        text=True,
        timeout=HANG_S,
        check=False,
    )


def test_the_copied_files_are_enough_to_start_and_nothing_is_written_outside_the_data(
    image: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "tmp").mkdir()
    before = everything_in(image)
    ended = run(image, DATABASE_URL=f"sqlite+aiosqlite:///{data / 'paperclub.db'}")
    assert (ended.returncode, "discord.com/developers" in ended.stderr) == (2, True)
    for word in ("doctor", "check", "backup"):
        ended = run(image, word, DATABASE_URL=f"sqlite+aiosqlite:///{data / 'paperclub.db'}")
        assert "Traceback" not in ended.stderr
    # Nobody answers there: the bot ends by itself after opening everything.
    token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789ab"
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "sitecustomize.py").write_text(DISCORD_AWAY, encoding="utf-8")
    away = {"DISCORD_TOKEN": token, "PYTHONPATH": str(tmp_path / "away")}
    ended = run(image, **away, DATABASE_URL=f"sqlite+aiosqlite:///{data / 'paperclub.db'}")
    assert ended.returncode == 1
    assert "Discord cannot be reached" in ended.stderr
    assert everything_in(image) == before
    assert "paperclub.db" in {path.name for path in data.iterdir()}


def test_the_messages_are_found_from_any_working_directory(image: Path, tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from cogs.ui.wording import t; print(t('ui-button-outdated'))"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(image), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=HANG_S,
        check=True,
    )
    assert said.stdout.startswith("That button is no longer valid.")


def everything_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize("ready", [True, False])
async def test_the_health_check_follows_the_page(ready: bool) -> None:
    server = HealthServer("127.0.0.1", 0, lambda: "" if ready else "stopping", Metrics())
    port = await server.start()
    (check,) = told("HEALTHCHECK")
    command = json.loads(check.partition("CMD")[2])
    assert command[0] == "python"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command[1:],
        env={**os.environ, "HEALTH_PORT": str(port)},
        stderr=asyncio.subprocess.PIPE,
    )
    await process.communicate()
    await server.close()
    assert (process.returncode == 0) == ready
