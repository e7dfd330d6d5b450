// Node-RED itself, embedded as its documentation has it: an editor and its API for named people, whose tokens live for seconds.

const { readFileSync } = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const bcrypt = require("bcryptjs");
const express = require("express");
const RED = require("node-red");

const [port, data] = process.argv.slice(2);
const users = [
  { username: "ann", password: bcrypt.hashSync("ann-pw-1", 4), permissions: "*" },
  { username: "tom", password: bcrypt.hashSync("tom-pw-1", 4), permissions: "read" },
];

const app = express();
const server = http.createServer(app);

// Every token is in the file that Node-RED keeps them in; each is revoked as its own route does it.
app.post("/control/end", async (_, answer) => {
  const tokens = require("@node-red/editor-api/lib/auth/tokens");
  for (const token of Object.keys(JSON.parse(readFileSync(path.join(data, ".sessions.json"))))) await tokens.revoke(token);
  answer.sendStatus(204);
});

RED.init(server, {
  userDir: data,
  httpAdminRoot: "/",
  httpNodeRoot: "/api",
  flowFile: path.join(data, "flows.json"),
  adminAuth: { type: "credentials", sessionExpiryTime: 5, users },
  logging: { console: { level: "warn" } },
});
app.use("/", RED.httpAdmin);
app.use("/api", RED.httpNode);
RED.start().then(() => server.listen(Number(port), "127.0.0.1"));
