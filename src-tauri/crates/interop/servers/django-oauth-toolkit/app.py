"""django-oauth-toolkit as an OpenID provider below `/o/`: Django's own login form with its CSRF token, a page of consent,
refresh tokens that are good once, and of which one that comes twice ends the session."""

import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

PORT, DATA = sys.argv[1], Path(sys.argv[2])

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)

LOGIN = """<!doctype html><html lang="en"><title>Log in</title>
<form method="post">{% csrf_token %}{{ form.as_p }}<button type="submit">Log in</button></form></html>"""

settings.configure(
    SECRET_KEY="of-an-app-that-lives-for-a-minute-and-on-loopback",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "db.sqlite3"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        f"{__name__}.count",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "loaders": [
                    ("django.template.loaders.locmem.Loader", {"registration/login.html": LOGIN}),
                    "django.template.loaders.app_directories.Loader",
                ],
            },
        }
    ],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    LOGIN_URL="/login/",
    STATIC_URL="/static/",
    USE_TZ=True,
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": KEY.decode(),
        "OAUTH2_VALIDATOR_CLASS": "claims.Claims",
        "SCOPES": {"openid": "Who you are", "profile": "Your name", "email": "Your address", "offline_access": "Later"},
        "ACCESS_TOKEN_EXPIRE_SECONDS": 5,
        "REFRESH_TOKEN_EXPIRE_SECONDS": 90,
        "ROTATE_REFRESH_TOKEN": True,
        "REFRESH_TOKEN_REUSE_PROTECTION": True,
        "PKCE_REQUIRED": True,
    },
)

refreshed = 0


def count(get_response):
    def middleware(request):
        global refreshed
        response = get_response(request)
        is_refresh = request.path == "/o/token/" and request.POST.get("grant_type") == "refresh_token"
        refreshed += is_refresh and response.status_code == 200
        return response

    return middleware


def main():
    from django.contrib.auth.models import Group, User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    ann = User.objects.create_user("ann", "ann@example.org", "ann-pw-1")
    ann.groups.add(Group.objects.create(name="editors"))
    User.objects.create_user("tom", "tom@example.org", "tom-pw-1")
    Application.objects.create(
        name="Desktop",
        client_id="desktop",
        client_type=Application.CLIENT_PUBLIC,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris="http://127.0.0.1/",  # with any port (RFC 8252 section 7.3)
        algorithm=Application.RS256_ALGORITHM,
    )
    call_command("runserver", f"127.0.0.1:{PORT}", use_reloader=False, verbosity=0)


def urls():
    import json

    from django.contrib.auth.views import LoginView
    from django.http import HttpResponse, JsonResponse
    from django.urls import include, path
    from django.utils import timezone
    from django.views.decorators.csrf import csrf_exempt
    from oauth2_provider.decorators import protected_resource
    from oauth2_provider.models import AccessToken, RefreshToken
    from oauth2_provider.urls import metadata_urlpatterns

    items = ["first item", "second item"]

    @csrf_exempt
    @protected_resource(advertise_metadata=True)
    def list_items(request):
        if request.method == "POST":
            items.append(str(json.loads(request.body)["title"]))
        return JsonResponse(items, safe=False)

    @csrf_exempt
    def end(request):
        RefreshToken.objects.filter(revoked__isnull=True).update(revoked=timezone.now(), access_token=None)
        AccessToken.objects.all().delete()
        return HttpResponse()

    return [
        path("login/", LoginView.as_view()),
        path("", include(metadata_urlpatterns)),  # RFC 8414 has it before the path of the issuer
        path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
        path("items/", list_items),
        path("control/end", end),
        path("control/refreshes", lambda request: HttpResponse(str(refreshed))),
    ]


import django  # noqa: E402  Django wants its settings first.

# Under its own name, so that what Django imports by name is this module and not a second one.
sys.modules[Path(__file__).stem] = sys.modules[__name__]
django.setup()
urlpatterns = urls()

if __name__ == "__main__":
    main()
