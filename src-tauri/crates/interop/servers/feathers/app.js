// Feathers as its generator sets it up: `local` and `jwt` strategies, one token that nothing refreshes. Signing out ends nothing
// at the server, which knows no sessions: the token is good until its time.

import { randomBytes } from "node:crypto";
import { AuthenticationService, JWTStrategy, authenticate } from "@feathersjs/authentication";
import { LocalStrategy } from "@feathersjs/authentication-local";
import { feathers } from "@feathersjs/feathers";
import { bodyParser, errorHandler, koa, parseAuthentication, rest } from "@feathersjs/koa";
import { memory } from "@feathersjs/memory";

const app = koa(feathers());
app.set("authentication", {
  secret: randomBytes(32).toString("hex"),
  entity: "user",
  service: "users",
  authStrategies: ["jwt", "local"],
  jwtOptions: { algorithm: "HS256", expiresIn: "3s" },
  local: { usernameField: "email", passwordField: "password" },
});

// Every token at once is signed with a secret that is no longer there.
app.use(async (context, next) => {
  if (context.method !== "POST" || context.path !== "/control/end") return next();
  app.get("authentication").secret = randomBytes(32).toString("hex");
  context.status = 204;
});
app.use(errorHandler());
app.use(parseAuthentication());
app.use(bodyParser());
app.configure(rest());

const authentication = new AuthenticationService(app);
authentication.register("jwt", new JWTStrategy());
authentication.register("local", new LocalStrategy());
app.use("authentication", authentication);
app.use("users", memory(), { methods: ["get"] });
app.use("items", memory({ startId: 2, store: { 1: { id: 1, title: "first item" } } }));
app.use("notices", memory({ store: { 1: { id: 1, title: "for everybody" } } }));

// People as answers show them, without the password's hash.
const shown = ({ password, ...person }) => person;
app.service("users").hooks({
  around: { get: [authenticate("jwt")] },
  after: { get: [(context) => void (context.dispatch = shown(context.result))] },
});
app.service("items").hooks({ around: { all: [authenticate("jwt")] } });
app.service("authentication").hooks({
  after: { all: [(context) => void (context.dispatch = { ...context.result, user: shown(context.result.user) })] },
});

const local = authentication.getStrategies("local")[0];
for (const [name, roles] of [["ann", ["admin"]], ["bob", []]]) {
  const password = await local.hashPassword(`${name}-pw-1`, {});
  await app.service("users").create({ email: `${name}@example.com`, password, roles });
}

await app.listen(Number(process.argv[2]), "127.0.0.1");
