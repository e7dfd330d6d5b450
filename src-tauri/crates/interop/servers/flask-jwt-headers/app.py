"""Flask-JWT-Extended with tokens in headers: the refresh token stays, and is itself a bearer token."""

import secrets
import sys
from datetime import timedelta

from flask import Flask, jsonify, request
from flask_jwt_extended import (
    JWTManager,
    create_access_token,
    create_refresh_token,
    current_user,
    get_jwt,
    jwt_required,
)

PEOPLE = {
    "ann": {"id": 1, "username": "ann", "password": "ann-pw-1", "email": "ann@example.org", "roles": ["admin", "user"]},
    "tom": {"id": 2, "username": "tom", "password": "tom-pw-1", "email": "tom@example.org", "roles": ["user"]},
}

app = Flask(__name__)
app.config.update(
    JWT_SECRET_KEY=secrets.token_hex(),
    JWT_ACCESS_TOKEN_EXPIRES=timedelta(seconds=3),
    JWT_REFRESH_TOKEN_EXPIRES=timedelta(seconds=90),
)
jwt = JWTManager(app)
revoked = set()
refreshed = 0
items = ["first item", "second item"]


@jwt.token_in_blocklist_loader
def is_revoked(_header, payload):
    return payload["jti"] in revoked


@jwt.user_lookup_loader
def person(_header, payload):
    return PEOPLE.get(payload["sub"])


@app.post("/login")
def login():
    asked = request.get_json()
    found = PEOPLE.get(asked.get("username"))
    if not found or found["password"] != asked.get("password"):
        return jsonify(msg="Bad username or password"), 401
    name = found["username"]
    return jsonify(access_token=create_access_token(name), refresh_token=create_refresh_token(name))


@app.post("/refresh")
@jwt_required(refresh=True)
def refresh():
    global refreshed
    refreshed += 1
    return jsonify(access_token=create_access_token(current_user["username"]))


@app.delete("/logout")
@jwt_required(verify_type=False)
def logout():
    """Revokes the token that it is asked with, of either kind."""
    token = get_jwt()
    revoked.add(token["jti"])
    return jsonify(msg=f"{token['type'].capitalize()} token successfully revoked")


@app.get("/who_am_i")
@jwt_required()
def who_am_i():
    return jsonify({field: current_user[field] for field in ("id", "username", "email", "roles")})


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
    """Another key: no token's signature is good any more."""
    app.config["JWT_SECRET_KEY"] = secrets.token_hex()
    return ""


@app.get("/control/refreshes")
def refreshes():
    return str(refreshed)


app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
