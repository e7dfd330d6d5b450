"""django-allauth, headless: a session token in a header, handed out from the first half of the sign-in on, and TOTP."""

import sys
import time
from pathlib import Path

from django.conf import settings

PORT, DATA = sys.argv[1], Path(sys.argv[2])
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

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
        "rest_framework",
        "allauth",
        "allauth.account",
        "allauth.mfa",
        "allauth.headless",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    USE_TZ=True,
    SESSION_COOKIE_AGE=6,
    HEADLESS_ONLY=True,
    HEADLESS_CLIENTS=["app"],
    MFA_TOTP_PERIOD=3,
    MFA_TOTP_TOLERANCE=1,
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "allauth.headless.contrib.rest_framework.authentication.XSessionTokenAuthentication"
        ],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
)


def main():
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for name in ["ann", "tom"]:
        user = User.objects.create_user(name, f"{name}@example.org", f"{name}-pw-1")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, TOTP_SECRET)
    call_command("runserver", f"127.0.0.1:{PORT}", use_reloader=False, verbosity=0)


def urls():
    from allauth.mfa.totp.internal import auth
    from django.contrib.sessions.models import Session
    from django.http import HttpResponse
    from django.urls import include, path
    from django.views.decorators.csrf import csrf_exempt
    from rest_framework.decorators import api_view, permission_classes
    from rest_framework.exceptions import PermissionDenied
    from rest_framework.permissions import AllowAny
    from rest_framework.response import Response

    items = ["first item", "second item"]

    @api_view(["GET", "POST"])
    def list_items(request):
        if request.method == "POST":
            items.append(str(request.data["title"]))
        return Response(items)

    @api_view(["GET"])
    def staff(request):
        if not request.user.is_staff:
            raise PermissionDenied()
        return Response(["for staff only"])

    @api_view(["GET"])
    @permission_classes([AllowAny])
    def news(request):
        return Response(["news for everybody"])

    @csrf_exempt
    def end(request):
        Session.objects.all().delete()
        return HttpResponse()

    def code(request):
        counter = int(time.time()) // settings.MFA_TOTP_PERIOD
        return HttpResponse(auth.format_hotp_value(auth.hotp_value(TOTP_SECRET, counter)))

    return [
        path("_allauth/", include("allauth.headless.urls")),
        path("items/", list_items),
        path("staff/", staff),
        path("news/", news),
        path("control/code", code),
        path("control/end", end),
        path("control/ready", lambda request: HttpResponse()),
    ]


import django  # noqa: E402  Django wants its settings first.

# Under its own name, so that what Django imports by name is this module and not a second one.
sys.modules[Path(__file__).stem] = sys.modules[__name__]
django.setup()
urlpatterns = urls()

if __name__ == "__main__":
    main()
