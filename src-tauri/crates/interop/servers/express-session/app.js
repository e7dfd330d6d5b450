// Express with `express-session` as its README sets it up: sessions in memory, a cookie that every answer of a live session
// sets anew (`rolling`), JSON in and out. Nothing signs a request but the cookie.

import { randomBytes } from "node:crypto";
import express from "express";
import session, { MemoryStore } from "express-session";

const people = {
  ann: { id: 1, password: "ann-pw-1", roles: ["admin", "user"] },
  bob: { id: 2, password: "bob-pw-1", roles: ["user"] },
};
const items = ["first item", "second item"];
const store = new MemoryStore();
let refreshes = 0;

const app = express();
app.use(express.json());

app.get("/control/refreshes", (_, answer) => answer.send(`${refreshes}`));
app.post("/control/end", (_, answer) => store.clear(() => answer.sendStatus(204)));

app.use(
  session({
    store,
    secret: randomBytes(32).toString("hex"),
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { maxAge: 3000, httpOnly: true, sameSite: "lax" },
  }),
);

app.post("/login", (request, answer, next) => {
  const { username, password } = request.body ?? {};
  if (!Object.hasOwn(people, username) || people[username].password !== password) {
    return answer.status(401).json({ message: "Wrong username or password." });
  }
  // A session that somebody else may know the id of is never the one that is signed in.
  request.session.regenerate((error) => {
    if (error) return next(error);
    request.session.username = username;
    answer.json(account(username));
  });
});

app.get("/public", (_, answer) => answer.json(["for everybody"]));

app.use((request, answer, next) =>
  request.session.username ? next() : answer.status(401).json({ message: "Please log in." }),
);
app.get("/me", (request, answer) => {
  // The first look at a session is that of its sign-in; each later one is there to keep it alive.
  if (request.session.seen) refreshes += 1;
  request.session.seen = true;
  answer.json(account(request.session.username));
});
app.get("/items", (_, answer) => answer.json(items));
app.post("/items", (request, answer) => {
  items.push(String(request.body?.title));
  answer.status(201).json({ title: items.at(-1) });
});
app.get("/admin", (request, answer) =>
  people[request.session.username].roles.includes("admin")
    ? answer.json({ people: Object.keys(people) })
    : answer.status(403).json({ message: "Only for admins." }),
);
app.post("/logout", (request, answer, next) =>
  request.session.destroy((error) => (error ? next(error) : answer.clearCookie("connect.sid").sendStatus(204))),
);

function account(username) {
  const { id, roles } = people[username];
  return { id, username, roles };
}

app.listen(Number(process.argv[2]), "127.0.0.1");
