"""Flask-JWT-Extended with tokens in cookies, each guarded by a CSRF value of its own in one more cookie."""

import sys
from datetime import timedelta

from flask import Flask, jsonify, request
from flask_jwt_extended import (
    JWTManager,
    create_access_token,
    create_refresh_token,
    current_user,
    jwt_required,
    set_access_cookies,
    set_refresh_cookies,
    unset_jwt_cookies,
)

PEOPLE = {
    "ann": {"id": 1, "username": "ann", "password": "ann-pw-1", "email": "ann@example.org", "roles": ["admin", "user"]},
    "tom": {"id": 2, "username": "tom", "password": "tom-pw-1", "email": "tom@example.org", "roles": ["user"]},
}

app = Flask(__name__)
app.config.update(
    JWT_SECRET_KEY="of-an-app-that-lives-for-a-minute-and-on-loopback",
    JWT_TOKEN_LOCATION=["cookies"],
    JWT_REFRESH_COOKIE_PATH="/refresh",
    JWT_ACCESS_TOKEN_EXPIRES=timedelta(seconds=3),
    JWT_REFRESH_TOKEN_EXPIRES=timedelta(seconds=90),
)
jwt = JWTManager(app)
# Tokens of an earlier generation are revoked.
generation = 1
refreshed = 0
items = ["first item", "second item"]


@jwt.additional_claims_loader
def claims(_identity):
    return {"generation": generation}


@jwt.token_in_blocklist_loader
def is_revoked(_header, payload):
    return payload["generation"] < generation


@jwt.user_lookup_loader
def person(_header, payload):
    return PEOPLE.get(payload["sub"])


def shown(person):
    return {field: person[field] for field in ("id", "username", "email", "roles")}


@app.post("/login")
def login():
    asked = request.get_json()
    found = PEOPLE.get(asked.get("username"))
    if not found or found["password"] != asked.get("password"):
        return jsonify(msg="Bad username or password"), 401
    answer = jsonify(user=shown(found))
    set_access_cookies(answer, create_access_token(found["username"]))
    set_refresh_cookies(answer, create_refresh_token(found["username"]))
    return answer


@app.post("/refresh")
@jwt_required(refresh=True)
def refresh():
    global refreshed
    refreshed += 1
    answer = jsonify(msg="refreshed")
    set_access_cookies(answer, create_access_token(current_user["username"]))
    return answer


@app.post("/logout")
def logout():
    """As the library's documentation has it: the cookies go, and the tokens in them stay good."""
    answer = jsonify(msg="logout successful")
    unset_jwt_cookies(answer)
    return answer


@app.route("/items", methods=["GET", "POST"])
@jwt_required()
def list_items():
    if request.method == "POST":
        items.append(str(request.get_json()["title"]))
    return jsonify(items)


@app.get("/admin")
@jwt_required()
def admin():
    if "admin" not in current_user["roles"]:
        return jsonify(msg="Admins only!"), 403
    return jsonify(["for admins only"])


@app.get("/news")
def news():
    return jsonify(["news for everybody"])


@app.post("/control/end")
def end():
    global generation
    generation += 1
    return ""


@app.get("/control/refreshes")
def refreshes():
    return str(refreshed)


app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
