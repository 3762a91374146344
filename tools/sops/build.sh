#!/bin/sh
# Builds the real sops that the tests run, once, and prints where it is. It is built from the Go module proxy alone, into
# a cache beside Go's own that survives between runs: $ZSV_SOPS, else zsv/sops-VERSION/sops beside GOCACHE. The first build
# takes about two minutes on two cores. Two runs at the same time do no harm: each builds in a directory of its own, and
# moving the finished binary into its place is one step.
set -eu

cd "$(dirname "$0")"
version=3.13.3 # as in go.mod, and in providers/file/sopstest
binary=${ZSV_SOPS:-$(dirname "$(go env GOCACHE)")/zsv/sops-$version/sops}

if [ -x "$binary" ]; then
	echo "$binary"
	exit 0
fi

mkdir -p "$(dirname "$binary")"
building=$(mktemp -d "$(dirname "$binary")/building.XXXXXX")
trap 'rm -rf "$building"' EXIT
trap 'exit 1' HUP INT TERM

echo "Building sops $version into $binary; this takes some minutes, once." >&2
GOFLAGS="${GOFLAGS:-} -mod=readonly" GOWORK=off go build -buildvcs=false -ldflags "-s -w" -o "$building/sops" \
	github.com/getsops/sops/v3/cmd/sops
"$building/sops" --version --disable-version-check >&2
mv -f "$building/sops" "$binary"
echo "$binary"
