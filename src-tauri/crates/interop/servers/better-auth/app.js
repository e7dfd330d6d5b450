// better-auth with its e-mail-and-password sign-in and its second factor by a code, data in memory. It has one cookie; asking for
// the session prolongs it while it lives, and without one the answer is 200 and `null`.

import { createServer } from "node:http";
import { randomBytes } from "node:crypto";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import { twoFactor } from "better-auth/plugins";

const port = Number(process.argv[2]);
const data = { user: [], session: [], account: [], verification: [], twoFactor: [] };
const items = ["first item", "second item"];
const codes = new Map();
let refreshes = 0;

const auth = betterAuth({
  baseURL: `http://127.0.0.1:${port}`,
  secret: randomBytes(32).toString("hex"),
  database: memoryAdapter(data),
  emailAndPassword: { enabled: true },
  session: { expiresIn: 4, updateAge: 1 },
  databaseHooks: { session: { update: { after: async () => void (refreshes += 1) } } },
  telemetry: { enabled: false },
  // No mail leaves this machine: the code is kept for the control route.
  plugins: [twoFactor({ otpOptions: { sendOTP: ({ user, otp }) => void codes.set(user.email, otp) } })],
});

for (const name of ["ann", "tom"]) {
  await auth.api.signUpEmail({ body: { name, email: `${name}@example.com`, password: `${name}-password-1` } });
}
data.user.find(({ name }) => name === "tom").twoFactorEnabled = true;
data.session.length = 0;

const library = toNodeHandler(auth);
createServer(async (request, answer) => {
  const { pathname, searchParams } = new URL(request.url, "http://server");
  const say = (status, body) => answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  switch (`${request.method} ${pathname}`) {
    case "GET /control/refreshes":
      return say(200, refreshes);
    case "GET /control/code":
      return answer.end(codes.get(searchParams.get("of")));
    case "POST /control/end":
      data.session.length = 0;
      return answer.writeHead(204).end();
    case "GET /public":
      return say(200, ["for everybody"]);
  }
  if (pathname !== "/items") return library(request, answer);
  // What the library would tell a framework's middleware; it prolongs nothing.
  const headers = fromNodeHeaders(request.headers);
  const session = await auth.api.getSession({ headers, query: { disableRefresh: true } });
  if (!session) return say(401, { message: "Please log in." });
  if (request.method === "POST") items.push((await new Response(request).json()).title);
  say(200, items);
}).listen(port, "127.0.0.1");
