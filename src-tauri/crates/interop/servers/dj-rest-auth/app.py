"""dj-rest-auth: access and refresh token in cookies, which Django's CSRF guards."""

import sys
from datetime import timedelta
from pathlib import Path

from django.conf import settings

PORT, DATA = sys.argv[1], Path(sys.argv[2])

settings.configure(
    SECRET_KEY="of-an-app-that-lives-for-a-minute-and-on-loopback",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "db.sqlite3"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "rest_framework",
        "rest_framework_simplejwt.token_blacklist",
        "dj_rest_auth",
    ],
    MIDDLEWARE=[f"{__name__}.count", "django.middleware.csrf.CsrfViewMiddleware"],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    USE_TZ=True,
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["dj_rest_auth.jwt_auth.JWTCookieAuthentication"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
    REST_AUTH={
        "USE_JWT": True,
        "TOKEN_MODEL": None,
        "SESSION_LOGIN": False,
        "JWT_AUTH_HTTPONLY": True,
        "JWT_AUTH_COOKIE": "access",
        "JWT_AUTH_REFRESH_COOKIE": "refresh",
        "JWT_AUTH_COOKIE_USE_CSRF": True,
        "JWT_AUTH_COOKIE_ENFORCE_CSRF_ON_UNAUTHENTICATED": True,
    },
    SIMPLE_JWT={
        "ACCESS_TOKEN_LIFETIME": timedelta(seconds=3),
        "REFRESH_TOKEN_LIFETIME": timedelta(seconds=90),
        "ROTATE_REFRESH_TOKENS": True,
        "BLACKLIST_AFTER_ROTATION": True,
    },
)

refreshed = 0


def count(get_response):
    def middleware(request):
        global refreshed
        response = get_response(request)
        refreshed += request.path == "/auth/token/refresh/" and response.status_code == 200
        return response

    return middleware


def main():
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    User.objects.create_user("ann", "ann@example.org", "ann-pw-1", is_staff=True)
    User.objects.create_user("tom", "tom@example.org", "tom-pw-1")
    call_command("runserver", f"127.0.0.1:{PORT}", use_reloader=False, verbosity=0)


def urls():
    from dj_rest_auth.jwt_auth import get_refresh_view
    from dj_rest_auth.views import LoginView, LogoutView, UserDetailsView
    from django.http import HttpResponse
    from django.middleware.csrf import get_token
    from django.urls import path
    from django.views.decorators.csrf import csrf_exempt
    from rest_framework.decorators import api_view, permission_classes
    from rest_framework.permissions import AllowAny, IsAdminUser
    from rest_framework.response import Response
    from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

    items = ["first item", "second item"]

    @api_view(["GET", "POST"])
    def list_items(request):
        if request.method == "POST":
            items.append(str(request.data["title"]))
        return Response(items)

    @api_view(["GET"])
    @permission_classes([IsAdminUser])
    def admin(request):
        return Response(["for staff only"])

    @api_view(["GET"])
    @permission_classes([AllowAny])
    def news(request):
        return Response(["news for everybody"])

    def csrf(request):
        """Has the middleware's cookie set, as an app without Django's own pages must."""
        get_token(request)
        return HttpResponse(status=204)

    @csrf_exempt
    def end(request):
        for token in OutstandingToken.objects.all():
            BlacklistedToken.objects.get_or_create(token=token)
        return HttpResponse()

    return [
        path("csrf/", csrf),
        path("auth/login/", LoginView.as_view()),
        path("auth/logout/", LogoutView.as_view()),
        path("auth/user/", UserDetailsView.as_view()),
        path("auth/token/refresh/", get_refresh_view().as_view()),
        path("items/", list_items),
        path("admin/", admin),
        path("news/", news),
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
