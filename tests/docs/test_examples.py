"""The examples of the pages work as printed, each page on a product that nobody used before.

- ```bash blocks run in order in one bash (`set -e`), with the addresses and the data folder of
  the tested server. Every answer to `curl` must be 2xx and without errors; a ```json block that
  follows is what the last one answers, and ```json 403 says that it is refused with 403.
- ```graphql blocks are sent in order by whoever signed in last in a ```graphql block. A
  ```json variables block that follows has the variables, where "<name>" stands for the latest
  value of that name in an answer; the next ```json block is the answer.
- ```python blocks are programs that see what the bash exported; a ```text block that follows is
  what they print.
- ```json says what matters: it may leave fields out, and … stands for anything.
- ```console blocks are for people: they install, start servers or need Docker, and are not run.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, Block, blocks, differences
from tests.docs.running import Answer, GraphQL, Shell, refusals
from tests.served import fresh

PRINTED = {"json", "text"}
RUN = {"bash", "graphql", "python"}


@dataclass
class Example:
    block: Block
    variables: str | None = None
    printed: Block | None = field(default=None)

    def check(self, answers: list[Answer]) -> None:
        for answer in answers[:-1] if self.printed else answers:
            assert 200 <= answer.status < 300, f"{self.block.place}: {answer}"
            assert not refusals(answer.body), f"{self.block.place}: {answer}"
        if self.printed is None:
            return
        assert answers, f"{self.block.place} called nothing that could answer"
        body, printed = answers[-1].body, json.loads(self.printed.text)
        assert answers[-1].status == int(self.printed.note or 200), f"{self.block.place}: {body}"
        assert not differences(printed, body), f"{self.printed.place}: {body}"
        if not refusals(printed) and not self.printed.note:
            assert not refusals(body), f"{self.block.place}: {body}"

    def check_printed(self, output: str) -> None:
        if self.printed is not None:
            assert not differences(self.printed.text, output), f"{self.printed.place}: {output}"


def examples(page: Path) -> Iterator[Example]:
    example = None
    for block in blocks(page):
        if block.language in RUN:
            if example:
                yield example
            example = Example(block)
        elif block.language == "json" and example and block.note == "variables":
            example.variables = block.text
        elif block.language in PRINTED and example and example.printed is None:
            example.printed = block
    if example:
        yield example


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if [*examples(page)]])
def test_the_examples_work_as_printed(name: str, tmp_path: Path) -> None:
    for tool in ("bash", "curl"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not here")
    with fresh() as server, closing(Shell(tmp_path, server)) as shell:
        graphql = GraphQL(f"http://127.0.0.1:{server.port}/graphql")
        for example in examples(PAGES[name]):
            if example.block.language == "python":
                example.check_printed(shell.python(example.block.text))
                continue
            if example.block.language == "bash":
                example.check(shell.run(example.block.text))
                continue
            printed = json.loads(example.printed.text) if example.printed else None
            example.check([graphql.run(example.block, example.variables, printed)])


def test_every_block_is_of_a_kind_that_is_run_or_known_not_to_be() -> None:
    known = RUN | PRINTED | {"console", ""}
    strange = [b.place for page in PAGES.values() for b in blocks(page) if b.language not in known]
    assert not strange


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"key": "sk-…"}, {"key": "sk-abc"}),
        (["a", "…"], ["a", "b", "c"]),
        ({"any": "…"}, {"any": {"thing": None}}),
    ],
)
def test_what_is_printed_may_leave_things_out(printed: object, found: object) -> None:
    assert not differences(printed, found)


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ({"a": 1}, {}),
        ({"a": 1}, {"a": True}),
        ({"a": "1"}, {"a": 1}),
        (["a"], ["a", "b"]),
        (["a", "b", "…"], ["a"]),
        ({"key": "sk-…"}, {"key": "pk-abc"}),
        ({"errors": []}, {"errors": [{"code": "NOT_FOUND"}]}),
        (None, {}),
    ],
)
def test_what_is_printed_must_otherwise_be_so(printed: object, found: object) -> None:
    assert differences(printed, found)
