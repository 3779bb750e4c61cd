"""What a tab holds on to after a forced collection: heap, nodes and listeners, and its worker's memory."""

import json
from dataclasses import dataclass
from typing import NamedTuple

from playwright.sync_api import CDPSession, Page

COLLECTIONS = 3  # one frees what another can then reach
PAUSE = 150  # milliseconds between them, for what is taken down in its own time
PATIENCE = 10_000  # milliseconds for the worker to answer


class Level(NamedTuple):
    """Megabytes of the page's heap and of the worker's, its Python included; nodes, listeners, documents."""

    heap: float
    worker: float
    nodes: int
    listeners: int
    documents: int

    def growth(self, before: "Level") -> dict[str, float]:
        """How many times as much of each there is as before."""
        return {name: now / was for name, now, was in zip(self._fields, self, before, strict=True) if was}


@dataclass
class Memory:
    """The memory of one tab, asked through the browser's own protocol."""

    page: Page
    readings: int = 1  # the lowest is the level: what is garbage already may be in one and not in the next

    def __post_init__(self) -> None:
        self.session: CDPSession = self.page.context.new_cdp_session(self.page)
        self.workers: dict[str, str] = {}  # session of each worker that runs, by what it is
        self.answers: dict[str, dict] = {}
        self.asked = 0
        self.session.on("Target.attachedToTarget", self._attached)
        self.session.on("Target.detachedFromTarget", lambda told: self.workers.pop(told["sessionId"], None))
        self.session.on("Target.receivedMessageFromTarget", self._told)
        self.session.send("Performance.enable")
        self.session.send(
            "Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False}
        )

    def level(self) -> Level:
        """What is held now: of each, the lowest of the readings."""
        return Level(*map(min, zip(*(self._reading() for _ in range(self.readings)), strict=True)))

    def _reading(self) -> Level:
        for _ in range(COLLECTIONS):
            self.session.send("HeapProfiler.collectGarbage")
            for worker in list(self.workers):
                self._ask(worker, "HeapProfiler.collectGarbage")
            self.page.wait_for_timeout(PAUSE)
        found = {
            item["name"]: item["value"] for item in self.session.send("Performance.getMetrics")["metrics"]
        }
        worker = sum(_bytes(self._ask(one, "Runtime.getHeapUsage")) for one in list(self.workers))
        return Level(
            found["JSHeapUsedSize"] / 1e6,
            worker / 1e6,
            int(found["Nodes"]),
            int(found["JSEventListeners"]),
            int(found["Documents"]),
        )

    def _attached(self, told: dict) -> None:
        if told["targetInfo"]["type"] == "worker":
            self.workers[told["sessionId"]] = told["targetInfo"]["url"]

    def _told(self, told: dict) -> None:
        answer = json.loads(told["message"])
        if "id" in answer:
            self.answers[f"{told['sessionId']} {answer['id']}"] = answer

    def _ask(self, worker: str, method: str) -> dict:
        """A worker's answer; nothing where it ended meanwhile."""
        self.asked += 1
        message = json.dumps({"id": self.asked, "method": method})
        try:
            self.session.send("Target.sendMessageToTarget", {"sessionId": worker, "message": message})
        except Exception:
            return {}
        key, waited = f"{worker} {self.asked}", 0
        while key not in self.answers and worker in self.workers and waited < PATIENCE:
            self.page.wait_for_timeout(20)
            waited += 20
        return self.answers.pop(key, {}).get("result", {})


def _bytes(usage: dict) -> float:
    """The heap and what it holds outside of it: WebAssembly's memory is there."""
    return usage.get("usedSize", 0) + usage.get("backingStorageSize", 0)
