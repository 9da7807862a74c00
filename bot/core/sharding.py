"""Which servers are a process' own: Discord deals servers out to shards, the operator deals shards out to processes."""

from __future__ import annotations

from dataclasses import dataclass

# Discord's own rule: the shard follows from when the server was made, which its id tells in these bits.
TIME_BITS = 22


@dataclass(frozen=True, slots=True)
class Shards:
    """`ids` are the shards of this process out of `count`; no count stands for all there are, however many."""

    count: int | None = None
    ids: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.count is None and self.ids:
            raise ValueError("shards are named, and not how many there are")
        if self.count is not None and not self.ids:
            object.__setattr__(self, "ids", tuple(range(self.count)))

    @property
    def are_all(self) -> bool:
        """Whether every server is this process's."""
        return self.count is None or len(self.ids) == self.count

    def have(self, server_id: int) -> bool:
        return self.are_all or shard_of(server_id, self.count or 1) in self.ids


ALL_SHARDS = Shards()


def shard_of(server_id: int, count: int) -> int:
    """The shard, out of `count`, that hears of the server."""
    return (server_id >> TIME_BITS) % count
