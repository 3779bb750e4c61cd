// The floor of a later visit: Pyodide as npm has it, from a picture of its memory with nothing of ours in it. The first
// time the picture is made.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const cache = await caches.open("picture");
const kept = await cache.match("memory");
if (kept) {
  const pyodide = await loadPyodide({ _loadSnapshot: await kept.arrayBuffer() });
  self.postMessage(String(pyodide.runPython("1 + 1")));
} else {
  const pyodide = await loadPyodide({ _makeSnapshot: true });
  await cache.put("memory", new Response(pyodide.makeMemorySnapshot()));
  self.postMessage("kept");
}
