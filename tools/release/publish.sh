#!/bin/sh
# Builds and publishes the release of the tag that is checked out, as a draft, with what CHANGELOG.md says about it.
set -eu
cd "$(dirname "$0")/../.."

tag=$(git describe --tags --exact-match --match 'v[0-9]*') || {
	echo 'No release tag is checked out: docs/releasing.md says how a release is made.' >&2
	exit 1
}
notes=$(mktemp)
trap 'rm -f "$notes"' EXIT
sh tools/release/notes.sh "$tag" >"$notes"
${GORELEASER:-goreleaser} release --clean --release-notes "$notes"
