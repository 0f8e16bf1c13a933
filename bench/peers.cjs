// Prints every request of a collection in every language that a peer has; says how many in a second of CPU.
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");

const [name, root, file] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(root), "node_modules", name, "package.json"));
const here = createRequire(path.join(path.resolve(root), "package.json"));
const { Collection } = createRequire(path.join(path.resolve(root), "node_modules", "postman-code-generators", "package.json"))("postman-collection");
const collection = new Collection(JSON.parse(fs.readFileSync(file, "utf8")));
const requests = [];
collection.forEachItem((item) => requests.push(item.request));

const rate = (count, began) => {
  const { user, system } = process.cpuUsage(began);
  console.log((count / ((user + system) / 1e6)).toFixed(0));
};

if (name === "postman-code-generators") {
  const generators = here(name);
  const known = generators.getLanguageList().flatMap(({ key, variants }) => variants.map((each) => [key, each.key]));
  const print = (request, pairs) => {
    let count = 0;
    for (const [language, variant] of pairs) {
      try {
        generators.convert(language, variant, request, {}, (error) => (count += error ? 0 : 1));
      } catch {
        // A generator whose own dependencies are not installed: it is left out of the count.
      }
    }
    return count;
  };
  print(requests[0], known);
  const began = process.cpuUsage();
  let count = 0;
  for (const request of requests) count += print(request, known);
  rate(count, began);
} else {
  const { HTTPSnippet, availableTargets } = here(name);
  const pairs = availableTargets().flatMap(({ key, clients }) => clients.map((each) => [key, each.key]));
  const hars = requests.map((request) => ({
    method: request.method,
    url: encodeURI(request.url.toString().replace("{{baseUrl}}", "https://api.example.org/v2")),
    headers: request.headers.map((each) => ({ name: each.key, value: each.value })),
    postData: request.body?.mode === "raw" ? { mimeType: "application/json", text: request.body.raw } : undefined,
  }));
  const print = (har) => {
    let count = 0;
    const snippet = new HTTPSnippet(har);
    for (const [target, client] of pairs) {
      try {
        count += snippet.convert(target, client) ? 1 : 0;
      } catch {
        // Some targets fail on a request without a body.
      }
    }
    return count;
  };
  print(hars[0]);
  const began = process.cpuUsage();
  let count = 0;
  for (const har of hars) count += print(har);
  rate(count, began);
}
