"""Django REST framework with simplejwt: refresh tokens are used once, and blacklisted by use and by sign-out."""

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
    ],
    MIDDLEWARE=[f"{__name__}.count"],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    USE_TZ=True,
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
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
        refreshed += request.path == "/api/token/refresh/" and response.status_code == 200
        return response

    return middleware


def main():
    from django.contrib.auth.models import Group, User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    ann = User.objects.create_user("ann", "ann@example.org", "ann-pw-1")
    ann.groups.add(Group.objects.create(name="editors"))
    User.objects.create_user("tom", "tom@example.org", "tom-pw-1")
    call_command("runserver", f"127.0.0.1:{PORT}", use_reloader=False, verbosity=0)


def urls():
    from django.http import HttpResponse
    from django.urls import path
    from rest_framework.decorators import api_view, permission_classes
    from rest_framework.exceptions import PermissionDenied
    from rest_framework.permissions import AllowAny
    from rest_framework.response import Response
    from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
    from rest_framework_simplejwt.views import TokenBlacklistView, TokenObtainPairView, TokenRefreshView

    items = ["first item", "second item"]

    @api_view(["GET", "POST"])
    def list_items(request):
        if request.method == "POST":
            items.append(str(request.data["title"]))
        return Response(items)

    @api_view(["GET"])
    def editors(request):
        if not request.user.groups.filter(name="editors").exists():
            raise PermissionDenied()
        return Response(["for editors only"])

    @api_view(["GET"])
    def me(request):
        user = request.user
        groups = [{"name": group.name} for group in user.groups.all()]
        return Response({"id": user.pk, "username": user.username, "email": user.email, "groups": groups})

    @api_view(["GET"])
    @permission_classes([AllowAny])
    def news(request):
        return Response(["news for everybody"])

    def end(request):
        for token in OutstandingToken.objects.all():
            BlacklistedToken.objects.get_or_create(token=token)
        return HttpResponse()

    return [
        path("api/token/", TokenObtainPairView.as_view()),
        path("api/token/refresh/", TokenRefreshView.as_view()),
        path("api/token/blacklist/", TokenBlacklistView.as_view()),
        path("me/", me),
        path("items/", list_items),
        path("editors/", editors),
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
