"""One request, as the routes see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.loopback.world import World


@dataclass(frozen=True, slots=True)
class Ask:
    """`names` are the parts of the path, `body` is the JSON. What it creates becomes visible `after`
    this many seconds.
    """

    world: World
    names: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    after: float = 0

    def id(self, name: str) -> int:
        return int(self.names[name])

    def number(self, name: str, otherwise: int) -> int:
        return int(self.query.get(name, otherwise))


# Routes return the JSON of the answer, or None for 204; they raise Refusal.
Route = Callable[[Ask], Any]
Routes = dict[tuple[str, str], Route]
