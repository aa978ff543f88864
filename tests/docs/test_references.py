"""What the pages name exists: links and anchors, files, variables, commands, fields of the API."""

import re
from functools import lru_cache
from pathlib import Path

import pytest
from graphql import GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, parse, validate
from typer.main import get_command

from graph.schema import schema
from server.commands import app
from server.settings import Settings
from tests.docs.pages import PAGES, ROOT, blocks, prose

SCHEMA = schema._schema
FIELDS_HAVERS = (GraphQLObjectType, GraphQLInterfaceType, GraphQLInputObjectType)
EVERY_PAGE = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_VARIABLE = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")
_PATH = re.compile(r"(?:[\w.-]+/)+[\w.-]*|[\w.-]+\.(?:py|sh|yml|yaml|toml|ini|md|graphql)")
_CAMEL = re.compile(r"\b[a-z]+(?:[A-Z][a-z0-9]*)+")
_SOURCES = ("server", "graph", "domain", "integrations", "persistence", "scripts", "tests")


def anchors(page: Path) -> set[str]:
    """As GitHub makes them from the headings."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


def code(page: Path) -> list[str]:
    return _CODE.findall(prose(page))


@EVERY_PAGE
def test_relative_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(prose(page)):
        if link.startswith("http"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@EVERY_PAGE
def test_files_and_folders_that_are_named_exist(page: Path) -> None:
    """`./…` is somebody else's; those of the installation and of `make serve` are made later."""
    elsewhere = ("./", ".venv", ".data", ".env", ".cache")
    for text in code(page):
        for name in _PATH.findall(text) if " " not in text and text[0] != "/" else ():
            if "://" in text or name.startswith(elsewhere) or "application" in name:
                continue
            places = (ROOT, page.parent, ROOT / "integrations")
            assert any((place / name).exists() for place in places), name


@EVERY_PAGE
def test_variables_and_codes_that_are_named_exist(page: Path) -> None:
    known = {*Settings.variables(), *_enum_values()}
    for name in set(_VARIABLE.findall(page.read_text())) - known:
        assert name in _words_of_the_code(), f"nothing reads {name}"


@EVERY_PAGE
def test_targets_and_commands_that_are_named_exist(page: Path) -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    commands = set(get_command(app).commands)
    typed = [line for block in blocks(page) for line in block.text.splitlines()]
    for text in (*code(page), *(line.removeprefix("$ ") for line in typed)):
        assert set(re.findall(r"^make (\w+)", text)) <= targets, text
        assert set(re.findall(r"\bsaas-litellm ([a-z][\w-]+)", text)) <= commands, text


def test_the_page_on_testing_knows_every_folder_of_tests() -> None:
    folders = {f"tests/{path.parent.name}" for path in (ROOT / "tests").glob("*/test_*.py")}
    assert folders <= set(code(PAGES["testing.md"]))


@EVERY_PAGE
def test_graphql_examples_are_valid(page: Path) -> None:
    for block in blocks(page):
        if block.language == "graphql":
            assert not validate(SCHEMA, parse(block.text)), block.place


def test_fields_that_the_graphql_guide_names_exist() -> None:
    known = {"operationName"}
    for kind in SCHEMA.type_map.values():
        for name, field in kind.fields.items() if isinstance(kind, FIELDS_HAVERS) else ():
            known |= {name, *getattr(field, "args", ())}
    known |= {"permission", "retryAfterSeconds", "errorId"}  # of `extensions`
    for text in code(PAGES["graphql.md"]):
        assert set(_CAMEL.findall(re.sub(r"[\"'][^\"']*[\"']", "", text))) <= known, text


def _enum_values() -> set[str]:
    return {name for kind in SCHEMA.type_map.values() for name in getattr(kind, "values", ())}


@lru_cache
def _words_of_the_code() -> str:
    files = [path for folder in _SOURCES for path in (ROOT / folder).rglob("*.py")]
    named = [ROOT / name for name in ("docker-compose.yml", "Makefile", "scripts/install.sh")]
    return "\n".join(path.read_text() for path in (*files, *named) if path != Path(__file__))
