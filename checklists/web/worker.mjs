// Runs Python beside the page. The page and this worker exchange JSON text with an id, and
// nothing else: no proxies, no exceptions, no code made from strings.
//
//   page:   {"id": 1, "rules": address of an area's rules}                  make ready
//           {"id": 2, "rules": address, "request": {…}}                     ask the engine
//           {"id": 3, "rules": address, "picture": true}                    keep a picture of the memory; ask no more
//   worker: {"stage": "downloading" | "starting" | "ready"}
//           {"id": 2, "reply": {"ok": true, "value": …}}                    the engine's answer
//           {"id": 2, "failure": {"kind": "wasm" | "files" | "network" | "start" | "engine", "detail": …}}

import { canKeep, forget, has, hashOf, keep, kept, trusted } from "./memory.mjs";
import { APP } from "./place.mjs";

// Pyodide's own files. The folder's name is put in when the modules are joined, so that none has to be waited for.
const RUNTIME = new URL(`../../runtime/${RUNTIME_FOLDER}/`, import.meta.url);
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

class Failure extends Error {
  /** @param {string} kind @param {unknown} detail */
  constructor(kind, detail) {
    super(String(detail));
    this.kind = kind;
  }
}

/** @type {Map<string, Promise<Response>>} begun before Pyodide asks for them */
const ahead = new Map();
/** @type {(failure: Failure) => void} */
let giveUp = () => {};
const plainFetch = self.fetch.bind(self);

/**
 * Fetch a file of the site, and notice when something else comes in its place: Pyodide would only log that and wait.
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
async function fetchFile(address, options) {
  let response;
  try {
    response = await plainFetch(address, options);
  } catch (error) {
    // A file that is not the one its hash promises is refused in the same way as no file at all.
    throw new Failure(options?.integrity ? "files" : "network", error);
  }
  const type = response.headers.get("content-type") ?? "";
  if (!response.ok || /\bhtml\b/.test(type)) {
    throw new Failure("files", `${new URL(address).pathname}: status ${response.status}, ${type || "no type"}`);
  }
  // Some hosts do not know the type of WebAssembly, without which it cannot be compiled while it arrives.
  if (address.endsWith(".wasm") && !type.startsWith("application/wasm")) {
    return new Response(response.body, { headers: { "content-type": "application/wasm" } });
  }
  return response;
}

/** @type {typeof fetch} */
self.fetch = (input, options) => {
  const address = new URL(input instanceof Request ? input.url : input, RUNTIME).href;
  if (address === WASM) return Promise.resolve(new Response()); // it is compiled already
  const begun = ahead.get(address);
  ahead.delete(address);
  const response = begun ?? fetchFile(address, options);
  response.catch((error) => giveUp(error));
  return response;
};

// Pyodide leaves some of its own waiting for a file unattended; the failure has been told.
self.addEventListener("unhandledrejection", (event) => {
  if (event.reason instanceof Failure) event.preventDefault();
});

/** @param {string} address */
function begin(address) {
  const response = fetchFile(address);
  response.catch(() => {}); // told when it is used
  ahead.set(address, response);
}

/** @type {Map<string, Promise<string>>} */
const rulesTexts = new Map();

/** @param {string} address @returns {Promise<string>} */
function rulesText(address) {
  let text = rulesTexts.get(address);
  if (!text) {
    text = fetchFile(address).then((response) => response.text());
    text.catch(() => rulesTexts.delete(address));
    rulesTexts.set(address, text);
  }
  return text;
}

/** @param {object} message */
const tell = (message) => self.postMessage(JSON.stringify(message));

/** @typedef {{load(bundle: string): void, evaluate_json(request: string): string, destroy(): void}} Engine */

/** Where wheels go in Pyodide's file system. */
const PACKAGES = "/lib/python3.14/site-packages";
let rulesInside = ""; // hash of the rules that came with a picture of the memory

// Asked for as soon as there is a worker, before the page has said what for: every start needs them.
const LIST = new URL("runtime.json", APP).href;
const WASM = new URL("pyodide.asm.wasm", RUNTIME).href;
const SCRIPTS = ["pyodide.mjs", "pyodide.asm.mjs"].map((name) => new URL(name, RUNTIME).href);
const listed = fetchFile(LIST).then((response) => response.text());
// Compiled while the rest comes and the picture is read, where Pyodide would begin only when it has all of that.
const compiled = fetchFile(WASM).then((response) => WebAssembly.compileStreaming(response));
const modules = Promise.all(SCRIPTS.map((address) => import(address))).catch(async (error) => {
  await Promise.all(SCRIPTS.map((address) => fetchFile(address))); // which tells what the import does not
  throw new Failure("files", error);
});
/** Hash of the manifest: which files this Python is made of. */
const runtime = listed.then((text) => hashOf(text));
for (const early of [listed, compiled, modules, runtime]) early.catch(() => {}); // told where it is waited for

// Where Pyodide would compile what it has asked for, it is given this; WASM is the one module that it compiles so.
/** @param {unknown} _ @param {WebAssembly.Imports} [imports] */
WebAssembly.instantiateStreaming = async (_, imports) => {
  const module = await compiled;
  return { module, instance: await WebAssembly.instantiate(module, imports) };
};

