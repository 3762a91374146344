#!/bin/sh
# Builds the real Vault server that the tests run, once, and prints where it is. It is built from the Go module proxy
# alone, into a cache beside Go's own that survives between runs: $ZSV_VAULT, else zsv/vault-VERSION/vault beside GOCACHE.
# The first build takes about ten minutes on two cores. Two runs at the same time do no harm: each builds in a directory
# of its own, and moving the finished binary into its place is one step.
set -eu

cd "$(dirname "$0")"
version=1.21.0 # as in go.mod, and in providers/vault/vaulttest
binary=${ZSV_VAULT:-$(dirname "$(go env GOCACHE)")/zsv/vault-$version/vault}

if [ -x "$binary" ]; then
	echo "$binary"
	exit 0
fi

mkdir -p "$(dirname "$binary")"
building=$(mktemp -d "$(dirname "$binary")/building.XXXXXX")
trap 'rm -rf "$building"' EXIT
trap 'exit 1' HUP INT TERM

echo "Building Vault $version into $binary; this takes some minutes, once." >&2
# The tag leaves out the engines and login methods that zsv has no use for; -s -w leaves out 50 MB of symbols.
GOFLAGS="${GOFLAGS:-} -mod=readonly" GOWORK=off go build -buildvcs=false -tags minimal -ldflags "-s -w" -o "$building/vault" github.com/hashicorp/vault
"$building/vault" version >&2
mv -f "$building/vault" "$binary"
echo "$binary"
