# Two stages: the first installs the packages, so that the final image has no pip cache and no build tools.
FROM python:3.11.14-slim-bookworm AS packages
COPY requirements.txt /build/
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: \
    -r /build/requirements.txt \
 && /opt/venv/bin/pip uninstall --yes --quiet pip setuptools

FROM python:3.11.14-slim-bookworm
# A small typeface for Chinese, Japanese and Korean titles in pictures.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends fonts-wqy-microhei \
 && rm -rf /var/lib/apt/lists/*
# The database is in the volume; everything else can be mounted read-only.
RUN useradd --system --uid 10001 --create-home --home-dir /data club
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY bot bot
COPY cogs cogs
COPY data data
COPY locales locales
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_URL=sqlite+aiosqlite:////data/paperclub.db \
    HEALTH_PORT=8080 \
    HEALTH_HOST=0.0.0.0
USER 10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['HEALTH_PORT']}/healthz\", timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["python", "-m", "bot"]
