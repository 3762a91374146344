#!/bin/sh
# notes.sh VERSION prints what CHANGELOG.md says about a release, for its page. A release of which it says nothing is not
# ready.
set -eu
version=${1#v}
cd "$(dirname "$0")/../.."

notes=$(awk -v "heading=## [$version]" '
	index($0, "## [") == 1 { wanted = index($0, heading) == 1; next }
	/^\[[^]]*\]: / { next } # the addresses of links at the end
	wanted
' CHANGELOG.md)
if [ -z "$(printf %s "$notes" | tr -d '[:space:]')" ]; then
	echo "CHANGELOG.md has no section [$version], or nothing in it: write what has changed for users." >&2
	exit 1
fi
printf '%s\n' "$notes"
