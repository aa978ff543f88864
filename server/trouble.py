"""Why the product cannot start, in words for the person at the terminal."""

import os
from collections.abc import Mapping


class CannotStart(Exception):
    """One line that says what is wrong, and one that says what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}\n  {remedy}")
        self.problem = problem
        self.remedy = remedy


class WrongSettings(CannotStart):
    """`faults` maps the name of each wrong or missing variable to what to do about it."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        lines = "".join(f"\n  {name} {fault}" for name, fault in faults.items())
        super().__init__(
            f"The environment is not right:{lines}", "Every variable: docs/configuration.md."
        )
        self.faults = dict(faults)


def storage_trouble(error: OSError, path: str | os.PathLike[str]) -> CannotStart:
    """A failed write to the data folder, explained."""
    return CannotStart(
        f"Cannot write to {os.fspath(path)}: {os.strerror(error.errno or 0).lower()}.",
        "Free some space or fix the permissions, or set DATA_DIR to another folder.",
    )
