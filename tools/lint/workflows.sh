#!/bin/sh
# Runs actionlint, the command in ACTIONLINT, over this repository's workflows and those that the documentation shows.
set -eu
cd "$(dirname "$0")/../.."

shown=$(mktemp -d)
trap 'rm -rf "$shown"' EXIT
sh tools/lint/shown.sh "$shown"

$ACTIONLINT
(cd "$shown" && $ACTIONLINT)
