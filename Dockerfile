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
#
# HTTPS for an application in which https://voiceapi.esms.vn is written: compose.yaml. All of this, and what was proved
# of it and how: docs/container.md; `.ci/container` builds it and holds it to its word.

ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
WORKDIR /src
COPY . .
# The environment has no pip of its own: nothing is installed in a container that runs. phonenumbers' names of places
# for each prefix on earth are 40 MB that nothing here reads.
RUN pip wheel --quiet --no-deps --wheel-dir /wheel . \
 && python -m venv --without-pip /opt/mock-esms \
 && wheel="$(ls /wheel/*.whl)" \
 && pip --python /opt/mock-esms/bin/python install --quiet "${wheel}[tls,uvloop]" \
 && rm -r /opt/mock-esms/lib/python3*/site-packages/phonenumbers/geodata

FROM python:${PYTHON}-slim
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="mock-esms" \
      org.opencontainers.image.description="A sandbox of eSMS: place calls, send messages, get the callbacks, reproduce what goes wrong between them." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
# An own user with a number, so that Kubernetes' runAsNonRoot can see that it is not root. /ca is the local authority's
# folder, /data is for a store: a volume that is mounted there for the first time belongs to that user too.
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin mock-esms \
 && mkdir /scenarios \
 && install --directory --owner 10001 --group 10001 --mode 0755 /ca /data
COPY --from=build /opt/mock-esms /opt/mock-esms
# The host is here as well as in CMD, so that `docker run mock-esms serve /scenarios` listens outside the container too.
ENV PATH=/opt/mock-esms/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MOCK_ESMS_HOST=0.0.0.0 \
    MOCK_ESMS_CA_DIR=/ca
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=5s --start-period=5s --retries=3 CMD ["mock-esms", "ready", "--timeout", "3"]
ENTRYPOINT ["mock-esms"]
CMD ["serve", "--host", "0.0.0.0"]
