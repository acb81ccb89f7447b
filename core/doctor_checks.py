"""The parts core knows: one look each. What to do about a fault is part of the finding."""

import io
import json
import os
import re
import shutil
import subprocess
import uuid
from http import HTTPStatus
from pathlib import Path

import httpx
import psycopg
from django.conf import settings
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.migrations.loader import MigrationLoader
from kombu import Connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core import clamd, heartbeat
from core.chromium import chromium_path
from core.probes import database_connection, redis_client
from core.registry import Finding, broken, not_configured, ok
from core.running import QUEUES, reachable

_SECONDS = 3
_OLDEST_POSTGRES = 150_000
_OLDEST_VECTOR = (0, 7)
_OLDEST_REDIS = 7
_START = "Start it with bin/run (or bin/manage for one command), or correct {}."
_START_ALL = "Start everything with bin/run."


def database() -> Finding:
    """PostgreSQL answers, is new enough, and has this version's tables."""
    try:
        with database_connection(_SECONDS) as connection:
            version = connection.info.server_version
            waiting = _unapplied(connection)
    except psycopg.OperationalError as error:
        return broken(_reason("PostgreSQL does not answer", error), _START.format("DATABASE_URL"))
    if version < _OLDEST_POSTGRES:
        return broken(f"PostgreSQL {version // 10_000} is too old.", "Use PostgreSQL 15 or newer.")
    if waiting:
        return broken(f"{waiting} migrations are not applied.", "Run bin/manage migrate.")
    return ok(f"PostgreSQL {version // 10_000}.{version % 10_000} answers; its tables are current.")


def vector_extension() -> Finding:
    """pgvector is installed in the database and new enough for `halfvec`."""
    try:
        with database_connection(_SECONDS) as connection:
            row = connection.execute(
                "SELECT installed_version, default_version FROM pg_available_extensions "
                "WHERE name = 'vector'"
            ).fetchone()
    except psycopg.OperationalError:
        return broken("It cannot be seen while the database is away.", "See database.")
    if row is None:
        return broken("This PostgreSQL has no pgvector.", "Install pgvector 0.7 or newer there.")
    installed, available = row
    if installed is None:
        return broken(f"pgvector {available} is there, not in use.", "Run bin/manage migrate.")
    if tuple(int(part) for part in installed.split(".")[:2]) < _OLDEST_VECTOR:
        return broken(f"pgvector {installed} is too old.", "ALTER EXTENSION vector UPDATE (0.7+).")
    return ok(f"pgvector {installed}.")


def cache() -> Finding:
    """Redis or Valkey answers and is new enough."""
    try:
        with redis_client(settings.CACHE_URL, _SECONDS) as client:
            facts = client.info("server")
    except RedisError as error:
        return broken(_reason("Redis does not answer", error), _START.format("REDIS_URL"))
    version = str(facts["redis_version"])
    if int(version.split(".", maxsplit=1)[0]) < _OLDEST_REDIS:
        return broken(f"Redis {version} is too old.", "Use Redis 7 or newer, or Valkey.")
    name = "Valkey" if "valkey_version" in facts else "Redis"
    return ok(f"{name} {facts.get('valkey_version', version)} answers.")


def broker() -> Finding:
    """The queue accepts messages and will not forget them for want of memory."""
    url = settings.CELERY_BROKER_URL
    with Connection(url, connect_timeout=_SECONDS) as connection:
        try:
            connection.ensure_connection(max_retries=1, timeout=_SECONDS)
        except (OperationalError, OSError) as error:
            return broken(_reason("The broker does not answer", error), "See redis.")
        transport = connection.transport_cls
    if str(transport).startswith("redis"):
        with redis_client(url, _SECONDS) as client:
            policy = client.info("memory").get("maxmemory_policy", "noeviction")
        if policy != "noeviction":
            return broken(
                f"The broker's Redis may evict queued work ({policy}).",
                "Set maxmemory-policy noeviction there, or give the broker a Redis of its own.",
            )
    return ok(f"{transport} accepts work.")


def workers() -> Finding:
    """Every queue has a worker that showed life lately."""
    away = _redis_away()
    if away:
        return away
    silent = [
        queue for queue in QUEUES if heartbeat.silent_seconds(heartbeat.queue_name(queue)) is None
    ]
    if silent:
        return broken(
            f"No worker showed life in {heartbeat.LIFETIME_SECONDS} s for: {', '.join(silent)}.",
            f"{_START_ALL} Alone: celery -A config worker --queues {','.join(silent)}",
        )
    return ok(f"{len(QUEUES)} queues have a worker.")


