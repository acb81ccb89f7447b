"""Settings every environment shares. What differs by machine comes from the environment or `.env`."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.retry import Retry as SyncRetry

from config import beat
from config.settings import environment
from config.settings.api import *
from config.settings.environment import env
from config.settings.postings import *
from config.settings.unfold import UNFOLD  # noqa: F401 - the admin's looks
from core.embedded import endpoints
from core.origins import bucket_origins

BASE_DIR: Path = environment.BASE_DIR
VAR_DIR = Path(env("CAREER_COPILOT_VAR", default=str(BASE_DIR / "var")))

# --- What this install is ------------------------------------------------------------------------
SECRET_KEY = env("DJANGO_SECRET_KEY", default="") or endpoints.secret(VAR_DIR, "django")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env("SITE_URL", default="http://localhost:8000")
DEMO_LOGIN = env.bool("DEMO_LOGIN", default=False)
LIVE_PORT = env.int("LIVE_PORT", default=8001)
LIVE_SAME_ORIGIN = env.bool("LIVE_SAME_ORIGIN", default=False)

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "django_celery_beat",
    "django_celery_results",
    "core",
    "accounts",
    "resumes",
    "jobs",
    "matching",
    "applications",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.adapters.GuestDoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.csp.PolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.http_errors.DomainErrorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

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
                "core.context.install",
                "accounts.context.shown_link",
                "applications.context.returned_from",
            ],
        },
    },
]

# --- Data ----------------------------------------------------------------------------------------
DATABASES: dict[str, Any] = {
    "default": {
        **env.db_url_config(env("DATABASE_URL", default="") or endpoints.database_url(VAR_DIR)),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
        "ATOMIC_REQUESTS": False,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"]["pool"] = {
    "min_size": env.int("DATABASE_POOL_MIN", default=1),
    "max_size": env.int("DATABASE_POOL_MAX", default=8),
    "timeout": 10,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="") or endpoints.redis_url(VAR_DIR)
CACHE_URL = env("CACHE_URL", default=REDIS_URL)
CHANNEL_URL = env("CHANNEL_URL", default=REDIS_URL)
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "core.cache.ForgivingRedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "cc",
        "TIMEOUT": 300,
        "OPTIONS": {
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
            "retry": SyncRetry(NoBackoff(), 1),
        },
    }
}
CHANNEL_LAYERS: dict[str, Any] = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        # A live hint is worth one try: a page never waits for it.
        "CONFIG": {
            "hosts": [
                {
                    "address": CHANNEL_URL,
                    "socket_connect_timeout": 1,
                    "socket_timeout": 1,
                    "retry": Retry(NoBackoff(), 1),
                }
            ],
            "prefix": "cc-live",
        },
    }
}

# --- Files ---------------------------------------------------------------------------------------
S3_BUCKET = env("AWS_STORAGE_BUCKET_NAME", default="")
_S3_REGION = env("AWS_S3_REGION_NAME", default="us-east-1")
_S3 = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env("AWS_S3_ENDPOINT_URL", default=None),
        "region_name": _S3_REGION,
        "signature_version": "s3v4",
        "file_overwrite": False,
        "default_acl": None,
        "querystring_auth": True,
        "querystring_expire": 300,
        "object_parameters": {"ServerSideEncryption": env("AWS_S3_SSE", default="AES256")},
    },
}
# Where browsers send files to (docs/resumes.md).
S3_ORIGINS = bucket_origins(
    bucket=S3_BUCKET,
    endpoint=env("AWS_S3_ENDPOINT_URL", default=""),
    region=_S3_REGION,
)
_DISK = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        "location": env("FILES_DIR", default=str(VAR_DIR / "files")),
        "base_url": None,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
STORAGES: dict[str, Any] = {
    "default": _S3 if S3_BUCKET else _DISK,
    "staticfiles": {"BACKEND": "core.static_storage.HashedStaticFiles"},
}
STATIC_URL = env("STATIC_URL", default="/static/")
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Source maps are half of the bytes and nobody but a debugger asks for them: kept, not compressed.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "jpg",
    "jpeg",
    "png",
    "gif",
    "webp",
    "zip",
    "gz",
    "tgz",
    "br",
    "woff",
    "woff2",
    "map",
)
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
RESUME_MAX_BYTES = 10 * 1024 * 1024
CLAMAV_URL = env("CLAMAV_URL", default="")  # tcp://host:3310 or unix:///path: scan before reading
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "landing"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
GUEST_SECONDS = 3600
# Enough for a household or a classroom behind one address, too few to fill a disk.
GUESTS_AN_HOUR = env.int("GUESTS_AN_HOUR", default=20)
UPLOADS_AN_HOUR = env.int("UPLOADS_AN_HOUR", default=60)
LETTERS_AN_HOUR = env.int("LETTERS_AN_HOUR", default=60)  # written for one person
EXPORTS_AN_HOUR = env.int("EXPORTS_AN_HOUR", default=300)
FEEDBACK_AN_HOUR = env.int("FEEDBACK_AN_HOUR", default=60)
# E-mail addresses are unique by a constraint on their lower case, which the check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_NAME = "cc_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "cc_csrf"
CSRF_COOKIE_SAMESITE = "Lax"

# --- Mail ----------------------------------------------------------------------------------------
EMAIL_URL = env("EMAIL_URL", default="")
vars().update(env.email_url_config(EMAIL_URL or "dummymail://"))
MAIL_IS_CONFIGURED = bool(EMAIL_URL)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Career Copilot <hello@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Mail in (docs/mail.md): `*` stands for a person's secret; services that pass mail on say MAIL_IN_SECRET.
MAIL_IN_ADDRESS = env("MAIL_IN_ADDRESS", default="")
MAIL_IN_SECRET = env("MAIL_IN_SECRET", default="")
MAILS_AN_HOUR = env.int("MAILS_AN_HOUR", default=300)
# Warnings go to a Slack-compatible webhook, critical ones to these addresses too.
ALERT_WEBHOOK_URL = env("ALERT_WEBHOOK_URL", default="")
ALERT_EMAILS = env.list("ALERT_EMAILS", default=[])

# --- Languages and time --------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Background work -----------------------------------------------------------------------------
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL)
CELERY_RESULT_BACKEND = "django-db"
CELERY_RESULT_EXTENDED = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_ERRORS_EVEN_IF_IGNORED = True
CELERY_TASK_TRACK_STARTED = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 900_000  # kB: a worker grown past this is replaced
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# On SIGQUIT running tasks get this long; what has not ended then goes back to its queue.
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = env.float("WORKER_SOFT_SHUTDOWN_SECONDS", default=8.0)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 2 * 60 * 60,
    "global_keyprefix": "cc-",
    "socket_keepalive": True,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}
# A message is a hint and a sweep finds what it was about: a request does not wait for a silent broker.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 0}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = beat.SCHEDULE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TASK_DEFAULT_QUEUE = "urgent"
CELERY_TASK_ROUTES = {
    "resumes.tasks.read_again": {"queue": "ai"},
    "matching.tasks.review_resume": {"queue": "ai"},
    "applications.tasks.write_letter": {"queue": "ai"},
    "accounts.tasks.try_model_key": {"queue": "ai"},
    "applications.tasks.write_tailoring": {"queue": "ai"},
    "applications.tasks.write_preparation": {"queue": "ai"},
    "jobs.*": {"queue": "jobs"},
    "resumes.*": {"queue": "parsing"},
    "matching.*": {"queue": "matching"},
    "accounts.*": {"queue": "mail"},
    "applications.*": {"queue": "urgent"},
    "core.*": {"queue": "urgent"},
}

# --- Google Talent Solution ------------------------------------------------------------------------
GCP_PROJECT_ID = env("GCP_PROJECT_ID", default="")
GCP_TENANT_ID = env("GCP_TENANT_ID", default="")
CTS_COMPANY_NAME = env("CTS_COMPANY_NAME", default="")
CTS_DAILY_QUOTA = env.int("CTS_DAILY_QUOTA", default=10_000)  # calls, of which a fifth searches
MATCHING_ENGINE = env("MATCHING_ENGINE", default="local")  # or talent: it finds, we judge
TALENT_ENDPOINT = env("TALENT_ENDPOINT", default="")  # host:port of a plain gRPC server, for tests

# --- Language model ------------------------------------------------------------------------------
OPENAI_API_KEY = env("OPENAI_API_KEY", default="")
OPENAI_BASE_URL = env("OPENAI_BASE_URL", default="")
# Dense vectors of the engine versions that `train_engine` makes: static, openai or none.
MATCHING_VECTORS = env("MATCHING_VECTORS", default="static")
EMBEDDINGS_URL = env("EMBEDDINGS_URL", default=OPENAI_BASE_URL)
EMBEDDINGS_KEY = env("EMBEDDINGS_KEY", default=OPENAI_API_KEY)
EMBEDDINGS_MODEL = env("EMBEDDINGS_MODEL", default="text-embedding-3-small")
OPENAI_MODEL = env("OPENAI_MODEL", default="gpt-4o-mini")
OPENAI_MODELS = env.dict("OPENAI_MODELS", default={})  # by purpose: letter=…,feedback=…
AI_PRICES = env.dict("AI_PRICES", default={})  # a million tokens in/out: gpt-4o-mini=0.15/0.60
AI_CURRENCY = env("AI_CURRENCY", default="USD")
AI_CALLS_AT_ONCE = env.int("AI_CALLS_AT_ONCE", default=4)
# Tokens in and out together; 0: no limit.
AI_PERSON_DAY_TOKENS = env.int("AI_PERSON_DAY_TOKENS", default=200_000)
AI_PERSON_MONTH_TOKENS = env.int("AI_PERSON_MONTH_TOKENS", default=2_000_000)
AI_SITE_DAY_TOKENS = env.int("AI_SITE_DAY_TOKENS", default=5_000_000)
AI_SITE_MONTH_TOKENS = env.int("AI_SITE_MONTH_TOKENS", default=50_000_000)
# Servers whose keys people may bring, by name: OpenAI=https://api.openai.com/v1,… Empty: none. docs/ai.md
AI_BROUGHT_SERVERS = env.dict("AI_BROUGHT_SERVERS", default={})
AI_CACHE_SECONDS = env.int("AI_CACHE_SECONDS", default=86_400)

# --- Security ------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *S3_ORIGINS],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
ADMIN_CSP_EXTRA = {
    "script-src": [SELF, "'unsafe-eval'", "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Adzuna's keys travel in URLs; httpx logs those at INFO.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "httpx2": {"level": "WARNING"},
        "httpcore2": {"level": "WARNING"},
        "openai": {"level": "WARNING"},  # what is sent stands in its DEBUG lines
    },
}
