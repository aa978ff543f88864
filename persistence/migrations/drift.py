"""Says what the models have and no migration makes: `python -m persistence.migrations.drift`.

Needs no database. It has a process of its own, because aerich takes over the ORM's shared state.
"""

import asyncio
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from persistence.migrations.config import ORM
from persistence.migrations.runner import FOLDER


async def changes() -> list[str]:
    """The statements that the next migration would hold."""
    from aerich import Command  # noqa: PLC0415
    from aerich.migrate import Migrate  # noqa: PLC0415

    with TemporaryDirectory() as scratch:
        shutil.copytree(FOLDER / "models", Path(scratch) / "models")
        command = Command(tortoise_config=ORM, app="models", location=scratch)
        try:
            await command.init(offline=True)
            await command.migrate("drift", no_input=True, offline=True)
            return list(Migrate.upgrade_operators)
        finally:
            await command.aclose()


if __name__ == "__main__":
    sys.exit("\n".join(asyncio.run(changes())) or 0)
