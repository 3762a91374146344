#!/bin/sh
# idtoken.sh AUDIENCE prints the job's own OpenID Connect token, a JWT, which GitHub makes for a job that may ask for one.
set -eu
. "$(dirname "$0")/stop.sh"

if [ -z "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ] || [ -z "${ACTIONS_ID_TOKEN_REQUEST_TOKEN:-}" ]; then
	stop 'the job may not ask GitHub for an id token: give it the permission "id-token: write". A pull request from a' \
		'fork never gets it: let that run validate.'
fi
# The credential goes in on standard input, for arguments are seen by all processes.
answer=$(printf 'Authorization: Bearer %s\n' "$ACTIONS_ID_TOKEN_REQUEST_TOKEN" |
	curl --fail --silent --show-error --retry 3 --connect-timeout 30 --max-time 60 --header @- \
		--get --data-urlencode "audience=$1" --url "$ACTIONS_ID_TOKEN_REQUEST_URL") ||
	stop 'GitHub gave no id token: curl says why above.'
token=$(printf '%s' "$answer" | tr -d '\r\n' | sed -n 's/.*"value" *: *"\([A-Za-z0-9_.-]*\)".*/\1/p')
[ -n "$token" ] || stop 'GitHub gave an answer that has no id token.'
printf '%s\n' "$token"
