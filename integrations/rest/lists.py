"""Lists that grow: a page of them at most, and where the next one is."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Final, TypeVar
from urllib.parse import urlencode

import orjson
from pydantic import Field

from domain.paging import BadCursor, Page, PageRequest
from integrations.rest.body import Input
from integrations.rest.operation import Call
from integrations.rest.unreadable import Unprocessable

T = TypeVar("T")

MOST_LISTED: Final = 1000
MORE: Final = f'{MOST_LISTED} at most; a header `Link` with `rel="next"` leads to more.'
_LONGEST_CURSOR: Final = 2000


class Listed(Input):
    """Who asks for neither gets the first rows, as many as there are for one answer."""

    limit: int = Field(MOST_LISTED, ge=1, le=MOST_LISTED, description="Rows of the answer.")
    after: str | None = Field(
        None,
        max_length=_LONGEST_CURSOR,
        description="Where the list goes on, from the `Link` of the page before.",
    )

    @property
    def page(self) -> PageRequest:
        """Raises `Unprocessable` for what no page has given out."""
        return PageRequest(first=self.limit, after=_place(self.after) if self.after else None)


def listed(call: Call, query: Listed, page: Page[T]) -> Sequence[T]:
    """The rows, and in the headers of the answer where the list goes on."""
    if page.has_next:
        place = urlsafe_b64encode(orjson.dumps(page.cursors[-1])).decode().rstrip("=")
        others = [
            (name, value)
            for name, value in call.request.query_params.multi_items()
            if name not in {"limit", "after"}
        ]
        pairs = urlencode([*others, ("limit", query.limit), ("after", place)])
        call.headers["Link"] = f'<{call.request.url.path}?{pairs}>; rel="next"'
    return page.rows


def _place(text: str) -> tuple[str, ...]:
    try:
        steps = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        raise not_a_place() from None
    if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
        raise not_a_place()
    return tuple(steps)


def not_a_place() -> Unprocessable:
    message = str(BadCursor())
    return Unprocessable(
        [{"type": "value_error", "loc": ["query", "after"], "msg": message, "input": None}]
    )
