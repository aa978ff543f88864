"""schemathesis finds nothing: no bug, no undocumented status or content type, no other schema.

By default each caller is asked little, and about the edges of a field by the one who may set it.
"""

import asyncio

import pytest

from tests.browser.conftest import served
from tests.rest import probed
from tests.rest.examples_scene import scene_of
from tests.rest.probing import DEEP, probe


@pytest.mark.timeout(7200 if DEEP else 400)
@pytest.mark.parametrize("caller", ["owner", "admin_key", "key"])
async def test_every_answer_is_as_documented(database: None, database_url: str, caller: str):
    async with scene_of(database_url) as scene, served(scene.app) as origin:
        await probed.build(scene)
        headers = await scene.headers(caller)
        settings = probed.settings(caller, deep=DEEP)

        findings = await asyncio.to_thread(probe, origin, headers, settings, probed.examples)

    if findings.wrong:
        pytest.fail("\n\n".join(findings.wrong), pytrace=False)
    assert findings.answered.keys() == probed.names() - probed.LEFT_OUT.keys()
    if caller != "admin_key":
        exceptions = probed.IN_VAIN.keys() | probed.LEFT_OUT.keys()
        answered = {name: findings.answered[name] for name in probed.allowed(caller) - exceptions}
        assert {name: seen for name, seen in answered.items() if not seen[200]} == {}


def test_every_exception_is_about_an_operation():
    assert probed.LEFT_OUT.keys() | probed.IN_VAIN.keys() | probed.ALIKE <= probed.names()