def beat() -> Finding:
    """The clock that starts periodic work ticks."""
    away = _redis_away()
    if away:
        return away
    seconds = heartbeat.silent_seconds(heartbeat.BEAT)
    if seconds is None:
        return broken(
            f"Beat showed no life in {heartbeat.LIFETIME_SECONDS} s: nothing periodic runs.",
            f"{_START_ALL} Alone: celery -A config beat --scheduler core.beat:Scheduler",
        )
    return ok(f"Beat ticked {seconds:.0f} s ago.")


def web() -> Finding:
    """The pages answer."""
    return _process("web", "port", "/health")


def live() -> Finding:
    """The process of the live sockets answers."""
    return _process("live", "live_port", "/health")


def storage() -> Finding:
    """A file can be written, read back and deleted."""
    place = f"bucket {settings.S3_BUCKET}"
    if not settings.S3_BUCKET:
        place = f"folder {getattr(default_storage, 'location', '')}"
    written = b"doctor"
    try:
        name = default_storage.save(f"doctor-{uuid.uuid4()}", ContentFile(written))
        with default_storage.open(name) as file:
            read = file.read()
        default_storage.delete(name)
    except Exception as error:  # noqa: BLE001 - every storage has its own exceptions
        fix = "See that the folder is writable and the disk not full."
        if settings.S3_BUCKET:
            fix = "Correct AWS_STORAGE_BUCKET_NAME, AWS_S3_ENDPOINT_URL and the access key."
        return broken(_reason(f"The {place} cannot be used", error), fix)
    if read != written:
        return broken(f"The {place} gave back other bytes.", "Check the disk.")
    return ok(f"The {place} takes and gives back files.")


def mail_server() -> Finding:
    """The mail server lets us in."""
    if not settings.MAIL_IS_CONFIGURED:
        return not_configured("No mail is sent; links appear on the page.", "Set EMAIL_URL.")
    try:
        connection = mail.get_connection(timeout=_SECONDS)
        connection.open()
        connection.close()
    except OSError as error:
        return broken(_reason("The mail server does not let us in", error), "Correct EMAIL_URL.")
    return ok(f"{settings.EMAIL_HOST} takes mail.")


def language_model() -> Finding:
    """The language model's API answers and knows our key."""
    if not (settings.OPENAI_API_KEY or settings.OPENAI_BASE_URL):
        return not_configured(
            "No language model is asked: everything is made by rules.",
            "Set OPENAI_API_KEY, or OPENAI_BASE_URL of a server of your own (docs/ai.md).",
        )
    base = (settings.OPENAI_BASE_URL or "https://api.openai.com/v1").rstrip("/")
    try:
        answer = httpx.get(
            f"{base}/models",
            headers={"Authorization": f"Bearer {settings.OPENAI_API_KEY}"},
            timeout=_SECONDS,
        )
    except httpx.HTTPError as error:
        return broken(_reason(f"{base} does not answer", error), "Correct OPENAI_BASE_URL.")
    if answer.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return broken(f"{base} refuses the key.", "Correct OPENAI_API_KEY.")
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return broken(f"{base} answers {answer.status_code}.", "Try later; nothing depends on it.")
    return ok(f"{base} answers.")


def adzuna() -> Finding:
    """Both halves of every Adzuna key are set. No call: each one counts against the quota."""
    named = (settings.ADZUNA_APP_ID, settings.ADZUNA_APP_KEY)
    ids, keys = (len(value.replace(",", " ").split()) for value in named)
    given = (bool(ids), bool(keys))
    if given == (True, True) and ids != keys:
        return broken(
            f"ADZUNA_APP_ID names {ids} ids and ADZUNA_APP_KEY {keys} keys.",
            "Write one key for every id, in the same order.",
        )
    if given == (True, True):
        return ok("ADZUNA_APP_ID and ADZUNA_APP_KEY are set.")
    if given == (False, False):
        return not_configured(
            "No Adzuna postings; keyless sources serve.", "Set ADZUNA_APP_ID and ADZUNA_APP_KEY."
        )
    missing = "ADZUNA_APP_KEY" if given[0] else "ADZUNA_APP_ID"
    return broken(f"{missing} is missing beside its other half.", f"Set {missing}.")


