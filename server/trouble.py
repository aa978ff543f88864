"""Why the product cannot start, in words for the person at the terminal."""

import os


class CannotStart(Exception):
    """One line that says what is wrong, and one that says what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}\n  {remedy}")
        self.problem = problem
        self.remedy = remedy


def storage_trouble(error: OSError, path: str | os.PathLike[str]) -> CannotStart:
    """A failed write to the data folder, explained."""
    return CannotStart(
        f"Cannot write to {os.fspath(path)}: {os.strerror(error.errno or 0).lower()}.",
        "Free some space or fix the permissions, or set DATA_DIR to another folder.",
    )
