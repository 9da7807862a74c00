"""A file that can't be trusted is refused before anything is written to it, with advice on what to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.storage.backups.file_checks import check_file, damage, known_revisions, shared_file_system
from bot.storage.database import Database, DatabaseError

if TYPE_CHECKING:
    from pathlib import Path


async def made_by_a_bot(folder: Path) -> Path:
    file = folder / "club.db"
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.open()
    await database.close()
    return file


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone", "NFS", "ceph"])
def test_network_file_systems_are_recognized(tmp_path: Path, kind: str) -> None:
    mounts = [("/", "ext4"), (str(tmp_path), kind)]
    assert shared_file_system(tmp_path / "club.db", mounts) == kind.lower()
    assert shared_file_system(tmp_path.parent / "club.db", mounts) == ""


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "overlay", "apfs", "tmpfs", "fuse.fuse-overlayfs"])
def test_a_local_disk_is_fine(tmp_path: Path, kind: str) -> None:
    assert shared_file_system(tmp_path / "club.db", [("/", "nfs4"), (str(tmp_path), kind)]) == ""


def test_the_last_mount_at_a_path_counts(tmp_path: Path) -> None:
    assert shared_file_system(tmp_path / "club.db", [(str(tmp_path), "ext4"), (str(tmp_path), "nfs")]) == "nfs"


def test_a_container_whose_whole_disk_is_on_9p_is_fine(tmp_path: Path) -> None:
    assert shared_file_system(tmp_path / "club.db", [("/", "9p")]) == ""


def test_this_machines_mounts_can_be_read(tmp_path: Path) -> None:
    assert shared_file_system(tmp_path / "club.db") == ""


async def test_a_database_on_a_network_share_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.backups.file_checks.shared_file_system", lambda _file: "nfs4")
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'club.db'}")
    with pytest.raises(DatabaseError, match=r"shared file system \(nfs4\).*BACKUP_FOLDER"):
        await database.open()
    await database.close()
    assert not (tmp_path / "club.db").exists()


@pytest.mark.parametrize("harm", ["middle", "header"])
async def test_a_damaged_file_is_left_alone_with_advice_to_restore(tmp_path: Path, harm: str) -> None:
    file = await made_by_a_bot(tmp_path)
    content = bytearray(file.read_bytes())
    spot = 0 if harm == "header" else len(content) // 2
    content[spot : spot + 6000] = b"\xff" * 6000
    file.write_bytes(content)
    database = Database(f"sqlite+aiosqlite:///{file}")
    with pytest.raises(DatabaseError, match="python -m bot restore"):
        await database.open()
    await database.close()
    assert file.read_bytes() == bytes(content)


async def test_a_newer_versions_file_is_left_alone(tmp_path: Path) -> None:
    file = await made_by_a_bot(tmp_path)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
        connection.commit()
    database = Database(f"sqlite+aiosqlite:///{file}")
    with pytest.raises(DatabaseError, match=rf"version 0999; .* up to {known_revisions()[-1]}\)"):
        await database.open()
    await database.close()


async def test_an_intact_file_and_a_missing_one_are_fine(tmp_path: Path) -> None:
    check_file(tmp_path / "none.db")
    file = await made_by_a_bot(tmp_path)
    check_file(file)
    assert damage(file) == ""
