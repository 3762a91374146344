# The container image of a release. GoReleaser lays the programs for all platforms beside this file, so that nothing is
# compiled, downloaded or executed in here.
#
# The base has no shell and no package manager; it has the public certificate authorities, time zones and the user nonroot,
# 65532. A private authority's certificate is mounted, and named by VAULT_CACERT:
#
#     docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/project:ro" \
#         --env VAULT_ADDR --env VAULT_TOKEN ghcr.io/zsv-dev/zsv plan
FROM gcr.io/distroless/static-debian12:nonroot

ARG TARGETPLATFORM
COPY --chown=0:0 --chmod=0755 $TARGETPLATFORM/zsv /usr/bin/zsv
COPY --chown=0:0 --chmod=0644 LICENSE /usr/share/doc/zsv/copyright

# The configuration is mounted here; zsv plan and validate only read it.
WORKDIR /project
USER 65532:65532
ENTRYPOINT ["/usr/bin/zsv"]
CMD ["--help"]
