"""A project with django-wiki as its documentation sets it up; run in an environment of its own.

`python -m peer` makes the database, an administrator and the first article, and prints the
session of the administrator. `peer:application` is what a server serves.
"""

import secrets
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

HERE = Path(__file__).parent
KEY = HERE / "key"
if not KEY.exists():
    KEY.write_text(secrets.token_hex(32))

settings.configure(
    SECRET_KEY=KEY.read_text(),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": HERE / "wiki.sqlite"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[
        "django.contrib.humanize", "django.contrib.auth", "django.contrib.contenttypes",
        "django.contrib.sessions", "django.contrib.sites", "django.contrib.messages",
        "django.contrib.admin", "django.contrib.staticfiles", "django_nyt", "mptt", "sekizai",
        "sorl.thumbnail", "wiki", "wiki.plugins.attachments", "wiki.plugins.notifications",
        "wiki.plugins.images", "wiki.plugins.macros",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.contrib.auth.context_processors.auth",
                    "django.template.context_processors.debug",
                    "django.template.context_processors.i18n",
                    "django.template.context_processors.request",
                    "django.template.context_processors.tz",
                    "django.contrib.messages.context_processors.messages",
                    "sekizai.context_processors.sekizai",
                ]
            },
        }
    ],
    STATIC_URL="/static/",
    MEDIA_ROOT=str(HERE / "media"),
    SITE_ID=1,
    USE_TZ=True,
)  # fmt: skip
django.setup()

# Only now: models need the settings.
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from wiki.models import URLPath  # noqa: E402

urlpatterns = [
    path("notifications/", include("django_nyt.urls")),
    path("", include("wiki.urls")),
]
application = get_wsgi_application()


def main() -> None:
    """Make the database, the administrator, their session and the first article."""
    call_command("migrate", verbosity=0)
    person = User.objects.create_superuser("bench", "bench@demo.example", secrets.token_hex(16))
    URLPath.create_root(title="Review", content="Nothing yet.")
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    print(store.session_key)


if __name__ == "__main__":
    main()
