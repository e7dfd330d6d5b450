// What a person sees in the browser: who they are, and whether they want this.

const page = (title, content) => `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>
<form method="post">${content}</form></html>`;

const login = (problem) =>
  page(
    "Sign in",
    `<p>${problem}</p><input name="login"><input name="password" type="password"><button type="submit">Sign in</button>`,
  );

const consent = page(
  "Let it in?",
  `<button type="submit" name="answer" value="yes">Yes</button><button type="submit" name="answer" value="no">No</button>`,
);

/** Everything that the app has asked for. */
const grantOf = async (provider, { params, session, grantId }) => {
  const known = grantId && (await provider.Grant.find(grantId));
  const grant = known || new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return grant.save();
};

export const interact = async (provider, people, request, response, body) => {
  const details = await provider.interactionDetails(request, response);
  const show = (text) => response.setHeader("content-type", "text/html; charset=utf-8").end(text);
  const finish = (result) => provider.interactionFinished(request, response, result);
  const asksWho = details.prompt.name === "login";
  if (request.method !== "POST") return show(asksWho ? login("") : consent);
  const entered = new URLSearchParams(await body(request));
  if (asksWho) {
    const name = entered.get("login");
    const isRight = Object.hasOwn(people, name) && people[name].password === entered.get("password");
    return isRight ? finish({ login: { accountId: name } }) : show(login("Wrong name or password."));
  }
  if (entered.get("answer") !== "yes") {
    return finish({ error: "access_denied", error_description: "The person has said no." });
  }
  return finish({ consent: { grantId: await grantOf(provider, details) } });
};
