# mock-esms in a container: small, not root, works with a read-only root file system.
#
#   docker build -t mock-esms .
#   docker run --rm --read-only -p 127.0.0.1:8080:8080 mock-esms
#
# Your own scenarios: mount a folder of YAML files and name it.
#
#   docker run --rm -p 127.0.0.1:8080:8080 -v "$PWD/my-scenarios:/scenarios:ro" mock-esms serve /scenarios
#
# Callbacks to a program on the machine that runs the container (on Linux add --add-host host.docker.internal:host-gateway):
#
#   docker run --rm -p 127.0.0.1:8080:8080 mock-esms serve --rewrite-callback localhost=host.docker.internal

ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
WORKDIR /src
COPY . .
RUN pip wheel --quiet --no-deps --wheel-dir /wheel . \
 && python -m venv /opt/mock-esms \
 && wheel="$(ls /wheel/*.whl)" \
 && /opt/mock-esms/bin/pip install --quiet "${wheel}[uvloop]"

FROM python:${PYTHON}-slim
# An own user with a number, so that Kubernetes' runAsNonRoot can see that it is not root.
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin mock-esms \
 && mkdir /scenarios
COPY --from=build /opt/mock-esms /opt/mock-esms
# The host is here as well as in CMD, so that `docker run mock-esms serve /scenarios` listens outside the container too.
ENV PATH=/opt/mock-esms/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MOCK_ESMS_HOST=0.0.0.0
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s --retries=3 CMD ["mock-esms", "ready", "--timeout", "3"]
ENTRYPOINT ["mock-esms"]
CMD ["serve", "--host", "0.0.0.0"]
