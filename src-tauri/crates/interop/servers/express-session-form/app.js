// Express as a site for people: `express-session` with a cookie that lives as long as the browser, `csrf-sync` with its token
// in the page, a sign-in by form. Success and failure are both redirects, and somebody who is not signed in is led to the form.

import { randomBytes } from "node:crypto";
import { csrfSync } from "csrf-sync";
import express from "express";
import session, { MemoryStore } from "express-session";

const LIFETIME_MS = 3000;
const people = { ann: "ann-pw-1", bob: "bob-pw-1" };
const items = ["first item", "second item"];
const store = new MemoryStore();

const app = express();
app.use(express.urlencoded(), express.json());
app.post("/control/end", (_, answer) => store.clear(() => answer.sendStatus(204)));
app.use(
  session({ store, secret: randomBytes(32).toString("hex"), name: "sid", resave: false, saveUninitialized: false }),
);

// The field of the form, or the header of a script.
const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: (request) => request.body?._csrf ?? request.get("x-csrf-token"),
});
app.use(csrfSynchronisedProtection);

app.get("/login", (request, answer) =>
  answer.send(`<!doctype html><title>Log in</title>
${request.query.error === undefined ? "" : "<p>Wrong name or password.</p>"}
<form method="post" action="/login"><input type="hidden" name="_csrf" value="${generateToken(request)}">
<input name="username"><input name="password" type="password"><button>Log in</button></form>`),
);
app.post("/login", (request, answer, next) => {
  const { username, password } = request.body ?? {};
  if (!Object.hasOwn(people, username) || people[username] !== password) return answer.redirect("/login?error");
  // A session that somebody else may know the id of is never the one that is signed in.
  request.session.regenerate((error) => {
    if (error) return next(error);
    request.session.person = { username, until: Date.now() + LIFETIME_MS };
    answer.redirect(303, "/");
  });
});

app.use((request, answer, next) => {
  if (request.session.person?.until > Date.now()) return next();
  answer.redirect("/login");
});
app.get("/", (request, answer) =>
  answer.send(`<!doctype html><meta name="csrf-token" content="${generateToken(request)}"><title>Home</title>
<h1>Hello</h1><a href="/items">Items</a>`),
);
app.get("/whoami", (request, answer) => answer.json({ name: request.session.person.username }));
app.get("/items", (_, answer) => answer.send(`<!doctype html><title>Items</title><ul><li>${items.join("<li>")}</ul>`));
app.post("/items", (request, answer) => {
  items.push(String(request.body?.title).replace(/[<&]/g, ""));
  answer.redirect(303, "/items");
});
app.post("/logout", (request, answer, next) =>
  request.session.destroy((error) => (error ? next(error) : answer.clearCookie("sid").redirect(303, "/login"))),
);

// Without this the framework answers with a page that has the stack in it.
app.use((error, _request, answer, _next) => answer.status(error.status ?? 500).type("text").send(error.message));

app.listen(Number(process.argv[2]), "127.0.0.1");
