"""The compose files, read as docker compose reads them as far as these tests need."""

import re
from pathlib import Path
from typing import Any

import yaml

from tests.docs.pages import ROOT

_VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def compose(name: str = "docker-compose.yml") -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / name).read_text())
    return content


def variables(name: str = "docker-compose.yml") -> dict[str, bool]:
    """The variables that a file reads, and whether it insists on them."""
    found = _VARIABLE.finditer((ROOT / name).read_text())
    return {match[1]: match[2] == "?" for match in found}


def environment_of(service: str, env_file: Path) -> dict[str, str]:
    """What a service gets with this `.env`; fails where docker compose would."""
    lines = (line for line in env_file.read_text().splitlines() if line and line[0] != "#")
    given = {name: value for name, _, value in (line.partition("=") for line in lines)}

    def value(match: re.Match[str]) -> str:
        if match[2] == "?":
            assert given.get(match[1]), f"{match[1]}: {match[3]}"
        return given.get(match[1]) or (match[3] if match[2] == "-" else "")

    environment = compose()["services"][service]["environment"]
    return {name: _VARIABLE.sub(value, text) for name, text in environment.items()}
