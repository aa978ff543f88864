"""The parts of the pages that follow from the code are as it is now."""

import re

import pytest

from graph.schema import schema
from integrations.rest import routes
from integrations.rest.successors import EQUIVALENTS
from scripts.generate_docs import filled
from server.configuration_page import page as configuration
from tests.docs.pages import PAGES, ROOT
from tests.rest.test_statuses import IN_VAIN, SHOWN


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_pages_have_the_generated_parts_as_they_should_be(page):
    stale = "stale: .venv/bin/python -m scripts.generate_docs"
    assert page.read_text() == filled(page.read_text()), stale


def test_the_configuration_page_is_the_generated_one():
    assert (ROOT / "docs" / "configuration.md").read_text() == configuration()


def test_every_rest_operation_is_told_what_it_is_in_graphql():
    built = {f"{operation.method} {operation.path}" for operation in routes.OPERATIONS}
    assert built <= EQUIVALENTS.keys()


def test_what_is_shown_as_tested_is_what_the_tests_provoke():
    page = PAGES["rest.md"].read_text()
    rows = re.findall(r"^\| `([A-Z]+ /\S*)`<br>[^|]*\|[^|]*\| ([\d, ]+) \|", page, re.MULTILINE)
    shown = {(name, int(status)) for name, statuses in rows for status in statuses.split(", ")}

    assert len(rows) == len(routes.OPERATIONS)
    assert shown - IN_VAIN == SHOWN


@pytest.mark.parametrize("path", sorted({path for paths in EQUIVALENTS.values() for path in paths}))
def test_what_a_rest_operation_is_in_graphql_exists(path):
    kind, *names = path.split(".")
    current = schema._schema.type_map[kind]
    for name in names:
        current = current.fields[name].type
        while hasattr(current, "of_type"):
            current = current.of_type
