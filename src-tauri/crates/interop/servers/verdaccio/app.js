// Verdaccio, an npm registry, by the login of its web pages: a JWT that lives as long as it says, and that nothing renews or
// takes back. A guest sees the packages that are everybody's, and is not refused.

const { createHash } = require("node:crypto");
const { mkdirSync, rmSync, writeFileSync } = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { runServer } = require("verdaccio");

const [port, data] = process.argv.slice(2);
const storage = path.join(data, "storage");
const htpasswd = path.join(data, "htpasswd");
const people = { ann: "ann-pw-1", bob: "bob-pw-1" };

const sha = (password) => createHash("sha1").update(password).digest("base64");
writeFileSync(
  htpasswd,
  Object.entries(people).map(([name, password]) => `${name}:{SHA}${sha(password)}:autocreated\n`).join(""),
);

const start = () =>
  runServer({
    self_path: path.join(data, "config.yaml"),
    configPath: path.join(data, "config.yaml"),
    storage,
    auth: { htpasswd: { file: htpasswd, max_users: -1 } },
    security: { web: { sign: { expiresIn: "5s" } } },
    uplinks: {},
    packages: {
      "news-*": { access: "$all" },
      "**": { access: "$authenticated", publish: "$authenticated" },
    },
    log: { type: "stdout", format: "json", level: "warn" },
  });

// A package each, as it lies in the storage.
for (const name of ["first-item", "news-for-everybody"]) {
  const tarball = `${name}-1.0.0.tgz`;
  const version = { name, version: "1.0.0", dist: { shasum: "0".repeat(40), tarball: `http://127.0.0.1:${port}/${name}/-/${tarball}` } };
  mkdirSync(path.join(storage, name), { recursive: true });
  writeFileSync(
    path.join(storage, name, "package.json"),
    JSON.stringify({
      name, versions: { "1.0.0": version }, "dist-tags": { latest: "1.0.0" }, time: { "1.0.0": "2026-01-01T00:00:00.000Z" },
      _attachments: {}, _distfiles: {}, _uplinks: {}, _rev: "",
    }),
  );
}
const database = path.join(storage, ".verdaccio-db.json");
// Another secret, as after a start anew: the only thing that ends a session before its time.
const forget = () => {
  rmSync(database, { force: true });
  writeFileSync(database, JSON.stringify({ list: ["first-item", "news-for-everybody"], secret: "" }));
};

async function main() {
  forget();
  let registry = await start();
  http
    .createServer(async (request, answer) => {
      if (request.url !== "/control/end") return registry.emit("request", request, answer);
      forget();
      registry = await start();
      answer.writeHead(204).end();
    })
    .listen(Number(port), "127.0.0.1");
}

main();