def virus_scanner() -> Finding:
    """ClamAV answers, knows its test file, and takes files as big as we do."""
    if not settings.CLAMAV_URL:
        return not_configured("Uploads are not scanned for viruses.", "Set CLAMAV_URL.")
    scanner = clamd.Clamd(settings.CLAMAV_URL, timeout_seconds=_SECONDS)
    try:
        version = scanner.version()
        found = scanner.scan(io.BytesIO(clamd.EICAR))
        scanner.scan(io.BytesIO(bytes(settings.RESUME_MAX_BYTES)))
    except clamd.ScanRefusedError:
        return broken(
            "The virus scanner takes no file as big as a resume may be.",
            f"Set StreamMaxLength in clamd.conf to {settings.RESUME_MAX_BYTES // 1024**2}M or more.",
        )
    except clamd.ScannerDownError as error:
        return broken(str(error), "Start clamd or correct CLAMAV_URL; uploads wait until then.")
    if not found:
        return broken("The virus scanner does not know its test file.", "Run freshclam there.")
    return ok(f"{version} scans uploads.")


def chromium() -> Finding:
    """A Chromium for the browser tests, later for the submission assistant, starts."""
    path = chromium_path()
    if path is None:
        return not_configured(
            "Only the browser tests need one.", "apt install chromium, or set CHROMIUM_PATH."
        )
    done = _version(str(path), "--version")
    if done.returncode:
        return broken(f"{path} does not start: {done.stderr.strip()[:200]}", "Install it again.")
    return ok(f"{done.stdout.strip()} at {path}.")


#: What the reading of pictures of resumes wants; resumes.parsing.ocr.languages names them too.
OCR_LANGUAGES = ("eng", "deu", "fra", "spa", "por", "ita", "pol", "nld")


def ocr() -> Finding:
    """Tesseract reads pictures of resumes, in each of the languages resumes are read in."""
    named = os.environ.get("TESSERACT_PATH")
    path = shutil.which("tesseract" if named is None else named)
    install = f"apt install tesseract-ocr {' '.join(f'tesseract-ocr-{c}' for c in OCR_LANGUAGES)}"
    if path is None:
        return not_configured("Scans and photos of resumes are refused as pictures.", install)
    done = _version(path, "--list-langs")
    if done.returncode:
        return broken(f"{path} does not start: {done.stderr.strip()[:200]}", "Install it again.")
    missing = [code for code in OCR_LANGUAGES if code not in done.stdout.split()]
    if len(missing) == len(OCR_LANGUAGES):
        return broken(f"{path} has none of the languages resumes are read in.", install)
    if missing:
        return not_configured(
            f"{path} reads pictures of resumes, but not in {', '.join(missing)}.",
            f"apt install {' '.join(f'tesseract-ocr-{code}' for code in missing)}",
        )
    return ok(f"{path} reads pictures of resumes in {len(OCR_LANGUAGES)} languages.")


def _version(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - a program found on this machine
        command, capture_output=True, text=True, timeout=_SECONDS * 2, check=False
    )


def _unapplied(connection: "psycopg.Connection[tuple[object, ...]]") -> int:
    """How many of this version's migrations the database does not have."""
    known = set(MigrationLoader(None).disk_migrations)
    try:
        applied = set(connection.execute("SELECT app, name FROM django_migrations").fetchall())
    except psycopg.errors.UndefinedTable:
        applied = set()
    return len(known - applied)


def _redis_away() -> Finding | None:
    try:
        with redis_client(settings.CACHE_URL, _SECONDS) as client:
            client.ping()
    except RedisError:
        return broken("It cannot be seen while Redis is away.", "See redis.")
    return None


def _process(name: str, port_name: str, path: str) -> Finding:
    record = Path(settings.VAR_DIR) / "run" / "up.json"
    if not record.exists():
        return not_configured("bin/run is not running here.", _START_ALL)
    place = json.loads(record.read_text())
    address = f"http://{reachable(place['host'])}:{place[port_name]}{path}"
    try:
        httpx.get(address, headers={"Host": "localhost"}, timeout=_SECONDS)
    except httpx.HTTPError as error:
        fix = f"bin/run restarts it; see {Path(settings.VAR_DIR) / 'log' / f'{name}.log'}."
        return broken(_reason(f"{address} does not answer", error), fix)
    return ok(f"{address} answers.")


def _reason(sentence: str, error: Exception) -> str:
    """The sentence and the error's own first line, without any password in a URL."""
    words = " ".join(str(error).split()) or type(error).__name__
    return f"{sentence}: {re.sub(r'://[^@/ ]*@', '://', words)[:200]}"
