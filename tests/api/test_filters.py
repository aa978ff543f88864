"""Which rows a filter leaves of each list, and what a list says to a filter that makes no sense."""

from datetime import UTC, datetime, timedelta

import pytest

from domain import credits, teams
from domain.access import AdminRole
from domain.credits import MICROS
from domain.organizations import DefaultTeam
from persistence.models import Organization, Team
from tests.builders import make_model_group, make_organization, make_team
from tests.people import make_user

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def names(graphql, owner):
    """`await names(list, filter, field)`: that field of each row, in the order of the list."""

    async def run(path, arguments, field):
        query = f"{{ {path}({arguments}) {{ nodes {{ {field} }} totalCount }}"
        query += " }" * (path.count("{") + 1)
        answer = await graphql(query, actor=owner)
        assert "errors" not in answer, answer
        found = answer["data"]
        while "nodes" not in found:
            [found] = found.values()
        assert found["totalCount"] == len(found["nodes"])
        return [node[field] for node in found["nodes"]]

    return run


ODD = ["a%b", "a_b", "a\\b", "a'b", 'a"b', "aXb", "Größe", "ΣΊΣΥΦΟΣ", "a*b?"]
SEARCHED = [
    ("a%b", ["a%b"]),
    ("a_b", ["a_b"]),
    ("a\\\\b", ["a\\b"]),
    ("a'b", ["a'b"]),
    ('a\\"b', ['a"b']),
    ("AxB", ["aXb"]),
    ("GRÖSSE", []),
    ("gRÖß", ["Größe"]),
    ("ίσυ", ["ΣΊΣΥΦΟΣ"]),
    ("%b", ["a%b"]),
    ("*b?", ["a*b?"]),
    ("  a%b ", ["a%b"]),
    ("nothing", []),
]


@pytest.mark.parametrize("path", ["organizations", "teams", "modelGroups", "adminUsers"])
async def test_a_search_takes_every_character_as_itself(names, path):
    acme = await make_organization("organization")
    for number, odd in enumerate(ODD):
        match path:
            case "organizations":
                await make_organization(f"o{number}", name=odd)
            case "teams":
                await make_team(f"t{number}", acme, name=odd)
            case "modelGroups":
                await make_model_group(odd)
            case _:
                await make_user(AdminRole.USER, display_name=odd)
    field = {"modelGroups": "groupName", "adminUsers": "displayName"}.get(path, "name")

    for text, found in SEARCHED:
        assert await names(path, f'filter: {{ search: "{text}" }}', field) == found, text


LISTS = {
    "organizations": "organizations(filter: { %s }) { totalCount }",
    "teams": "teams(filter: { %s }) { totalCount }",
    "modelGroups": "modelGroups(filter: { %s }) { totalCount }",
    "adminUsers": "adminUsers(filter: { %s }) { totalCount }",
    "virtualKeys": 'team(teamId: "t") { virtualKeys(filter: { %s }) { totalCount } }',
}


@pytest.mark.parametrize("name", LISTS)
async def test_a_search_has_two_characters_or_more(graphql, owner, name):
    await make_team("t")

    for text in ("", "x", " x ", "   ", "x" * 201, "\\u0001\\u0001"):
        answer = await graphql("{ " + LISTS[name] % f'search: "{text}"' + " }", actor=owner)
        [error] = answer["errors"]
        assert error["extensions"] == {"code": "BAD_USER_INPUT"}, text
    whole = await graphql("{ " + LISTS[name] % "search: null" + " }", actor=owner)
    assert "errors" not in whole


EMPTY_LISTS = [
    ("organizations", "status: []"),
    ("teams", "status: [], budgetMode: []"),
    ("modelGroups", "status: []"),
    ("adminUsers", "role: []"),
    ("virtualKeys", "status: []"),
]


@pytest.mark.parametrize(("name", "criteria"), EMPTY_LISTS)
async def test_an_empty_list_of_choices_is_no_choice(graphql, owner, name, criteria):
    await make_team("t")
    await make_model_group("Chat")
    await make_user(AdminRole.USER)

    empty = await graphql("{ " + LISTS[name] % criteria + " }", actor=owner)
    null = await graphql("{ " + LISTS[name] % criteria.replace("[]", "null") + " }", actor=owner)
    whole = await graphql("{ " + LISTS[name] % "" + " }", actor=owner)

    assert "errors" not in whole
    assert empty == null == whole
    assert "0" not in str(whole)


async def test_transactions_and_the_audit_log_take_an_empty_list_as_no_choice_too(names, owner):
    await make_team("t", initial_credits=MICROS)

    assert await names(LEDGER, "filter: { type: [] }", "type") == ["GRANT"]
    assert len(await names("auditLog", "filter: { action: [], actorKind: [] }", "action")) > 2


