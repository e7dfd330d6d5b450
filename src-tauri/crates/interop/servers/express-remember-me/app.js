// Express as a site for people, with passport: a session of seconds by `passport-local`, and a cookie of `passport-remember-me`
// that is good once and comes anew with every session that it begins.

import { randomBytes } from "node:crypto";
import cookieParser from "cookie-parser";
import express from "express";
import session, { MemoryStore } from "express-session";
import passport from "passport";
import { Strategy as LocalStrategy } from "passport-local";
import { Strategy as RememberMeStrategy } from "passport-remember-me";

const LIFETIME_MS = 6000;
const people = { ann: "ann-pw-1", bob: "bob-pw-1" };
const items = ["first item", "second item"];
const remembered = new Map();
const store = new MemoryStore();
let refreshes = 0;

const issue = (user, done) => {
  const value = randomBytes(32).toString("base64url");
  remembered.set(value, user.name);
  done(null, value);
};

passport.use(
  new LocalStrategy((name, password, done) =>
    done(null, Object.hasOwn(people, name) && people[name] === password ? { name } : false, { message: "Wrong." }),
  ),
);
passport.use(
  new RememberMeStrategy((value, done) => {
    const name = remembered.get(value);
    remembered.delete(value); // good once
    if (name === undefined) return done(null, false);
    refreshes += 1;
    done(null, { name });
  }, issue),
);
passport.serializeUser((user, done) => done(null, user.name));
passport.deserializeUser((name, done) => done(null, { name }));

const app = express();
app.use(cookieParser(), express.urlencoded(), express.json());
app.post("/control/end", (_, answer) => {
  remembered.clear();
  store.clear(() => answer.sendStatus(204));
});
app.get("/control/refreshes", (_, answer) => answer.type("text").send(String(refreshes)));
app.use(
  session({
    store,
    secret: randomBytes(32).toString("hex"),
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: LIFETIME_MS },
  }),
);
app.use(passport.session());
app.use(passport.authenticate("remember-me"));

app.get("/", (request, answer) => answer.send(`<!doctype html><title>Home</title>Hello ${request.user?.name ?? ""}`));
app.get("/login", (_, answer) =>
  answer.send(`<!doctype html><title>Log in</title><form method="post" action="/login">
<input name="username"><input name="password" type="password"><input name="remember_me" type="checkbox">
<button>Log in</button></form>`),
);
app.post(
  "/login",
  passport.authenticate("local", { failureRedirect: "/login" }),
  (request, answer, next) => {
    if (!request.body.remember_me) return next();
    issue(request.user, (error, value) => {
      if (error) return next(error);
      answer.cookie("remember_me", value, { path: "/", httpOnly: true, maxAge: 604800000 });
      next();
    });
  },
  (_, answer) => answer.redirect("/"),
);
app.post("/logout", (request, answer, next) => {
  remembered.delete(request.cookies.remember_me);
  answer.clearCookie("remember_me");
  request.logout((error) => (error ? next(error) : answer.redirect("/")));
});

app.use((request, answer, next) => (request.isAuthenticated() ? next() : answer.redirect("/login")));
app.get("/account", (request, answer) => answer.json(request.user));
app.get("/items", (_, answer) => answer.send(`<!doctype html><title>Items</title><ul><li>${items.join("<li>")}</ul>`));
app.post("/items", (request, answer) => {
  items.push(String(request.body?.title).replace(/[<&]/g, ""));
  answer.redirect("/items");
});

app.listen(Number(process.argv[2]), "127.0.0.1");
