// What everything is measured against: Pyodide as npm has it, started the plain way.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const pyodide = await loadPyodide();
self.postMessage(String(pyodide.runPython("1 + 1")));
