"""What every event of a subscription carries."""

from typing import Annotated

import strawberry

After = Annotated[str | None, strawberry.argument(description="Resume after this cursor.")]


@strawberry.interface(description="What every event carries.")
class Event:
    cursor: str = strawberry.field(description="Place in the stream; pass it as `after` to resume.")
    lagged: bool = strawberry.field(
        description="True when events before this one were dropped: refetch, then go on."
    )
