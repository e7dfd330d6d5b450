"""Piccolo API's sessions behind Starlette: an opaque cookie, a CSRF token in another, refusals as plain text with 400, and a
code that is wanted together with name and password."""

import asyncio
import secrets
import sys
from datetime import timedelta
from pathlib import Path

import uvicorn
from piccolo.apps.user.tables import BaseUser
from piccolo.engine.sqlite import SQLiteEngine
from piccolo_api.csrf.middleware import CSRFMiddleware
from piccolo_api.mfa.provider import MFAProvider
from piccolo_api.session_auth.endpoints import session_login, session_logout
from piccolo_api.session_auth.middleware import SessionsAuthBackend
from piccolo_api.session_auth.tables import SessionsBase
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

PORT, DATA = int(sys.argv[1]), Path(sys.argv[2])

for table in (BaseUser, SessionsBase):
    table._meta._db = SQLiteEngine(path=str(DATA / "db.sqlite3"))
items = ["first item", "second item"]
codes = {}


class CodeByPost(MFAProvider):
    """Tom's codes go out by post, which is read at a control route."""

    async def is_user_enrolled(self, user):
        return user.username == "tom"

    async def send_code(self, user):
        codes[user.username] = f"{secrets.randbelow(1000000):06}"
        return True

    async def authenticate_user(self, user, code):
        return secrets.compare_digest(codes.pop(user.username, ""), code)

    async def get_registration_html(self, user):
        raise NotImplementedError

    async def get_registration_json(self, user):
        raise NotImplementedError

    async def delete_registration(self, user):
        raise NotImplementedError



async def fill():
    await BaseUser.create_table(if_not_exists=True)
    await SessionsBase.create_table(if_not_exists=True)
    await BaseUser.create_user("ann", "ann-pw-1", email="ann@example.org", active=True, admin=True)
    await BaseUser.create_user("tom", "tom-pw-1", email="tom@example.org", active=True)


async def me(request):
    user = request.user.user
    return JSONResponse({"id": user.id, "username": user.username, "email": user.email, "admin": user.admin})


async def list_items(request):
    if request.method == "POST":
        items.append(str((await request.json())["title"]))
    return JSONResponse(items)


async def news(request):
    return JSONResponse(["news for everybody"])


async def end(request):
    await SessionsBase.delete(force=True)
    return Response(status_code=204)


private = Starlette(
    routes=[Route("/me/", me), Route("/items/", list_items, methods=["GET", "POST"])],
    middleware=[Middleware(AuthenticationMiddleware, backend=SessionsAuthBackend(admin_only=False))],
)
site = Starlette(
    routes=[
        Route("/login/", session_login(session_expiry=timedelta(seconds=4), max_session_expiry=timedelta(seconds=60), mfa_providers=[CodeByPost(name="post")])),
        Route("/logout/", session_logout()),
        Route("/news/", news),
        Mount("/private", private),
    ],
    middleware=[Middleware(CSRFMiddleware, allow_form_param=True)],
)
app = Starlette(
    routes=[
        Route("/control/end", end, methods=["POST"]),
        Route("/control/code", lambda request: PlainTextResponse(codes.get("tom", ""))),
        Route("/control/ready", lambda request: PlainTextResponse("")),
        Mount("/", site),
    ]
)

if __name__ == "__main__":
    asyncio.run(fill())
    uvicorn.run(app, host="127.0.0.1", port=PORT, access_log=True)
