"""Where postings come from, when, and for how long they stay."""

from config.settings.environment import env
from jobs.sources import registry

ADZUNA_APP_ID = env("ADZUNA_APP_ID", default="")
ADZUNA_APP_KEY = env("ADZUNA_APP_KEY", default="")
ADZUNA_COUNTRY = env("ADZUNA_COUNTRY", default="gb")
ADZUNA_CATEGORIES = env.list("ADZUNA_CATEGORIES", default=[])
ADZUNA_PARALLEL = env.int("ADZUNA_PARALLEL", default=4)
ADZUNA_RESULTS_PER_PAGE = env.int("ADZUNA_RESULTS_PER_PAGE", default=50)
ADZUNA_BASE_URL = env("ADZUNA_BASE_URL", default="https://api.adzuna.com/v1/api")
# Sources without a key; an empty list switches them off. Those with keys are read when all are set.
KEYLESS_SOURCES = env.list("KEYLESS_SOURCES", default=list(registry.KEYLESS_BY_DEFAULT))
JOB_BOARDS_FILE = env("JOB_BOARDS_FILE", default="")
#: Addresses and keys by the names each source's own file gives them (jobs/sources/*.py).
SOURCE_SETTINGS = {name: env(name, default=default) for name, default in registry.SETTINGS.items()}
# Links and pages are read from the public internet only, unless this install says otherwise.
WEB_ALLOWS_PRIVATE = env.bool("WEB_ALLOWS_PRIVATE", default=False)
LINKS_AN_HOUR = env.int("LINKS_AN_HOUR", default=60)
JOB_REFRESH_TIME = env("JOB_REFRESH_TIME", default="03:00")
JOB_EXPIRY_DAYS = env.int("JOB_EXPIRY_DAYS", default=30)
JOB_ARCHIVE_DAYS = env.int("JOB_ARCHIVE_DAYS", default=90)
JOB_RAW_PAGE_DAYS = env.int("JOB_RAW_PAGE_DAYS", default=14)
JOB_LINK_CHECKS = env.int("JOB_LINK_CHECKS", default=50)  # pages of one source, a day
