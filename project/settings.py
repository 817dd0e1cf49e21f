"""What differs between installations comes from the environment; README.md lists the variables."""

import sys
from datetime import timedelta
from pathlib import Path

from corsheaders.defaults import default_headers
from csp.constants import NONE, SELF
from whitenoise.compress import Compressor

from project.applications import INSTALLED_APPS, MIDDLEWARE  # noqa: F401
from project.caches import outliving
from project.databases import copied, kept_open
from project.environment import Environment
from project.logs import logging_to_console
from project.secrets import kept_secret
from project.storages import bucket

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
TESTING = "pytest" in sys.modules

env = Environment()

# --- safety
DEBUG = env.bool("DEBUG", default=False)
# A demonstration keeps a secret of its own; anything else must be given one, or does not start.
SECRET_KEY = (
    kept_secret(VAR_DIR / "secret-key") if (DEBUG or TESTING) and "SECRET_KEY" not in env else env("SECRET_KEY")
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
API_ADDRESSES = r"/(contacts(/|$)|api/|oauth2/token$|admin/oauth/token(\.json)?$)"
CORS_URLS_REGEX = API_ADDRESSES
CORS_ALLOW_HEADERS = [*default_headers, "idempotency-key", "if-match", "if-none-match", "x-request-id"]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Idempotent-Replayed", "Link", "Location"),
    *("RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id"),
]

HTTPS_ONLY = env.bool("HTTPS_ONLY", default=not (DEBUG or TESTING))
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS_ONLY else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS_ONLY
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- application
ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "contacts.pages.frame.frame",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- data
DATABASES = {"default": kept_open(env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'contacts.sqlite3'}"))}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=None)
# A copy of it, a moment behind, from which programs read.
if "REPLICA_DATABASE_URL" in env:
    DATABASES["replica"] = copied(kept_open(env.db("REPLICA_DATABASE_URL")))
    DATABASES["replica"]["CONN_MAX_AGE"] = DATABASES["default"]["CONN_MAX_AGE"]
    DATABASE_ROUTERS = ["contacts.replica.ReplicaRouter"]

# Room for the counts of many callers: the memory of a process holds 300 entries unless told otherwise.
CACHES = {"default": outliving(env.cache("CACHE_URL", default="locmemcache://?max_entries=100000"))}
# Pictures lie in a folder, or in a bucket that all machines reach; its keys come from AWS_ACCESS_KEY_ID and so on.
CONTENT_STORAGE = (
    bucket(env("CONTENT_BUCKET"), env("CONTENT_ENDPOINT", default=None), env("CONTENT_HOST", default=None))
    if "CONTENT_BUCKET" in env
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
)
STORAGES = {
    "default": CONTENT_STORAGE,
    # Files on their way in. They are nobody's to read but the store's.
    "uploads": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env("UPLOADS_DIR", default=str(VAR_DIR / "uploads")), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_DIR", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
# Each file is kept once, under the name that tells its content; maps for debuggers are not worth packing.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
# Pictures: `~/content/…` in the API is /content/… here.
MEDIA_URL = "/content/"
MEDIA_ROOT = Path(env("CONTENT_DIR", default=str(VAR_DIR / "content")))

# --- people
AUTH_USER_MODEL = "contacts.StaffMember"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Failures are counted for an address of a login from one machine; it is let in again by itself.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_USERNAME_CALLABLE = "contacts.models.staff.login_name_of"
AXES_CLIENT_IP_CALLABLE = "contacts.pages.entry.callers.address_of"
AXES_LOCKOUT_CALLABLE = "contacts.pages.entry.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
# Who goes on trying meanwhile does not wait any longer for it: the page says for how long.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "staff:sign-in"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "staff:dashboard"
# For how many seconds the link of a mail sets a password.
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
CSRF_FAILURE_VIEW = "contacts.pages.errors.foreign_form"
# Whether everybody who works here must sign in with a second factor.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False)
OTP_TOTP_ISSUER = "Contacts"
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("FROM_EMAIL", default="contacts@localhost")

# --- language and time
LANGUAGE_CODE = env("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "contacts" / "locale"]
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="Europe/London")

# --- the two APIs
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["contacts.dialects.json.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["contacts.dialects.json.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    # Whose word is taken for the address of a caller: the proxy's, which comes last, or nobody's.
    "NUM_PROXIES": int(BEHIND_PROXY),
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    # Each API has a document of its own, which its tests check; of all addresses together there is none.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
}
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=1200)
HQ_EMAIL = env("HQ_EMAIL", default="hq@example.com")
HQ_COMPANY = env("HQ_COMPANY", default="Headquarters")
TAGGIT_CASE_INSENSITIVE = False

# --- background work: its queue lies in the same database
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# For how many days a deleted contact can be had back from the trash, and an imported file is kept.
TRASH_DAYS = env.int("TRASH_DAYS", default=30)
# How large a file may be that comes in by page.
IMPORT_MAX_MEGABYTES = env.int("IMPORT_MAX_MEGABYTES", default=50)
# From how many contacts on who takes them along says why.
EXPORT_REASON_FROM = env.int("EXPORT_REASON_FROM", default=1000)

# --- logs
LOGGING = logging_to_console(env("LOG_FORMAT", default="plain" if DEBUG else "json"), env("LOG_LEVEL", default="INFO"))