/** @typedef {{manifest: any, load: (options: object) => Promise<any>}} Begun */

/** @returns {Promise<Begun>} what is needed before Python can be loaded */
async function begun() {
  tell({ stage: "downloading" });
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (error) {
    throw new Failure("wasm", error);
  }
  const [text, [pyodideModule]] = await Promise.all([listed, modules]);
  let manifest;
  try {
    manifest = JSON.parse(text);
  } catch (error) {
    throw new Failure("files", `runtime.json: ${error}`);
  }
  const library = new URL(manifest.stdlib, RUNTIME).href;
  begin(library);
  return {
    manifest,
    load: async (options) => {
      const refused = new Promise((_, reject) => { giveUp = reject; });
      compiled.catch((error) => giveUp(error instanceof Failure ? error : new Failure("files", `pyodide.asm.wasm: ${error}`)));
      const loading = pyodideModule.loadPyodide({
        indexURL: RUNTIME.href,
        stdLibURL: library,
        packageBaseUrl: APP.href,
        ...(manifest.lock && { lockFileContents: manifest.lock }),
        fsInit: async () => tell({ stage: "starting" }),
        ...options,
      });
      loading.catch(() => {});
      const pyodide = await Promise.race([loading, refused]);
      giveUp = () => {};
      return pyodide;
    },
  };
}

/** @returns {Promise<Engine>} from the picture of an earlier visit, else from the files */
async function start() {
  const looking = canKeep() ? kept(runtime).catch(() => null) : null; // read while the rest comes
  const { manifest, load } = await begun();
  const picture = await looking;
  if (picture) {
    try {
      // First of all: what a spoilt memory does when Python runs in it nobody can say, filling the device's included.
      const memory = await picture.memory;
      const pyodide = await load({ _loadSnapshot: memory });
      const engine = pyodide.pyimport(manifest.import);
      rulesInside = picture.rules;
      trusted().catch(() => {});
      return engine;
    } catch {
      await forget().catch(() => {});
    }
  }
  return (await load({ packages: [manifest.package] })).pyimport(manifest.import);
}

/** @param {string} rules address @returns {Promise<boolean>} whether a picture is kept now */
async function takePicture(rules) {
  const { manifest, load } = await begun();
  if (!canKeep() || (await has(await runtime))) return false;
  const entry = manifest.lock.packages[manifest.package];
  const integrity = `sha256-${btoa(String.fromCharCode(...entry.sha256.match(/../g).map((/** @type {string} */ byte) => parseInt(byte, 16))))}`;
  const [pyodide, wheel, text] = await Promise.all([
    load({ _makeSnapshot: true }),
    fetchFile(new URL(manifest.wheel, APP).href, { integrity }).then((response) => response.arrayBuffer()),
    rulesText(rules),
  ]);
  // Not as a package: Pyodide refuses a picture once one has been loaded.
  pyodide.unpackArchive(new Uint8Array(wheel), "wheel", { extractDir: PACKAGES });
  const engine = pyodide.pyimport(manifest.import);
  engine.load(text);
  engine.destroy();
  await keep(pyodide.makeMemorySnapshot(), await runtime, await hashOf(text));
  return true;
}

/** @type {Promise<Engine> | null} */
let starting = null;
let loaded = "";
let told = false;

/** @param {string} rules @returns {Promise<Engine>} with the rules of the area loaded */
async function ready(rules) {
  starting ??= start();
  const text = rules ? rulesText(rules) : null;
  const engine = await starting.catch((error) => {
    throw error instanceof Failure ? error : new Failure("start", error);
  });
  if (text && rules !== loaded) {
    const bundle = await text;
    if (bundle.trimStart().startsWith("<")) throw new Failure("files", `${rules}: a page came in place of the rules`);
    if (!rulesInside || rulesInside !== (await hashOf(bundle))) engine.load(bundle);
    rulesInside = ""; // from here on they are those of the last address
    loaded = rules;
  }
  if (!told) tell({ stage: "ready" });
  told = true;
  return engine;
}

/** @param {{id: number, rules: string, request?: object, picture?: boolean}} message */
async function answer({ id, rules, request, picture }) {
  try {
    if (picture) {
      const taken = await takePicture(rules).catch(() => false); // then the next visit starts as this one did
      tell({ id, reply: taken });
      return;
    }
    const engine = await ready(rules);
    const reply = request ? engine.evaluate_json(JSON.stringify(request)) : "null";
    self.postMessage(`{"id":${id},"reply":${reply}}`);
  } catch (error) {
    const failure = error instanceof Failure ? error : new Failure("engine", error);
    tell({ id, failure: { kind: failure.kind, detail: failure.message.slice(0, 500) } });
  }
}

/** @type {Promise<void>} one after the other, so that the rules cannot change between loading and asking */
let queue = Promise.resolve();
self.addEventListener("message", (event) => {
  const message = JSON.parse(event.data);
  if (message.rules) rulesText(message.rules).catch(() => {}); // fetched while Python starts; told when it is used
  queue = queue.then(() => answer(message));
});
