"""No status is documented of an operation that nothing provokes, and none is provoked in vain."""

from integrations.rest.routes import document
from tests.rest.examples_recipes import recipe
from tests.rest.test_common_refusals import COMMON
from tests.rest.test_contract_examples import EXAMPLES, GIVEN, NEVER_GIVEN

DOCUMENTED = {
    (f"{method.upper()} {path}", int(status))
    for path, methods in document()["paths"].items()
    for method, operation in methods.items()
    for status in operation["responses"]
}
# By a request of its own, whose answer is compared with what the example says.
SHOWN = {(example.operation, example.status) for example in GIVEN if recipe(example)}
# That older clients expect, and are never given.
IN_VAIN = {(each.operation, each.status) for each in EXAMPLES if str(each) in NEVER_GIVEN} - SHOWN


def test_every_documented_status_of_every_operation_is_provoked():
    assert sorted(DOCUMENTED - SHOWN - COMMON - IN_VAIN) == []


def test_no_status_is_provoked_that_is_not_documented():
    assert sorted((SHOWN | COMMON) - DOCUMENTED) == []
