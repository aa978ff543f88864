"""Every list of the API, walked from both ends, with everything that can be wrong about a page."""

from base64 import urlsafe_b64encode
from uuid import uuid4

import orjson
import pytest
import pytest_asyncio

from domain import credits
from domain.access import AdminRole
from domain.credits import MICROS
from graph.pagination import encode_cursor
from persistence.models import Team, VirtualKey, uuid7
from tests.builders import make_model_group, make_organization, make_team
from tests.people import make_user

ROWS = 7
# How to reach each list, and what tells its rows apart.
LISTS = {
    "organizations": "organizations(%s) { %s }",
    "organizations by name": "organizations(orderBy: { field: NAME }, %s) { %s }",
    "teams": "teams(%s) { %s }",
    "teams by name": "teams(orderBy: { field: NAME, direction: DESC }, %s) { %s }",
    "teams by credits": "teams(orderBy: { field: AVAILABLE_CREDITS }, %s) { %s }",
    "modelGroups": "modelGroups(%s) { %s }",
    "adminUsers": "adminUsers(%s) { %s }",
    "auditLog": 'auditLog(filter: { action: ["team.created"] }, %s) { %s }',
    "Organization.teams": 'organization(organizationId: "acme") { teams(%s) { %s } }',
    "ModelGroup.teams": 'modelGroup(groupName: "Chat") { teams(%s) { %s } }',
    "Team.virtualKeys": 'team(teamId: "team-0") { virtualKeys(%s) { %s } }',
    "CreditAccount.transactions": (
        'team(teamId: "team-0") { creditAccount { transactions(%s) { %s } } }'
    ),
}
PAGE = "edges { cursor node { id } } nodes { id } pageInfo { ...I } totalCount"
INFO = "fragment I on PageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
EVERY_LIST = pytest.mark.parametrize("name", LISTS)


@pytest_asyncio.fixture
async def full(database, owner):
    """Seven rows in each list."""
    acme = await make_organization("acme")
    await make_model_group("Chat")
    for number in range(ROWS):
        await make_team(f"team-{number}", acme, groups=("Chat",), initial_credits=MICROS * 2)
    for number in range(ROWS - 1):
        await make_organization(f"org-{number}", name="The same")
        await make_model_group(f"Group{number}")
        await make_user(AdminRole.USER)
        key = uuid7()
        team = await Team.get(team_id="team-0")
        await VirtualKey.create(
            id=key, team=team, name="more", token_hash=key.hex * 2, masked_key="sk-…more"
        )
        await credits.grant(owner, "team-0", MICROS, idempotency_key=f"g{number}")
    await make_user(AdminRole.USER)
    await credits.adjust(owner, "team-0", -6 * MICROS, reason="As it was", idempotency_key="a")


@pytest.fixture
def ask(graphql, owner):
    """`await ask(list, arguments)` is the connection, or the one error."""

    async def run(name, arguments, selection=PAGE):
        query = "{ " + LISTS[name] % (arguments, selection) + " }"
        answer = await graphql(query + (INFO if "...I" in selection else ""), actor=owner)
        if "errors" in answer:
            [error] = answer["errors"]
            return error
        found = answer["data"]
        while "pageInfo" not in found and "totalCount" not in found:
            [found] = found.values()
        return found

    return run


def ids(page):
    assert [edge["node"] for edge in page["edges"]] == page["nodes"]
    info, edges = page["pageInfo"], page["edges"]
    assert info["startCursor"] == (edges[0]["cursor"] if edges else None)
    assert info["endCursor"] == (edges[-1]["cursor"] if edges else None)
    return [node["id"] for node in page["nodes"]]


def around(page):
    return (page["pageInfo"]["hasPreviousPage"], page["pageInfo"]["hasNextPage"])


@EVERY_LIST
async def test_a_list_is_the_same_from_both_ends(full, ask, name):
    whole = await ask(name, "first: 100")
    wanted = ids(whole)
    assert len(set(wanted)) == len(wanted) == whole["totalCount"] >= ROWS
    assert around(whole) == (False, False)

    forwards, place = [], ""
    while True:
        page = await ask(name, f"first: 3{place}")
        forwards += ids(page)
        assert around(page) == (bool(place), len(forwards) < len(wanted))
        place = f', after: "{page["pageInfo"]["endCursor"]}"'
        if not page["pageInfo"]["hasNextPage"]:
            break
    backwards, place = [], ""
    while True:
        page = await ask(name, f"last: 3{place}")
        backwards = ids(page) + backwards
        assert around(page) == (len(backwards) < len(wanted), bool(place))
        assert page["totalCount"] == len(wanted)
        place = f', before: "{page["pageInfo"]["startCursor"]}"'
        if not page["pageInfo"]["hasPreviousPage"]:
            break

    assert forwards == wanted == backwards


