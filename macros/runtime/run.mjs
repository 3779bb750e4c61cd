// Runs one Python file inside Pyodide, under Node: the job's files are mounted, its answer is printed as JSON.
//
//   node run.mjs '{"pyodide": dir, "script": file, "args": ["-OO"], "mounts": {"/job": dir}, "tools": "/tools"}'
//
// The script leaves its answer in a global named `answer`, as JSON text.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const job = JSON.parse(process.argv[2]);
const { loadPyodide } = await import(pathToFileURL(path.join(job.pyodide, "pyodide.mjs")).href);
const lock = JSON.parse(await readFile(path.join(job.pyodide, "pyodide-lock.json"), "utf8"));

// Packages of the npm package's lock file are never wanted: they are downloads from elsewhere.
const pyodide = await loadPyodide({
  args: job.args ?? [],
  // Dates in archives come from here, so that the same input gives the same bytes.
  env: { HOME: "/home", TZ: "UTC", SOURCE_DATE_EPOCH: process.env.SOURCE_DATE_EPOCH ?? "946684800" },
  lockFileContents: { info: lock.info, packages: {} },
  packageBaseUrl: job.pyodide,
  stdout: (text) => console.error(text),
});
for (const [place, folder] of Object.entries(job.mounts ?? {})) pyodide.mountNodeFS(place, folder);
const names = pyodide.toPy({ info: lock.info, __name__: "job" });
await pyodide.runPythonAsync(await readFile(job.script, "utf8"), { globals: names, filename: job.script });
console.log(names.get("answer"));
