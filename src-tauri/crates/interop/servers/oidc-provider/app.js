// `oidc-provider` as a certified OpenID provider: refresh tokens are good once, and one that comes twice ends what was
// granted. Opaque access tokens open the pages of the same process. The sign-in and the consent are pages of ours.

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";
import { InMemory, forgetAll } from "./in-memory.js";
import { interact } from "./interact.js";

const people = {
  ann: { password: "ann-pw-1", email: "ann@example.com", roles: ["admin"] },
  bob: { password: "bob-pw-1", email: "bob@example.com", roles: [] },
};
const items = ["first item", "second item"];
const port = Number(process.argv[2]);
let refreshes = 0;
const secrets = [];

const provider = new Provider(`http://127.0.0.1:${port}`, {
  adapter: InMemory,
  clients: [
    {
      client_id: "desktop",
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: ["http://127.0.0.1/"], // with any port, since the application is native
    },
  ],
  claims: { openid: ["sub"], profile: ["preferred_username", "roles"], email: ["email"] },
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true },
    revocation: { enabled: true },
  },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, email: people[id].email, roles: people[id].roles }),
  }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  rotateRefreshToken: true,
  ttl: { AccessToken: 5, AuthorizationCode: 30, Grant: 600, IdToken: 60, Interaction: 60, RefreshToken: 600, Session: 600 },
});
const note = (...told) => secrets.push(...told.filter(Boolean));
provider.on("authorization.success", ({ oidc: { params } }, { code }) => {
  note(code, params.state, params.nonce, params.code_challenge);
});
provider.on("grant.success", ({ body, oidc: { params } }) => {
  refreshes += params.grant_type === "refresh_token";
  note(body.access_token, body.refresh_token, body.id_token, params.code_verifier);
});
for (const kind of ["authorization", "grant", "pushed_authorization_request", "revocation", "userinfo"]) {
  provider.on(`${kind}.error`, (_, error) => console.error(kind, error.error, error.error_detail ?? error.error_description));
}
const others = provider.callback();

const body = async (request) => {
  let text = "";
  for await (const piece of request) text += piece;
  return text;
};

const isGood = async (request) => {
  const [, token] = /^Bearer (.+)$/.exec(request.headers.authorization ?? "") ?? [];
  return token !== undefined && (await provider.AccessToken.find(token))?.isValid === true;
};

const answer = async (request, response) => {
  const { pathname } = new URL(request.url, "http://127.0.0.1");
  const say = (status, value) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(value));
  };
  if (pathname === "/control/refreshes") return say(200, refreshes);
  if (pathname === "/control/secrets") return say(200, secrets);
  if (pathname === "/control/end") return say(200, forgetAll());
  if (pathname.startsWith("/interaction/")) return interact(provider, people, request, response, body);
  if (pathname !== "/items") return others(request, response);
  if (!(await isGood(request))) {
    response.setHeader("www-authenticate", 'Bearer error="invalid_token"');
    return say(401, { message: "This token is not good." });
  }
  if (request.method !== "POST") return say(200, items);
  const { title } = JSON.parse(await body(request));
  items.push(String(title));
  say(201, { title });
};

createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error.name, error.message);
    response.writeHead(500).end();
  });
}).listen(port, "127.0.0.1");
