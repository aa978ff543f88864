"""The models that a key may name, as OpenAI's clients list them."""

from typing import Final, Literal

from domain import calls, teams
from integrations.rest.authentication import VIRTUAL_KEY
from integrations.rest.openai_chat import TAG
from integrations.rest.openai_errors import ModelNotFound
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Output

_MODEL: Final = {
    "id": "gpt-4",
    "object": "model",
    "created": 1697896000,
    "owned_by": "org_acme",
}


class Model(Output):
    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class Models(Output):
    object: Literal["list"]
    data: list[Model]


@operation(
    "GET",
    "/v1/models",
    tag=TAG,
    summary="List models",
    description="The aliases and model groups that the key's team may name.",
    auth=VIRTUAL_KEY,
    calls=calls.names,
    openai=True,
    example={"object": "list", "data": [_MODEL]},
)
async def list_models(call: Call) -> Models:
    return Models(object="list", data=await _models(call))


@operation(
    "GET",
    "/v1/models/{model}",
    tag=TAG,
    summary="Get model",
    auth=VIRTUAL_KEY,
    calls=calls.names,
    errors={404: ["The model '{model}' does not exist, or you may not call it."]},
    openai=True,
    open_end=True,
    example=_MODEL,
)
async def get_model(call: Call, model: str) -> Model:
    for each in await _models(call):
        if each.id == model:
            return each
    raise ModelNotFound(model)


async def _models(call: Call) -> list[Model]:
    """They have no dates of their own: they are there since the team is."""
    team = await teams.own(call.actor)
    names = await calls.names(call.actor, team)
    created = int(team.created_at.timestamp())
    owner = team.organization.organization_id
    return [Model(id=name, object="model", created=created, owned_by=owner) for name in names]
