"""The engine as the browser runs it, asked from a test: build/runtime/ under Node."""

import json
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from macros.runtime import RUNTIME
from macros.runtime import node as runtime_node


class PyodideEngine:
    """`load` and `evaluate_json` of the engine inside Pyodide; use it in a `with` block.

    >>> with PyodideEngine() as engine:
    ...     engine.load(bundle_text)
    ...     answer = engine.evaluate_json(request_text)
    """

    def __init__(self, folder: Path = RUNTIME) -> None:
        self.folder = folder
        self.about: dict = {}

    def __enter__(self) -> Self:
        script = Path(__file__).with_name("pyodide_node.mjs")
        self._process = subprocess.Popen(
            [runtime_node.find(), str(script), str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.about = self._read()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def load(self, bundle: str) -> str:
        """Load a bundle, as JSON text; the version of its rules."""
        return self._call("load", bundle)

    def evaluate_json(self, request: str) -> str:
        """Answer one request, both JSON text."""
        return self._call("evaluate_json", request)

    def run(self, code: str) -> object:
        """The value of the last expression of some Python: a number, text, a truth value or None."""
        return self._call("run", code)

    def _call(self, call: str, text: str) -> object:
        self._process.stdin.write(json.dumps({"call": call, "text": text}) + "\n")
        self._process.stdin.flush()
        answer = self._read()
        if not answer["ok"]:
            raise RuntimeError(answer["error"])
        return answer["value"]

    def _read(self) -> dict:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"Pyodide under Node ended with exit status {self._process.wait()}")
        return json.loads(line)
