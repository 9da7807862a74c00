"""Generates the largest values that the rules allow, by type, for any builder's parameters.

New builders need no change here, unless they take a text with a new name or a type that isn't a dataclass. In that case
`NoStrategyError` names the parameter and the table that needs a line.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache
from operator import is_
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from hypothesis import strategies as st

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.papers.paper import Catalog, Paper
from tests.cogs.bounded.builders import hints_of, kinds_in
from tests.cogs.bounded.clubhouse import GONE, INVARIANTS, ROW, SNOWFLAKE, TYPED, by_type
from tests.cogs.bounded.limits_of_catalog import of_the_world
from tests.cogs.bounded.limits_of_texts import (
    EXACTLY,
    LISTS,
    MAY_BE_GONE,
    NOT_EMPTY,
    NUMBERS,
    ON_ONE_LINE,
    PAPER_KEYS,
    TEXTS,
    VALUES,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

LETTERS = ("x", "_", "*", "<", "`", "[", "\\", "字", "#\n", "word ", "https://example.org/a_b ")
FULL, FEW = 400, 2
ROWS = {"id", "club_id", "week_id", "log_id", "draft_id", "review_id", "poll_id", "suggestion_id", "wave"}
MOMENTS = (
    datetime(2015, 1, 1, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
    datetime(9998, 1, 1, tzinfo=UTC),
)
SPANS = (timedelta(0), timedelta(days=7), timedelta(days=999))
PLAIN = {bytes: st.just(b"png"), bool: st.booleans(), float: st.sampled_from((0.0, 0.5, 1e9)), NoneType: st.none()}
TIMES = {
    datetime: st.sampled_from(MOMENTS),
    # Buttons take only days of this century.
    date: st.sampled_from([*(moment.date() for moment in MOMENTS[:-1]), date(2099, 12, 31)]),
    time: st.sampled_from((time(0), time(23, 59))),
    timedelta: st.sampled_from(SPANS),
}


@cache
def among(values: tuple[Any, ...]) -> SearchStrategy[Any]:
    """Made once: Hypothesis checks each new strategy, which takes longer than drawing from it."""
    return st.sampled_from(values)


class NoStrategyError(LookupError):
    """A builder takes something that this module can't generate."""


def arguments(draw: Callable[..., Any], builder: Callable[..., Any], name: str) -> dict[str, Any]:
    """A value for each of the builder's parameters."""
    drawing = Drawing(draw)
    hints = hints_of(builder)
    taken = [parameter for parameter in inspect.signature(builder).parameters if parameter != "self"]
    return {parameter: drawing.of(hints[parameter], (name, parameter)) for parameter in taken}


