"""Headless Chromium over its debugging pipe, with nothing but the standard library.

async with Chrome.start() as chrome:
    page = await chrome.open("http://127.0.0.1:8003/graphql")
    await page.wait_for("document.querySelector('h1')")
    assert page.outside_requests("http://127.0.0.1:8003") == [] and page.complaints == []
"""

import asyncio
import fcntl
import itertools
import json
import os
import shutil
import tempfile
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
MISSING = "no Chromium here: `apt-get install chromium` (or set CHROME to its path)"
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--window-size=1400,900", "--remote-debugging-pipe"),
)
SECONDS = 30.0


def executable() -> str | None:
    return os.environ.get("CHROME") or next(filter(None, map(shutil.which, NAMES)), None)


@dataclass
class Page:
    """A tab, and all that it asked for and complained of."""

    chrome: "Chrome"
    session: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    loaded: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        return await self.chrome.send(method, self.session, **parameters)

    def hear(self, event: str, details: dict[str, Any]) -> None:
        match event:
            case "Page.loadEventFired":
                self.loaded.set()
            case "Network.requestWillBeSent":
                url = details["request"]["url"]
                self.requests += [] if url.startswith("data:") else [url]
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(details["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if details["type"] in {"error", "warning", "assert"}:
                self.complaints.append(json.dumps(details["args"]))
            case "Log.entryAdded" if details["entry"]["level"] in {"error", "warning"}:
                entry = details["entry"]
                self.complaints.append(f"{entry['text']} {entry.get('url', '')}")

    def outside_requests(self, origin: str) -> list[str]:
        return [url for url in self.requests if not url.startswith((origin + "/", "blob:"))]

    async def go_to(self, url: str) -> None:
        await self._load("Page.navigate", url=url)

    async def reload(self) -> None:
        await self._load("Page.reload")

    async def _load(self, method: str, **parameters: Any) -> None:
        """Until the new page has all its parts: what is asked before may be of the old one."""
        self.loaded.clear()
        await self.send(method, **parameters)
        await asyncio.wait_for(self.loaded.wait(), SECONDS)

    async def evaluate(self, expression: str) -> Any:
        """The JSON value of a JavaScript expression, awaited if it is a promise."""
        answer = await self.send(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    async def wait_for(self, expression: str) -> Any:
        """The first value of the expression that is true; true itself for an element."""
        value_of = f"(found => found instanceof Node || found)({expression})"
        try:
            async with asyncio.timeout(SECONDS):
                while not (value := await self.evaluate(value_of)):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            text = await self.evaluate("document.body.innerText")
            raise AssertionError(f"never true: {expression}\n{self.complaints}\n{text}") from None
        return value

    async def click(self, selector: str) -> None:
        await self.wait_for(f"document.querySelector({json.dumps(selector)})")
        await self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    async def type(self, text: str) -> None:
        """Into whatever has the focus."""
        await self.send("Input.insertText", text=text)

    async def screenshot(self) -> bytes:
        answer = await self.send("Page.captureScreenshot", format="png")
        return b64decode(answer["data"])


class Chrome:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.WriteTransport) -> None:
        self._reader = reader
        self._writer = writer
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._pages: dict[str, Page] = {}

    @classmethod
    @asynccontextmanager
    async def start(cls) -> AsyncIterator[Self]:
        """A browser with an empty profile; gone afterwards."""
        # Above 4, so that the child can make 3 and 4 of them.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for _ in range(2) for end in os.pipe()]
        to_chrome, our_writer, our_reader, from_chrome = ends
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            process = await asyncio.create_subprocess_exec(
                executable() or NAMES[0],
                *(*FLAGS, f"--user-data-dir={profile}", "about:blank"),
                preexec_fn=lambda: (os.dup2(to_chrome, 3), os.dup2(from_chrome, 4)),
                pass_fds=(3, 4),
                stderr=asyncio.subprocess.DEVNULL,
            )
            os.close(to_chrome)
            os.close(from_chrome)
            chrome = cls(*await _streams(our_reader, our_writer))
            listening = asyncio.create_task(chrome._listen())
            try:
                yield chrome
            finally:
                listening.cancel()
                process.terminate()
                await process.wait()

    async def open(self, url: str) -> Page:
        target = await self.send("Target.createTarget", url="about:blank")
        attached = await self.send(
            "Target.attachToTarget", targetId=target["targetId"], flatten=True
        )
        page = self._pages[attached["sessionId"]] = Page(self, attached["sessionId"])
        for domain in ("Network", "Runtime", "Log", "Page"):
            await page.send(f"{domain}.enable")
        await page.go_to(url)
        return page

    async def send(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        number = next(self._ids)
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        self._writer.write(json.dumps(message).encode() + b"\0")
        return await asyncio.wait_for(answer, SECONDS)

    async def _listen(self) -> None:
        while True:
            message = json.loads((await self._reader.readuntil(b"\0"))[:-1])
            if "id" in message:
                answer = self._answers.pop(message["id"])
                if "error" in message:
                    answer.set_exception(AssertionError(message["error"]))
                else:
                    answer.set_result(message["result"])
            elif page := self._pages.get(message.get("sessionId", "")):
                page.hear(message["method"], message["params"])


async def _streams(
    reader_end: int, writer_end: int
) -> tuple[asyncio.StreamReader, asyncio.WriteTransport]:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=2**26)
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(reader_end, "rb")
    )
    transport, _ = await loop.connect_write_pipe(asyncio.Protocol, os.fdopen(writer_end, "wb"))
    return reader, transport
