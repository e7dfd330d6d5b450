"""Django REST framework with knox: one opaque token, kept hashed, that ends at its time or by sign-out."""

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
        "knox",
    ],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    USE_TZ=True,
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["knox.auth.TokenAuthentication"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
    REST_KNOX={
        "TOKEN_TTL": timedelta(seconds=4),
        "USER_SERIALIZER": "knox.serializers.UserSerializer",
    },
)


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
    from knox.models import AuthToken
    from knox.views import LoginView, LogoutView
    from rest_framework.authtoken.serializers import AuthTokenSerializer
    from rest_framework.decorators import api_view, permission_classes
    from rest_framework.exceptions import PermissionDenied
    from rest_framework.permissions import AllowAny
    from rest_framework.response import Response

    items = ["first item", "second item"]

    class SignIn(LoginView):
        """With a password in JSON, as the library's documentation has it; its own way is Basic."""

        permission_classes = [AllowAny]

        def post(self, request, format=None):
            serializer = AuthTokenSerializer(data=request.data)
            serializer.is_valid(raise_exception=True)
            request.user = serializer.validated_data["user"]
            return super().post(request, format=None)

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
        AuthToken.objects.all().delete()
        return HttpResponse()

    return [
        path("auth/login/", SignIn.as_view()),
        path("auth/logout/", LogoutView.as_view()),
        path("me/", me),
        path("items/", list_items),
        path("editors/", editors),
        path("news/", news),
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