async def test_teams_are_chosen_by_each_criterion(names, owner):  # noqa: PLR0915
    await make_model_group("Chat")
    acme = await make_organization("acme")
    await make_team("poor", acme, initial_credits=MICROS)
    await make_team("rich", acme, initial_credits=5 * MICROS, groups=("Chat",))
    await make_team("other", initial_credits=2 * MICROS)
    await make_team("gone", acme)
    await teams.delete(owner, "gone")
    await teams.pause(owner, "other")
    await Team.filter(team_id="rich").update(budget_mode="consumption_usd")

    async def found(criteria, more=""):
        order = "orderBy: { field: AVAILABLE_CREDITS }"
        return await names("teams", f"filter: {{ {criteria} }}, {order}", "teamId")

    assert await found("") == ["poor", "other", "rich"]
    assert await found("status: [DELETED]") == ["gone"]
    assert await found("status: [ACTIVE, PAUSED]") == ["poor", "other", "rich"]
    assert await found("status: [SUSPENDED]") == []
    assert await found("budgetMode: [CONSUMPTION_USD, CONSUMPTION_TOKENS]") == ["rich"]
    assert await found('availableBelow: "5"') == ["poor", "other"]
    assert await found('availableBelow: "5.000001"') == ["poor", "other", "rich"]
    assert await found("availableBelow: 1") == []
    assert await found('availableBelow: "-1"') == []
    assert await found('organizationId: "acme"') == ["poor", "rich"]
    assert await found('organizationId: "ACME"') == []
    assert await found('organizationId: ""') == []
    assert await found('modelGroup: "Chat"') == ["rich"]
    assert await found('modelGroup: "Cha"') == []
    assert await found('accessGroup: "any"') == []
    assert await found('modelGroup: "Chat", availableBelow: "2"') == []
    assert await found("organizationId: null, search: null, availableBelow: null") == [
        "poor",
        "other",
        "rich",
    ]


async def test_nested_teams_are_chosen_in_the_same_way(names):
    await make_model_group("Chat")
    acme = await make_organization("acme")
    await make_team("poor", acme, initial_credits=MICROS)
    await make_team("rich", acme, initial_credits=5 * MICROS, groups=("Chat",))

    richest = "orderBy: { field: AVAILABLE_CREDITS, direction: DESC }"
    assert await names("teams", richest, "teamId") == ["rich", "poor"]
    nested = 'organization(organizationId: "acme") { teams'
    assert await names(nested, 'filter: { search: "POO" }', "teamId") == ["poor"]
    assert await names(nested, 'filter: { organizationId: "other" }', "teamId") == []
    of_group = 'modelGroup(groupName: "Chat") { teams'
    assert await names(of_group, 'filter: { availableBelow: "5" }', "teamId") == []


LEDGER = 'team(teamId: "t") { creditAccount { transactions'


@pytest.mark.parametrize("path", [LEDGER, "auditLog"])
async def test_a_period_begins_with_its_first_instant_and_ends_before_its_last(names, owner, path):
    await make_team("t", initial_credits=MICROS)
    await credits.grant(owner, "t", MICROS, idempotency_key="second")
    rows = await names(path, "first: 100", "createdAt")
    late = (datetime.fromisoformat(rows[0]) + timedelta(milliseconds=1)).isoformat()

    async def count(period):
        return len(await names(path, f"filter: {{ createdAt: {{ {period} }} }}", "createdAt"))

    assert await count(f'until: "{late}"') == len(rows) > 1
    assert await count(f'from: "{late}"') == 0
    assert await count(f'from: "{late}", until: "{rows[-1]}"') == 0
    assert await count("from: null, until: null") == len(rows)
    ends = 'from: "0001-01-01T00:00:00Z", until: "9999-12-31T23:59:59Z"'
    assert await count(ends) == len(rows)
    assert rows == sorted(rows, reverse=True)
    assert await names(path, "orderBy: ASC", "createdAt") == rows[::-1]


async def test_transactions_of_one_instant_are_in_a_period_that_begins_with_it(names, owner):
    await make_team("t", initial_credits=MICROS)
    entry = await credits.grant(owner, "t", MICROS, idempotency_key="second")
    exact = entry.created_at.astimezone(UTC).isoformat(timespec="microseconds")

    since = await names(LEDGER, f'filter: {{ createdAt: {{ from: "{exact}" }} }}', "sequence")
    until = await names(LEDGER, f'filter: {{ createdAt: {{ until: "{exact}" }} }}', "sequence")

    assert since == [entry.sequence]
    assert entry.sequence not in until
    assert len(until) == 1