class Drawing:
    """Draws one example of everything. Each example uses one kind of letter, and is either all full or a mixture."""

    def __init__(self, draw: Callable[..., Any]) -> None:
        self._draw = draw
        self.outgoing = draw(among(LETTERS))
        self.is_full = draw(among((True, True, False)))
        self.catalog: Catalog = by_type(self.outgoing)[Catalog]

    def of(self, hint: Any, path: tuple[str, ...]) -> Any:
        """`path` is the builder's name, its parameter's name, and the fields down to this value, each with
        its class.
        """
        owner, name = path[-2].rpartition(".")[2], path[-1]
        if (owner, name) in VALUES:
            return self._draw(VALUES[owner, name])
        kinds = kinds_in(hint)
        if kinds != (hint,):
            return self._either(hint, kinds, path)
        known = by_type(self.outgoing)
        if hint in known:
            return self._one(known[hint])
        if hint in {str, int}:
            return self._text(path) if hint is str else self._number(owner, name)
        strategy = _simple(hint)
        return self._made_of_parts(hint, path) if strategy is None else self._draw(strategy)

    def _either(self, hint: Any, kinds: tuple[Any, ...], path: tuple[str, ...]) -> Any:
        may_lack = NoneType in get_args(hint)
        if may_lack and self._draw(among((False, False, True))):
            return None
        return self.of(self._draw(among(kinds)), path)

    def _one(self, known: Any) -> Any:
        return self._draw(st.sampled_from(known)) if isinstance(known, tuple) else known

    def _made_of_parts(self, hint: Any, path: tuple[str, ...]) -> Any:
        kind = get_origin(hint) or hint
        inner = get_args(hint)
        if kind is WeeklySlot:
            return WeeklySlot(6, time(23, 59), "America/Argentina/ComodRivadavia")
        if inspect.isclass(kind) and (hasattr(kind, "_fields") or issubclass(kind, Exception)):
            stated: Any = kind.__init__ if issubclass(kind, Exception) else kind
            taken = {name: part for name, part in hints_of(stated).items() if name != "return"}
            return kind(**{name: self.of(part, (*path, kind.__name__, name)) for name, part in taken.items()})
        if is_dataclass(kind):
            return self._object(kind, path)
        if kind is tuple and inner[-1] is not Ellipsis:
            return tuple(self.of(part, path) for part in inner)
        if kind in {dict, Mapping}:
            keys = self._several(inner[0], path)
            values = [self.of(inner[1], path) for _ in range(FEW)]
            return {key: values[index % FEW] for index, key in enumerate(keys)}
        if kind in {list, tuple, set, frozenset, Sequence, Iterable, Collection}:
            return (kind if kind in {tuple, set, frozenset} else list)(self._several(inner[0], path))
        raise NoStrategyError(
            f"{path[0]} takes {'.'.join(path[1:])}: {hint}, for which there is no strategy. Add it to `by_type` in "
            "clubhouse.py, or to VALUES in limits_of_texts.py."
        )

    def _object(self, kind: Any, path: tuple[str, ...]) -> Any:
        hints = hints_of(kind)
        made = {
            field.name: self.of(hints[field.name], (*path, kind.__name__, field.name))
            for field in fields(kind)
            if field.init
        }
        return kind(**INVARIANTS.get(kind, dict)(made))

    def _several(self, hint: Any, path: tuple[str, ...]) -> list[Any]:
        """A list whose items have different ids. Only a few are drawn; the others are copies with other ids."""
        owner, name = path[-2].rpartition(".")[2], path[-1]
        least = 1 if (owner, name) in NOT_EMPTY else 0
        most = LISTS.get((owner, name), LISTS.get(("", name), FULL))
        count = (
            most
            if self.is_full or (owner, name) in EXACTLY
            else self._draw(among(tuple(sorted({least, min(least + 1, most), most}))))
        )
        if hint is str and name in PAPER_KEYS:
            return [paper.key for paper in self.catalog][:count]
        if Paper in kinds_in(hint):
            papers = list(self.catalog)[:count]
            of_world = 0 if hint is Paper else self._draw(among((0, count // 2, count)))
            return [*papers[: count - of_world], *(of_the_world(self.outgoing, number) for number in range(of_world))]
        drawn = [self.of(hint, path) for _ in range(min(count, FEW))]
        return [renumbered(drawn[index % FEW], index) for index in range(count)]

    def _text(self, path: tuple[str, ...]) -> str:
        owner, name = path[-2].rpartition(".")[2], path[-1]
        if name in PAPER_KEYS:
            known = next(iter(self.catalog)).key
            return str(self._draw(among((known, GONE)))) if name in MAY_BE_GONE else known
        if fixed := TYPED.get(name):
            return str(fixed)
        around = [part.rpartition(".")[2] for part in reversed(path[:-1])]
        limits = [TEXTS[part, name] for part in (*around, "") if (part, name) in TEXTS]
        if not limits:
            raise NoStrategyError(
                f"{path[0]} takes the text {'.'.join(path[1:])}, and nothing says how long it may be. Add "
                f'("{owner}", "{name}") to TEXTS in limits_of_texts.py.'
            )
        length = limits[0] if self.is_full else self._draw(among((1, limits[0])))
        text: str = (self.outgoing * length)[:length]
        return text.replace("\n", " ") if name in ON_ONE_LINE else text

    def _number(self, owner: str, name: str) -> int:
        allowed = NUMBERS.get((owner, name)) or NUMBERS.get(("", name))
        if allowed:
            return int(self._draw(among(tuple(allowed))))
        return ROW if name in ROWS else SNOWFLAKE


def renumbered(value: Any, index: int) -> Any:
    """A copy with other ids, so that all items of a list differ."""
    # The two simplest types come first: a full page has hundreds of thousands of parts.
    if type(value) is int:
        return value + index
    if value is None or isinstance(value, str | bool | Enum | Paper):
        return value
    if isinstance(value, tuple):
        parts = [renumbered(part, index) for part in value]
        if all(map(is_, parts, value)):
            return value
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {name: renumbered(getattr(value, name), index) for name in _numbered(type(value))}
        if isinstance(token := changes.get("token"), str):
            changes["token"] = f"{token[:4]}{index:04}"
        changes = {name: new for name, new in changes.items() if new is not getattr(value, name)}
        return replace(value, **changes) if changes else value
    return value


@cache
def _numbered(kind: type) -> tuple[str, ...]:
    hints = hints_of(kind)
    ids = [field.name for field in fields(kind) if field.name in {"id", "token"} or field.name.endswith("_id")]
    objects = [field.name for field in fields(kind) if any(map(is_dataclass, kinds_in(hints[field.name])))]
    return (*ids, *objects)


@cache
def _simple(hint: Any) -> SearchStrategy[Any] | None:
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if inspect.isclass(hint) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return (PLAIN | TIMES).get(hint)
