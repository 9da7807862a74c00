"""Finding papers by what people type. `SearchIndex` is the way in."""

from bot.core.search.answers import DidYouMean, Found, Hit, NothingFound
from bot.core.search.index import SearchIndex

__all__ = ["DidYouMean", "Found", "Hit", "NothingFound", "SearchIndex"]
