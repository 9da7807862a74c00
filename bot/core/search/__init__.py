"""Finding papers by what people type. `SearchIndex` is the way in, and `LayeredSearch` to several indexes at once."""

from bot.core.search.answers import DidYouMean, Found, Hit, NothingFound
from bot.core.search.index import SearchIndex
from bot.core.search.layers import LayeredSearch, OwnIndexes

__all__ = ["DidYouMean", "Found", "Hit", "LayeredSearch", "NothingFound", "OwnIndexes", "SearchIndex"]
