"""Tests: real PostgreSQL and Redis started for the run, everything else in reach of the test."""

import os

from config.settings import base
from config.settings.base import *

SECRET_KEY = "a key for tests only, at least thirty-two bytes long"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Each pytest-xdist worker has its own logical Redis, as it has its own database.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
_own_redis = f"{base.REDIS_URL.rsplit('/', 1)[0]}/{int(_worker) + 1}"
REDIS_URL = CACHES["default"]["LOCATION"] = _own_redis
CHANNEL_LAYERS["default"]["CONFIG"]["hosts"][0]["address"] = _own_redis
# What is published in Redis is heard in all its logical databases.
CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"cc-live-{_worker}"
CELERY_BROKER_URL = "memory://"
KEYLESS_SOURCES = []  # no test calls out
ADZUNA_PARALLEL = 1  # threads have connections of their own, which see no test's transaction
CELERY_TASK_ALWAYS_EAGER = False

# A pool's worker threads outlive a test's database; tests open plain connections.
DATABASES["default"]["OPTIONS"].pop("pool")
DEMO_LOGIN = True
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"] = []
OPENAI_API_KEY = OPENAI_BASE_URL = ""  # no test calls out
LOGGING["root"]["level"] = "WARNING"
