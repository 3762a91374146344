#!/bin/sh
# Runs every fuzz target of the module, one after the other. A target that fails does not keep the next from running.
# Usage: sh tools/fuzz.sh TIME [REGEXP]
set -u
time=$1 only=${2:-.} go=${GO:-go} failed='' ran=0

for file in $(find . -name '*_test.go' -not -path '*/testdata/*' -exec grep -l '^func Fuzz' {} + | sort); do
	# shellcheck disable=SC2013 # the names of functions have no blanks
	for target in $(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$file" | grep -E "$only"); do
		echo "== $target in $(dirname "$file"), for $time"
		"$go" test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$(dirname "$file")" || failed="$failed $target"
		ran=$((ran + 1))
	done
done

[ "$ran" -gt 0 ] || { echo "no fuzz target matches $only" >&2; exit 1; }
[ -z "$failed" ] || { echo "failed:$failed" >&2; exit 1; }
echo "$ran fuzz targets ran, none failed"