async def test_the_audit_log_is_chosen_by_scope_kind_record_and_person(names, owner, graphql):
    acme = await make_organization("acme", default_team=DefaultTeam())
    await make_team("a_1", acme)
    await make_team("aX1", acme)
    await make_organization("other")
    await teams.pause(owner, "a_1", "for a while")

    async def found(criteria):
        return await names("auditLog", f"filter: {{ {criteria} }}, orderBy: ASC", "action")

    everything = await found("")
    assert set(await found('scope: { organizationId: "acme" }')) >= {
        "organization.created",
        "team.created",
        "team.paused",
    }
    assert await found('scope: { organizationId: "other" }') == ["organization.created"]
    assert await found('scope: { teamId: "a_1" }') == ["team.created", "team.paused"]
    assert await found('scope: { teamId: "aX1" }, action: ["team.*"]') == ["team.created"]
    assert await found('action: ["team.paused", "organization.*"]') == [
        "organization.created",
        "organization.created",
        "team.paused",
    ]
    assert await found('action: ["tea_.*"]') == []
    assert await found('action: ["%.*"]') == []
    assert await found('action: ["team"]') == []
    assert await found("actorKind: [ADMIN_KEY, VIRTUAL_KEY]") == []
    assert await found("actorKind: [ADMIN_USER]") == ["team.paused"]
    assert await found('resourceType: "team", resourceId: "a_1"') == [
        "team.created",
        "team.paused",
    ]
    for nothing in (
        'scope: { organizationId: "" }',
        'scope: { teamId: "" }',
        'resourceType: ""',
        'resourceId: ""',
        'resourceId: "acm"',
    ):
        assert await found(nothing) == [], nothing
    assert await found("scope: null, resourceId: null, action: null") == everything
    for wrong in (
        "scope: {}",
        'scope: { teamId: "a", organizationId: "b" }',
        "scope: { teamId: null }",
    ):
        answer = await graphql(
            f"{{ auditLog(filter: {{ {wrong} }}) {{ totalCount }} }}", actor=owner
        )
        assert "data" not in answer or answer["data"] is None, wrong
        assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED", wrong
    for wrong in ('adminUserId: "x"', 'adminUserId: ""'):
        answer = await graphql(
            f"{{ auditLog(filter: {{ {wrong} }}) {{ totalCount }} }}", actor=owner
        )
        assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}, wrong


async def test_keys_are_searched_by_name_and_by_their_last_characters(names, owner):
    made = await make_team("t")
    secret = made.issued.secret
    path = 'team(teamId: "t") { virtualKeys'

    assert await names(path, 'filter: { search: "DEFAUL" }', "name") == ["default"]
    assert await names(path, f'filter: {{ search: "{secret[-4:]}" }}', "name") == ["default"]
    assert await names(path, f'filter: {{ search: "{secret[-2:]}" }}', "name") == ["default"]
    assert await names(path, 'filter: { search: "sk-" }', "name") == []
    assert await names(path, "filter: { status: [REVOKED, RETIRING] }", "name") == []
    assert await names(path, "filter: { status: [ACTIVE] }", "name") == ["default"]


async def test_admin_users_are_chosen_by_role_and_whether_they_are_active(names, owner):
    await make_user(AdminRole.USER, email="Zoe@example.com")
    await make_user(AdminRole.ADMIN, email="adam@example.com")
    await make_user(AdminRole.USER, email="bob@example.com", is_active=False)

    async def found(criteria, more=""):
        return await names("adminUsers", f"filter: {{ {criteria} }}{more}", "email")

    assert await found("role: [USER]", ", orderBy: DESC") == ["bob@example.com", "Zoe@example.com"]
    assert await found("role: [USER], isActive: true") == ["Zoe@example.com"]
    assert await found("isActive: false") == ["bob@example.com"]
    assert await found('search: "ZOE@EXAMPLE"') == ["Zoe@example.com"]
    assert len(await found("role: [USER, ADMIN]")) == 3


async def test_organizations_are_in_the_order_of_the_alphabet_or_of_time(names):
    for key, name in (("1", "beta"), ("2", "Alpha"), ("3", "alpha"), ("4", "Ärger")):
        await make_organization(key, name=name)
    await Organization.filter(organization_id="4").update(status="deleted")

    upwards = await names("organizations", "orderBy: { field: NAME }", "organizationId")
    downwards = await names(
        "organizations", "orderBy: { field: NAME, direction: DESC }", "organizationId"
    )
    assert upwards == downwards[::-1]
    assert set(upwards) == {"1", "2", "3"}
    assert await names("organizations", "orderBy: null", "organizationId") == ["3", "2", "1"]
    assert await names("organizations", "orderBy: { field: CREATED_AT }", "organizationId") == [
        "1",
        "2",
        "3",
    ]
    both = "filter: { status: [DELETED, ACTIVE] }"
    assert await names("organizations", both, "organizationId") == ["4", "3", "2", "1"]
