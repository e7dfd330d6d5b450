"""fastapi-users with a JWT as bearer token: it is good to its end, and nothing refreshes it."""

import secrets
import sys
import uuid
from dataclasses import dataclass, field

import uvicorn
from fastapi import Depends, FastAPI
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin
from fastapi_users.authentication import AuthenticationBackend, BearerTransport, JWTStrategy
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


people = People()
key = secrets.token_hex()
backend = AuthenticationBackend(
    "jwt", BearerTransport("auth/jwt/login"), lambda: JWTStrategy(key, lifetime_seconds=4)
)
users = FastAPIUsers(lambda: PersonManager(people), [backend])
signed_in = Depends(users.current_user(active=True))
superuser = Depends(users.current_user(active=True, superuser=True))

app = FastAPI()
app.include_router(users.get_auth_router(backend), prefix="/auth/jwt")
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
    """Another key: no token is good any more."""
    global key
    key = secrets.token_hex()


@app.get("/control/ready")
async def ready():
    return "ready"


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]))
