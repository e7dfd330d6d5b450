"""Flask-Login with "remember me" and Flask-WTF: a site for people, whose session is a signed cookie that dies after seconds.
The remember cookie brings another. A wrong password is the form again, with 200; whoever is not signed in is led to the form."""

import secrets
import sys
from datetime import timedelta

from flask import Flask, flash, jsonify, redirect, render_template_string, request, url_for
from flask_login import (
    LoginManager,
    UserMixin,
    current_user,
    login_required,
    login_user,
    logout_user,
    user_loaded_from_cookie,
)
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import DataRequired

app = Flask(__name__)
app.config.update(
    SECRET_KEY=secrets.token_hex(32),
    PERMANENT_SESSION_LIFETIME=timedelta(seconds=3),
    REMEMBER_COOKIE_DURATION=timedelta(seconds=120),
    REMEMBER_COOKIE_HTTPONLY=True,
)
csrf = CSRFProtect(app)
logins = LoginManager(app)
logins.login_view = "login"


class Person(UserMixin):
    """With an alternative id, as the library's documentation has it: a new one ends every session."""

    def __init__(self, name, password, admin):
        self.name, self.password, self.admin = name, password, admin
        self.token = secrets.token_hex(8)

    def get_id(self):
        return self.token


people = {"ann": Person("ann", "ann-pw-1", True), "tom": Person("tom", "tom-pw-1", False)}
items = ["first item", "second item"]
remembered = 0


@logins.user_loader
def load(token):
    return next((person for person in people.values() if person.token == token), None)


@user_loaded_from_cookie.connect_via(app)
def count(*_, **__):
    global remembered
    remembered += 1


class LoginForm(FlaskForm):
    username = StringField(validators=[DataRequired()])
    password = PasswordField(validators=[DataRequired()])
    remember = BooleanField()


LOGIN = """<!doctype html><title>Log in</title>
{% for message in get_flashed_messages() %}<p class="flash">{{ message }}</p>{% endfor %}
<form method="post">{{ form.hidden_tag() }}{{ form.username }}{{ form.password }}{{ form.remember }}<button>Log in</button></form>"""

PAGE = """<!doctype html><meta name="csrf-token" content="{{ csrf_token() }}"><title>Items</title>
<ul>{% for item in items %}<li>{{ item }}</li>{% endfor %}</ul>"""


@app.route("/login", methods=["GET", "POST"])
def login():
    form = LoginForm()
    if form.validate_on_submit():
        person = people.get(form.username.data)
        if person and person.password == form.password.data:
            login_user(person, remember=form.remember.data)
            return redirect(url_for("home"))
        flash("Wrong name or password.")
    return render_template_string(LOGIN, form=form)


@app.post("/logout")
@login_required
def logout():
    logout_user()
    return redirect(url_for("login"))


@app.get("/")
@login_required
def home():
    return render_template_string(PAGE, items=items)


@app.get("/whoami")
@login_required
def whoami():
    return jsonify(name=current_user.name, admin=current_user.admin)


@app.route("/items", methods=["GET", "POST"])
@login_required
def list_items():
    if request.method == "POST":
        items.append(str(request.get_json()["title"]))
    return jsonify(items)


@app.get("/news")
def news():
    return jsonify(["news for everybody"])


@app.post("/control/end")
@csrf.exempt
def end():
    for person in people.values():
        person.token = secrets.token_hex(8)
    return "", 204


@app.get("/control/refreshes")
def refreshes():
    return str(remembered)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]))
