"""Which servers belong to a process. Discord assigns servers to shards; the operator assigns shards to processes."""

from __future__ import annotations

from dataclasses import dataclass

# Discord's own rule: the shard follows from when the server was created, which is in these bits of its id.
TIME_BITS = 22


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards `ids` of this process, out of `count`. Without a count it has all of them, however many there are."""

    count: int | None = None
    ids: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.count is None and self.ids:
            raise ValueError("shard ids need the number of all shards")
        if self.count is not None and not self.ids:
            object.__setattr__(self, "ids", tuple(range(self.count)))

    @property
    def are_all(self) -> bool:
        """Whether every server belongs to this process."""
        return self.count is None or len(self.ids) == self.count


ALL_SHARDS = Shards()


def shard_of(server_id: int, count: int) -> int:
    """Return the shard, out of `count`, that receives the server's events."""
    return (server_id >> TIME_BITS) % count
