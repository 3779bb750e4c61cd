// Starts build/runtime under Node as the worker starts it in the browser, and answers JSON lines.
//
//   in:  {"call": "load" | "evaluate_json", "text": "..."}   or   {"call": "run", "text": "Python"}
//   out: {"ok": true, "value": "..."}                        or   {"ok": false, "error": "traceback"}
//
// The first line out says what was started. One argument: the runtime's folder.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const folder = path.resolve(process.argv[2] ?? "build/runtime");
const manifest = JSON.parse(await readFile(path.join(folder, "runtime.json"), "utf8"));
const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")).href);

const say = (answer) => process.stdout.write(JSON.stringify(answer) + "\n");
const started = performance.now();
const pyodide = await loadPyodide({
  indexURL: folder + path.sep,
  stdLibURL: path.join(folder, manifest.stdlib),
  lockFileContents: JSON.parse(await readFile(path.join(folder, "pyodide-lock.json"), "utf8")),
  packageBaseUrl: folder + path.sep,
  stdout: (text) => console.error(text),
});
const loaded = await pyodide.loadPackage(manifest.package, {
  messageCallback: () => {},
  errorCallback: (text) => console.error(text),
});
const engine = pyodide.pyimport(manifest.import);
say({ ok: true, value: pyodide.runPython("import sys; sys.version"), packages: loaded.map((one) => one.name),
      milliseconds: Math.round(performance.now() - started) });

for await (const line of createInterface({ input: process.stdin })) {
  const { call, text } = JSON.parse(line);
  try {
    const value = call === "run" ? pyodide.runPython(text) : engine[call](text);
    say({ ok: true, value: value ?? null });
  } catch (error) {
    say({ ok: false, error: String(error.message ?? error) });
  }
}
