FROM python:3.12-slim-bookworm AS build
WORKDIR /build
COPY pyproject.toml README.md ./
COPY server server
COPY graph graph
COPY domain domain
COPY persistence persistence
COPY integrations integrations
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir .

FROM python:3.12-slim-bookworm
RUN useradd --create-home --uid 10001 saas
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ENVIRONMENT=production \
    HOST=0.0.0.0 \
    PORT=8003 \
    DATA_DIR=/tmp/saas-litellm
USER saas
EXPOSE 8003
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=5 \
    CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8003/health', timeout=2)"
CMD ["saas-litellm", "serve"]
