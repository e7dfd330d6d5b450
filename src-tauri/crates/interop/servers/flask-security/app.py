"""Flask-Security: a session cookie that every answer extends, a remember cookie that opens a new session, CSRF, and a
code by e-mail as second step."""

import secrets
import sys
from datetime import timedelta
from pathlib import Path

from flask import Flask, jsonify, request, session
from flask_login import user_loaded_from_cookie
from flask_security import (
    MailUtil,
    Security,
    SQLAlchemyUserDatastore,
    auth_required,
    current_user,
    hash_password,
    roles_required,
    tf_security_token_sent,
)
from flask_security.models import fsqla_v3
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

PORT, DATA = sys.argv[1], Path(sys.argv[2])

app = Flask(__name__)
app.config.update(
    SECRET_KEY=secrets.token_hex(),
    PERMANENT_SESSION_LIFETIME=timedelta(seconds=3),
    REMEMBER_COOKIE_DURATION=timedelta(seconds=90),
    SQLALCHEMY_DATABASE_URI=f"sqlite:///{DATA}/db.sqlite3",
    SECURITY_PASSWORD_SALT=secrets.token_hex(),
    SECURITY_PASSWORD_HASH="pbkdf2_sha256",
    SECURITY_API_ENABLED_METHODS=["session"],
    SECURITY_TWO_FACTOR=True,
    SECURITY_TWO_FACTOR_ENABLED_METHODS=["email"],
    SECURITY_TWO_FACTOR_ALWAYS_VALIDATE=True,
    SECURITY_TOTP_SECRETS={1: secrets.token_hex()},
    SECURITY_TOTP_ISSUER="interop",
    WTF_CSRF_CHECK_DEFAULT=False,
)
CSRFProtect(app)
db = SQLAlchemy(app)
fsqla_v3.FsModels.set_db_info(db)
codes = {}
refreshed = 0
items = ["first item", "second item"]


class Role(db.Model, fsqla_v3.FsRoleMixin):
    pass


class User(db.Model, fsqla_v3.FsUserMixin):
    pass


class NoMail(MailUtil):
    """What is in the mail, `note_code` hears as well."""

    def send_mail(self, *_args, **_kwargs):
        pass


store = SQLAlchemyUserDatastore(db, User, Role)
security = Security(app, store, mail_util_cls=NoMail)


@app.before_request
def keep_session():
    session.permanent = True


@tf_security_token_sent.connect_via(app)
def note_code(_app, user, token, **_more):
    codes[user.email] = token


@user_loaded_from_cookie.connect_via(app)
def count(_app, **_more):
    global refreshed
    refreshed += 1


@app.get("/me")
@auth_required("session")
def me():
    roles = [role.name for role in current_user.roles]
    return jsonify(id=current_user.id, email=current_user.email, roles=roles)


@app.route("/items", methods=["GET", "POST"])
@auth_required("session")
def list_items():
    if request.method == "POST":
        items.append(str(request.get_json()["title"]))
    return jsonify(items)


@app.get("/admin")
@auth_required("session")
@roles_required("admin")
def admin():
    return jsonify(["for admins only"])


@app.get("/news")
def news():
    return jsonify(["news for everybody"])


@app.post("/control/end")
def end():
    """Another name inside the cookies for everybody: those that are out there are nobody's."""
    for user in User.query.all():
        store.set_uniquifier(user)
    store.commit()
    return ""


@app.get("/control/refreshes")
def refreshes():
    return str(refreshed)


@app.get("/control/code")
def code():
    return codes.get(request.args["of"], "")


with app.app_context():
    db.create_all()
    admin_role = store.create_role(name="admin")
    store.create_user(email="ann@example.org", password=hash_password("ann-pw-1"), roles=[admin_role])
    tom = store.create_user(email="tom@example.org", password=hash_password("tom-pw-1"))
    store.tf_set(tom, "email", totp_secret=security.totp_factory.generate_totp_secret())
    store.commit()

app.run("127.0.0.1", int(PORT), threaded=True)
