"""fastapi-users with an opaque token in a cookie, which the server looks up: signing out ends it."""

import sys
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone

import uvicorn
from fastapi import Depends, FastAPI
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin
from fastapi_users.authentication import AuthenticationBackend, CookieTransport
from fastapi_users.authentication.strategy.db import DatabaseStrategy
from fastapi_users.db import BaseUserDatabase
from fastapi_users.password import PasswordHelper
from fastapi_users.schemas import BaseUser, BaseUserUpdate


@dataclass
class Person:
    email: str
    hashed_password: str
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    is_active: bool = True
    is_superuser: bool = False
    is_verified: bool = False


class People(BaseUserDatabase[Person, uuid.UUID]):
    """The two that there are. Nobody signs up, and nothing is kept."""

    def __init__(self):
        hashed = PasswordHelper().hash
        people = [
            Person("ann@example.org", hashed("ann-pw-1"), is_superuser=True, is_verified=True),
            Person("tom@example.org", hashed("tom-pw-1")),
        ]
        self.by_id = {person.id: person for person in people}
        self.by_email = {person.email: person for person in people}

    async def get(self, id):
        return self.by_id.get(id)

    async def get_by_email(self, email):
        return self.by_email.get(email)


class PersonManager(UUIDIDMixin, BaseUserManager[Person, uuid.UUID]):
    pass


@dataclass
class Token:
    token: str
    user_id: uuid.UUID
    created_at: datetime = field(default_factory=lambda: datetime.now(timezone.utc))


class Tokens:
    def __init__(self):
        self.all = {}

    async def get_by_token(self, token, max_age=None):
        found = self.all.get(token)
        return None if found and max_age and found.created_at < max_age else found

    async def create(self, create_dict):
        token = Token(**create_dict)
        self.all[token.token] = token
        return token

    async def delete(self, access_token):
        del self.all[access_token.token]


people = People()
tokens = Tokens()
backend = AuthenticationBackend(
    "cookie",
    CookieTransport(cookie_max_age=4, cookie_secure=False),
    lambda: DatabaseStrategy(tokens, lifetime_seconds=4),
)
users = FastAPIUsers(lambda: PersonManager(people), [backend])
signed_in = Depends(users.current_user(active=True))
superuser = Depends(users.current_user(active=True, superuser=True))

app = FastAPI()
app.include_router(users.get_auth_router(backend), prefix="/auth/cookie")
app.include_router(users.get_users_router(BaseUser[uuid.UUID], BaseUserUpdate), prefix="/users")
items = ["first item", "second item"]


@app.get("/items", dependencies=[signed_in])
async def list_items():
    return items


@app.post("/items", dependencies=[signed_in])
async def add_item(item: dict[str, str]):
    items.append(item["title"])
    return items


@app.get("/admin", dependencies=[superuser])
async def admin():
    return ["for superusers only"]


@app.get("/news")
async def news():
    return ["news for everybody"]


@app.post("/control/end")
async def end():
    tokens.all.clear()


@app.get("/control/ready")
async def ready():
    return "ready"


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]))
