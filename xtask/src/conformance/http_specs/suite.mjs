// What of the suite runs in Node: its specifications as OpenAPI, its server, its definitions as data, and its comparison of answers.
//
//   node suite.mjs compile OUT            documents below OUT/VERSION/SPECIFICATION/, what the emitter says in OUT/said.json
//   node suite.mjs serve PORT DEFINITIONS serves until it is ended; the calls of all scenarios as JSON
//   node suite.mjs judge URL RESULTS OUT  what came back, compared by the suite, and what the server has counted

import { execSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { register } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";

const modules = resolve("node_modules/@typespec");
const specs = join(modules, "http-specs/specs");
const load = (path) => import(pathToFileURL(join(modules, path)).href);

// Gives the server's `file-utils.js` the function `glob`, which Node has since version 22.
const hooks = `
export async function resolve(name, context, next) {
  const wanted = name === "fs/promises" && context.parentURL?.endsWith("/utils/file-utils.js");
  return wanted ? { url: "files:glob", shortCircuit: true } : next(name, context);
}
export async function load(url, context, next) {
  if (url !== "files:glob") return next(url, context);
  const source = \`
    import { mkdir, readdir } from "node:fs/promises";
    export { mkdir };
    export async function* glob(pattern) {
      const [folder, end] = pattern.split("**/*");
      for (const name of await readdir(folder, { recursive: true })) if (name.endsWith(end)) yield folder + name;
    }
  \`;
  return { format: "module", source, shortCircuit: true };
}`;

/** The folders with scenarios, relative to the suite's. */
function specifications() {
  const found = [];
  const walk = (folder) => {
    if (existsSync(join(folder, "mockapi.ts"))) found.push(folder.slice(specs.length + 1));
    for (const name of readdirSync(folder)) {
      if (statSync(join(folder, name)).isDirectory()) walk(join(folder, name));
    }
  };
  walk(specs);
  return found.sort();
}

/** What the emitter refuses, or fails over, as what comes nearest: without it there would be no document at all. */
const edits = {
  "routes/main.tsp": [/\?fixed=true\{&/g, "{?"],
  "response/status-code-range/main.tsp": [/@minValue\(494\)/g, "@minValue(400)"],
  "special-words/main.tsp": [/@query constructor: string/g, "@query constructorNamed: string"],
};

function edited(file, path, createSourceFile) {
  const edit = Object.entries(edits).find(([end]) => path.endsWith(`http-specs/specs/${end}`))?.[1];
  if (edit === undefined) return file;
  const text = file.text.replace(...edit);
  return createSourceFile(text, path);
}

async function compile(out) {
  const { compile, createSourceFile, NodeHost } = await load("compiler/dist/src/index.js");
  const host = { ...NodeHost, readFile: async (path) => edited(await NodeHost.readFile(path), path, createSourceFile) };
  const said = {};
  for (const version of ["3.0.0", "3.1.0", "3.2.0"]) {
    for (const specification of specifications()) {
      const folder = join(specs, specification);
      const main = ["client.tsp", "main.tsp"].map((name) => join(folder, name)).find(existsSync);
      const program = await compile(host, main, {
        emit: ["@typespec/openapi3"],
        outputDir: out,
        options: {
          "@typespec/openapi3": {
            "emitter-output-dir": join(resolve(out), version, specification),
            "openapi-versions": [version],
            "file-type": "json",
          },
        },
      }).catch((error) => error);
      said[`${version}/${specification}`] =
        program instanceof Error
          ? [{ severity: "error", message: program.message }]
          : program.diagnostics.map(({ severity, code, message }) => ({ severity, code, message }));
    }
    // The emitter looks such a name up in an object, which has something of that name anyway.
    const words = join(out, version, "special-words/openapi.json");
    writeFileSync(words, readFileSync(words, "utf8").replaceAll('"constructorNamed"', '"constructor"'));
  }
  writeFileSync(join(out, "said.json"), JSON.stringify(said, null, 1));
}

/** The scenarios of each specification, as the suite defines them. */
async function* scenarios() {
  for (const specification of specifications()) {
    const { Scenarios } = await load(`http-specs/dist/specs/${specification}/mockapi.js`);
    for (const [name, scenario] of Object.entries(Scenarios)) yield { specification, name, scenario };
  }
}

async function serve(port, definitions) {
  const { glob } = await import("node:fs/promises");
  if (glob === undefined) register(`data:text/javascript,${encodeURIComponent(hooks)}`);
  // It asks git which commit it runs.
  process.env.GIT_DIR = execSync("git rev-parse --absolute-git-dir", { cwd: process.env.REPOSITORY }).toString().trim();
  const { MockApiApp } = await load("spector/dist/src/app/app.js");
  const { expandDyns } = await load("spec-api/dist/index.js");
  const config = { baseUrl: `http://localhost:${port}` };
  const calls = [];
  for await (const { specification, name, scenario } of scenarios()) {
    for (const [index, api] of scenario.apis.entries()) {
      const request = api.request ?? {};
      calls.push({
        specification,
        scenario: name,
        index,
        method: api.method,
        uri: api.uri,
        condition: scenario.passCondition,
        code: scenario.code,
        path: expandDyns(request.pathParams ?? {}, config),
        query: expandDyns(request.query ?? {}, config),
        headers: expandDyns(request.headers ?? {}, config),
        body: body(request.body, config, expandDyns),
        status: api.response?.status,
        response_headers: expandDyns(api.response?.headers ?? {}, config),
        response: body(api.response?.body, config, expandDyns),
      });
    }
  }
  mkdirSync(dirname(definitions), { recursive: true });
  writeFileSync(definitions, JSON.stringify(calls, null, 1));
  const coverageFile = join(dirname(definitions), "coverage.json");
  await new MockApiApp({ port: Number(port), scenarioPath: specs, coverageFile }).start();
}

/** A body as data: `json`, `text` or, as base64, `bytes`. */
function body(body, config, expandDyns) {
  if (body === undefined) return null;
  const file = ({ fieldname, originalname, mimetype, buffer }) => ({
    name: fieldname,
    file_name: originalname,
    media_type: mimetype,
    bytes: Buffer.from(buffer).toString("base64"),
  });
  if (body.kind === "multipart") {
    const parts = expandDyns(body.parts ?? {}, config);
    return { media_type: body.contentType, parts, files: (body.files ?? []).map(file) };
  }
  const raw = body.rawContent;
  const content = body.streamChunks ? Buffer.concat(body.streamChunks.map((chunk) => Buffer.from(chunk))) : raw?.serialize ? raw.serialize(config) : raw;
  if (content === undefined) return null;
  if (Buffer.isBuffer(content)) return { media_type: body.contentType, bytes: content.toString("base64") };
  if (/[/+]json$/.test(body.contentType)) return { media_type: body.contentType, json: JSON.parse(content) };
  return { media_type: body.contentType, text: content };
}

/** The events of a stream (WHATWG HTML, "Interpreting an event stream"). */
function events(text) {
  const found = [];
  let id = null;
  let [data, event, retry] = [[], "", null];
  for (const line of text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)) {
    if (line === "") {
      if (data.length > 0) found.push({ event: event || "message", data: data.join("\n"), id });
      [data, event] = [[], ""];
      continue;
    }
    const [, name, value] = /^([^:]*):? ?([\s\S]*)$/.exec(line);
    if (name === "data") data.push(value);
    if (name === "event") event = value;
    if (name === "id" && !value.includes("\0")) id = value;
  }
  return found;
}

/** What is wrong with the events that a client read. */
function differentEvents(found, text) {
  const wanted = events(text);
  if (found.length !== wanted.length) return `${found.length} events came of ${wanted.length}`;
  for (const [index, event] of found.entries()) {
    for (const key of ["event", "data", "id"]) {
      if ((event[key] ?? null) !== (wanted[index][key] ?? null)) return `the ${key} of event ${index} is ${event[key]}, not ${wanted[index][key]}`;
    }
    let json;
    try {
      json = JSON.parse(event.data);
    } catch {
      continue;
    }
    if (!isDeepStrictEqual(event.json, json)) return `the data of event ${index} is read as ${JSON.stringify(event.json)}, not ${event.data}`;
  }
  return null;
}

/** The bytes of a body as data. */
function bytes(body) {
  if (body === null) return Buffer.alloc(0);
  if (body.bytes !== undefined) return Buffer.from(body.bytes, "base64");
  return Buffer.from(body.text ?? JSON.stringify(body.json));
}

async function judge(url, results, out) {
  const { matchValues, expandDyns, validateXmlBodyEquals } = await load("spec-api/dist/index.js");
  const config = { baseUrl: url };
  const apis = new Map();
  for await (const { name, scenario } of scenarios()) {
    for (const [index, api] of scenario.apis.entries()) apis.set(`${name} ${index}`, api);
  }
  const judged = JSON.parse(readFileSync(results, "utf8")).map((result) => {
    const expected = apis.get(`${result.scenario} ${result.index}`).response?.body;
    return { ...result, different: different(result.answer, expected, result.expected) };
  });
  /** What is wrong with the XML that a client wrote of what it read: as the suite compares, and in its attributes. */
  function differentXml(written, expected) {
    const declaration = /^<\?xml[^>]*\?>/;
    const raw = expected.rawContent;
    const text = (typeof raw === "string" ? raw : raw.serialize(config)).replace(declaration, "");
    const equals = (wanted) => {
      try {
        validateXmlBodyEquals({ rawBody: written }, wanted, config);
        return null;
      } catch (error) {
        return error.message;
      }
    };
    // The suite compares addresses of its own server without their host, other values by their meaning.
    const wrong = equals(text) && equals(typeof raw === "string" ? text : raw);
    if (wrong) return wrong;
    const attributes = (xml) => [...xml.replace(declaration, "").matchAll(/ ([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => `${name}=${value}`).filter((one) => !one.startsWith("xmlns")).sort();
    return isDeepStrictEqual(attributes(written), attributes(text)) ? null : "the attributes are others";
  }
  /** What is wrong with what a client made of an answer. */
  function different(answer, expected, other) {
    if (answer === undefined || answer === null || answer.empty) return null;
    const wanted = other ?? body(expected, config, expandDyns);
    if (answer.untyped !== undefined) return wanted === null ? null : "the body of the error has no type";
    if (answer.events !== undefined) return differentEvents(answer.events, bytes(wanted).toString());
    if (answer.lines !== undefined) {
      const lines = bytes(wanted).toString().split("\n").filter((line) => line.trim() !== "");
      const match = matchValues(answer.lines, other?.json ?? lines.map((line) => JSON.parse(line)), "$", config);
      return match.pass ? null : match.message;
    }
    if (answer.xml !== undefined) return differentXml(answer.xml, expected);
    if (answer.json !== undefined) {
      const decoded = JSON.parse(answer.json);
      if (wanted === null) return decoded === null ? null : "a value came of an answer without a body";
      if (wanted.json === undefined) return `a JSON value came of ${wanted.media_type}`;
      const raw = expected.rawContent;
      const match = matchValues(decoded, raw.resolve ? raw.resolve(config) : wanted.json, "$", config);
      return match.pass ? null : match.message;
    }
    if (wanted?.json !== undefined && answer.text === wanted.json) return null;
    const came = answer.hex === undefined ? Buffer.from(answer.text) : Buffer.from(answer.hex, "hex");
    const sent = bytes(wanted);
    return came.equals(sent) ? null : `${came.length} bytes came of ${sent.length}, or others`;
  }
  const [coverage] = await (await fetch(`${url}/.coverage`)).json();
  writeFileSync(out, JSON.stringify({ judged, coverage: coverage.results }, null, 1));
}

const [task, ...given] = process.argv.slice(2);
await { compile, serve, judge }[task](...given);
