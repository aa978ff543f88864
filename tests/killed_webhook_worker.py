"""A worker that dies, by SIGKILL, between a receiver's answer and its own note of it."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping

from domain import webhooks
from domain.ports import OutboundAnswer
from persistence import database
from tests.webhooks_world import webhook_ports


class _Deadly:
    async def judge(self, url: str) -> None:
        return

    async def post(
        self, url: str, *, headers: Mapping[str, str], content: bytes, seconds: float
    ) -> OutboundAnswer:
        sys.stdout.write(headers["webhook-id"])
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)
        return OutboundAnswer(200)


async def _main(url: str) -> None:
    await database.connect(url, pool_size=2)
    await webhooks.drain(webhook_ports(_Deadly()))


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
