#!/bin/sh
# Runs govulncheck where its database can be reached, and says so where not: a build behind a proxy that keeps it away
# must not fail for that. GOVULNDB names another database, as for govulncheck itself.
set -eu
database=${GOVULNDB:-https://vuln.go.dev}

reachable() {
	case $database in file://*) return 0 ;; esac
	if command -v curl >/dev/null; then
		curl --fail --silent --location --max-time 10 --output /dev/null "$database/index/db.json"
	else
		python3 -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=10)' \
			"$database/index/db.json" 2>/dev/null
	fi
}

if reachable; then
	exec "${GO:-go}" run golang.org/x/vuln/cmd/govulncheck@v1.1.4 ./...
fi
echo "govulncheck was left out: $database cannot be reached from here."