@EVERY_LIST
async def test_a_page_between_two_cursors_has_rows_on_both_sides(full, ask, name):
    whole = await ask(name, "first: 7")
    edges = whole["edges"]
    between = f'after: "{edges[1]["cursor"]}", before: "{edges[5]["cursor"]}"'

    for size, places in (("first: 2", (2, 4)), ("last: 2", (3, 5)), ("first: 50", (2, 5))):
        page = await ask(name, f"{size}, {between}")
        assert ids(page) == [edge["node"]["id"] for edge in edges[slice(*places)]]
        assert around(page) == (True, True), size


WRONG_PAGES = {
    "first: 0": "first",
    "first: -1": "first",
    "first: 101": "first",
    "last: 0": "last",
    "last: 101": "last",
    "first: 2, last: 2": "last",
    'after: ""': "after",
    'after: "no cursor"': "after",
    'before: "bnVsbA"': "before",
}


@EVERY_LIST
async def test_a_wrong_page_is_refused_by_every_list(full, ask, name):
    for arguments, blamed in WRONG_PAGES.items():
        error = await ask(name, arguments)

        assert error["extensions"] == {"code": "BAD_USER_INPUT"}, arguments
        assert f"`{blamed}`" in error["message"], arguments


HUGE = "9" * 30
ID = str(uuid4())
PLACES = [(ID,), ("x", ID), ("created_at", ID), ("name", "", ID), ("name", "a", "b", ID)] + [
    (column, value, ID)
    for column, values in {
        "created_at": (HUGE, "2025-01-01", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"),
        "available": (HUGE, f"-{HUGE}", "1.5", "", "nan"),
        "sequence": (HUGE, f"-{HUGE}", "x"),
        "name": ("x" * 3000, "\x01"),
    }.items()
    for value in values
]


@EVERY_LIST
async def test_a_made_up_cursor_is_refused_or_harmless(full, ask, name):
    for place in PLACES:
        answer = await ask(name, f'after: "{encode_cursor(place)}"')

        assert "nodes" in answer or answer["extensions"] == {"code": "BAD_USER_INPUT"}, place


async def test_a_cursor_of_another_ordering_or_list_is_refused(full, ask):
    cursors = {
        name: (await ask(name, "first: 1"))["pageInfo"]["endCursor"]
        for name in LISTS
        if name not in {"Organization.teams", "ModelGroup.teams"}
    }
    for given, name in (
        ("teams", "teams by name"),
        ("teams by name", "teams"),
        ("teams by credits", "teams by name"),
        ("teams by name", "modelGroups"),
        ("modelGroups", "organizations by name"),
        ("adminUsers", "modelGroups"),
        ("CreditAccount.transactions", "teams by credits"),
        ("auditLog", "CreditAccount.transactions"),
    ):
        error = await ask(name, f'after: "{cursors[given]}"')
        assert error.get("extensions") == {"code": "BAD_USER_INPUT"}, (given, name)
        assert "not a cursor of this list" in error["message"]


async def test_a_cursor_is_no_json_of_another_shape(full, ask):
    for shape in ({}, [], None, 7, [[]], [None], ["name", {"a": 1}, str(uuid4())]):
        text = urlsafe_b64encode(orjson.dumps(shape)).decode().rstrip("=")
        error = await ask("teams", f'after: "{text}"')
        assert error["extensions"] == {"code": "BAD_USER_INPUT"}


async def test_a_walk_neither_loses_nor_repeats_what_others_leave_alone(full, ask, owner):
    name = "teams by name"
    before = ids(await ask(name, "first: 100"))
    first = await ask(name, "first: 3")
    cursor = first["pageInfo"]["endCursor"]

    acme = await make_organization("late")
    await make_team("zzz", acme)  # before the page
    await make_team("team-31", acme)  # after it
    await Team.filter(team_id="team-4").update(status="deleted")  # the row of the cursor
    await Team.filter(team_id="team-2").update(status="deleted")

    rest = await ask(name, f'first: 100, after: "{cursor}"')
    assert [each for each in ids(rest) if each in before] == [before[place] for place in (3, 5, 6)]
    assert len(rest["nodes"]) == 4
    back = await ask(name, f'last: 100, before: "{cursor}"')
    assert ids(back)[1:] == before[:2]


async def test_rows_are_counted_only_when_asked(full, ask, statements):
    for name in LISTS:
        with statements() as few:
            await ask(name, "first: 2", "nodes { id } pageInfo { ...I }")
        with statements() as more:
            await ask(name, "first: 2", "nodes { id } pageInfo { ...I } totalCount")
        assert len(more) == len(few) + 1, name
        assert not any("count(" in each.lower() for each in few), name
