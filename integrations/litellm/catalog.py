"""Models and credentials at LiteLLM, as the domain's `LLMGateway` wants them.

What is asked for is what the proxy serves, which it keeps in memory; what it stores in its
database may differ from that for some seconds, or for as long as it cannot make use of it.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import count
from typing import Any, NoReturn

import httpx

from domain.ports import LLMCredential, LLMModel, UpstreamRefused, UpstreamUnavailable
from integrations.litellm import catalog_payloads, payloads
from integrations.litellm.transport import Answer, Transport, require_rows

_PAGE = 100
_ABSENT_MODEL = "not found on litellm proxy"
_ABSENT_ROW = "not found in db"
_ABSENT_CREDENTIAL = "Credential not found"
# What `/model/new` says of any failure to store a row, above all of an id that exists.
_NOT_STORED = "Failed to add model to db"
_NOT_SERVED = "not live in this pod"


class Catalog:
    """The part of the gateway that has no teams."""

    def __init__(self, transport: Transport, install_id: str) -> None:
        self._http = transport
        self._install_id = install_id

    async def check(self) -> None:
        # Readiness keeps saying "connected" for a while; a query cannot, and needs our key too.
        require_rows(await self._http.get("/v2/team/list", {"page_size": 1}), "teams")

    async def model(self, model_id: str) -> LLMModel | None:
        answer = await self._http.get("/v1/model/info", {"litellm_model_id": model_id})
        if _ABSENT_MODEL in answer.message:
            await self.check()
            return None
        rows = require_rows(answer, "data")
        return self._model(rows[0]) if rows else None

    async def models_named(self, name: str) -> Sequence[LLMModel]:
        answer = await self._http.get("/v2/model/info", {"model": name, "size": _PAGE})
        found = [self._model(row) for row in require_rows(answer, "data")]
        return [model for model in found if model.name == name]

    async def create_model(self, model: LLMModel) -> None:
        body = catalog_payloads.new_model_body(model, self._install_id)
        answer = await self._http.post("/model/new", body)
        if _NOT_STORED in answer.message:
            await self.update_model(model)
        else:
            await self._require_served(answer, model)

    async def update_model(self, model: LLMModel) -> None:
        path = f"/model/{model.model_id}/update"
        body = catalog_payloads.model_body(model, self._install_id)
        answer = await self._http.patch(path, body)
        if answer.status == httpx.codes.NOT_FOUND:
            await self._disappoint(answer, "LiteLLM does not know the model.")
        await self._require_served(answer, model)

    async def delete_model(self, model_id: str) -> None:
        answer = await self._http.post("/model/delete", {"id": model_id})
        if _ABSENT_ROW not in answer.message:
            await self._require(answer)

    async def credential(self, name: str) -> LLMCredential | None:
        answer = await self._http.get(f"/credentials/by_name/{name}", {})
        if answer.status == httpx.codes.NOT_FOUND and _ABSENT_CREDENTIAL in answer.message:
            await self.check()
            return None
        return self._credential(answer.require())

    async def create_credential(self, secret: str, credential: LLMCredential) -> None:
        body = catalog_payloads.new_credential_body(secret, credential, self._install_id)
        answer = await self._http.post("/credentials", body)
        if answer.status != httpx.codes.CONFLICT:
            await self._require(_wordless(answer))

    async def update_credential(self, secret: str | None, credential: LLMCredential) -> None:
        body = catalog_payloads.credential_body(secret, credential, self._install_id)
        answer = await self._http.patch(f"/credentials/{credential.name}", body)
        if answer.status == httpx.codes.NOT_FOUND:
            await self._disappoint(answer, "LiteLLM does not know the credential.")
        await self._require(_wordless(answer))

    async def delete_credential(self, name: str) -> None:
        answer = await self._http.delete(f"/credentials/{name}")
        if answer.status != httpx.codes.NOT_FOUND or _ABSENT_CREDENTIAL not in answer.message:
            await self._require(answer)

    async def models(self) -> AsyncIterator[LLMModel]:
        """One may be missed while others are deleted: look one up before acting on it."""
        seen: set[str] = set()
        for page in count(1):
            asked = {"page": page, "size": _PAGE, "sortBy": "model_name"}
            rows = require_rows(await self._http.get("/v2/model/info", asked), "data")
            found = [self._model(row) for row in rows]
            new = [model for model in found if model.model_id not in seen]
            if not new:
                return
            seen.update(model.model_id for model in new)
            for model in new:
                yield model

    async def credentials(self) -> Sequence[LLMCredential]:
        rows = require_rows(await self._http.get("/credentials", {}), "credentials")
        return [self._credential(row) for row in rows]

    async def _require(self, answer: Answer) -> None:
        """A refusal counts only from a LiteLLM with its database: some calls say 400 without."""
        try:
            answer.require()
        except UpstreamRefused:
            await self.check()
            raise

    async def _require_served(self, answer: Answer, model: LLMModel) -> None:
        if _NOT_SERVED in answer.message:
            raise UpstreamRefused(
                f"LiteLLM does not take on '{model.model}'; it may not know the provider."
            )
        await self._require(answer)

    async def _disappoint(self, answer: Answer, words: str) -> NoReturn:
        """After a 404, which some other server would send as well."""
        await self.check()
        if not isinstance(answer.body, Mapping) or "error" not in answer.body:
            raise UpstreamUnavailable("LiteLLM's address answers 404 to what LiteLLM answers.")
        raise UpstreamRefused(words)

    def _model(self, row: object) -> LLMModel:
        try:
            return catalog_payloads.model_from(row, self._install_id)
        except payloads.Malformed as error:
            raise UpstreamUnavailable(f"LiteLLM answered no model: {error}") from None

    def _credential(self, row: Mapping[str, Any]) -> LLMCredential:
        try:
            return catalog_payloads.credential_from(row, self._install_id)
        except payloads.Malformed as error:
            raise UpstreamUnavailable(f"LiteLLM answered no credential: {error}") from None


def _wordless(answer: Answer) -> Answer:
    """What LiteLLM says about a call that carried a provider's key may quote it."""
    return answer if httpx.codes.is_success(answer.status) else Answer(answer.status, None)
