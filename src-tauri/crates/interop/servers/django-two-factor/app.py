"""django-two-factor-auth: a sign-in of two forms in a row, the second for a code of the person's device (TOTP).
Django's own sessions and its CSRF token in a cookie; whoever is not signed in is led to the form."""

import sys
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
        "django.contrib.sessions",
        "django.contrib.messages",
        "django_otp",
        "django_otp.plugins.otp_static",
        "django_otp.plugins.otp_totp",
        "two_factor",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django_otp.middleware.OTPMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    SESSION_COOKIE_AGE=5,
    LOGIN_URL="two_factor:login",
    LOGIN_REDIRECT_URL="two_factor:profile",
    LOGOUT_REDIRECT_URL="two_factor:login",
    USE_TZ=True,
)


def main():
    from django.contrib.auth.models import Group, User
    from django.core.management import call_command
    from django_otp.plugins.otp_totp.models import TOTPDevice

    call_command("migrate", verbosity=0)
    ann = User.objects.create_user("ann", "ann@example.org", "ann-pw-1")
    ann.groups.add(Group.objects.create(name="editors"))
    tom = User.objects.create_user("tom", "tom@example.org", "tom-pw-1")
    TOTPDevice.objects.create(user=tom, name="default", step=3)
    call_command("runserver", f"127.0.0.1:{PORT}", use_reloader=False, verbosity=0)


def urls():
    import json
    import time

    from django.contrib.auth.decorators import login_required
    from django.contrib.auth.views import LogoutView
    from django.contrib.sessions.models import Session
    from django.http import HttpResponse, JsonResponse
    from django.urls import include, path
    from django.views.decorators.csrf import csrf_exempt
    from django_otp.oath import TOTP
    from django_otp.plugins.otp_totp.models import TOTPDevice
    from two_factor.urls import urlpatterns as two_factor

    items = ["first item", "second item"]

    @login_required
    def list_items(request):
        if request.method == "POST":
            items.append(str(json.loads(request.body)["title"]))
        return JsonResponse(items, safe=False)

    @login_required
    def me(request):
        user = request.user
        groups = [group.name for group in user.groups.all()]
        return JsonResponse({"id": user.pk, "username": user.username, "email": user.email, "groups": groups})

    def news(request):
        return JsonResponse(["news for everybody"], safe=False)

    @csrf_exempt
    def end(request):
        Session.objects.all().delete()
        return HttpResponse()

    def code(request):
        """What the person's device shows now."""
        device = TOTPDevice.objects.get(user__username=request.GET["of"])
        totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
        totp.time = time.time()
        return HttpResponse(str(totp.token()).zfill(device.digits), content_type="text/plain")

    return [
        path("", include(two_factor)),
        path("account/logout/", LogoutView.as_view(), name="logout"),
        path("me/", me),
        path("items/", list_items),
        path("news/", news),
        path("control/end", end),
        path("control/code", code),
        path("control/ready", lambda request: HttpResponse()),
    ]


import django  # noqa: E402  Django wants its settings first.

# Under its own name, so that what Django imports by name is this module and not a second one.
sys.modules[Path(__file__).stem] = sys.modules[__name__]
django.setup()
urlpatterns = urls()

if __name__ == "__main__":
    main()
