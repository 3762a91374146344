#!/bin/sh
# build.sh DIRECTORY builds zsv from the files that the action came with: the revision that the workflow names, and no other.
set -eu
here=$(dirname "$0")
. "$here/stop.sh"

if ! command -v go >/dev/null; then
	stop 'there is no Go on this runner to build zsv with: put actions/setup-go before this step, or give the input' \
		'version, so that a release is downloaded.'
fi
cd "$here/../.."
# Whose repository this is in, if in any, says nothing about what is built.
GOWORK=off CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$1/" ./cmd/zsv
