#!/bin/sh
# Runs zsv as the inputs say, shows what it found as annotations, in the log and in the job's summary, and ends with its exit
# code. The level and how values may be read are always given, because the configuration could ask for less.
set -eu
here=$(dirname "$0")
. "$here/stop.sh"

# yes INPUT NAME says whether an input is true.
yes() {
	case $1 in
	true) return 0 ;;
	false) return 1 ;;
	*) stop "the input $2 takes true or false." ;;
	esac
}

# show FILE prints a text for people, in which the runner obeys nothing.
show() {
	token=$(od -An -N 16 -t x1 /dev/urandom | tr -d ' \n')
	printf '::group::zsv %s\n::stop-commands::%s\n' "$ZSV_INPUT_COMMAND" "$token"
	cat "$1"
	printf '::%s::\n::endgroup::\n' "$token"
}

# summarize FILE adds to the job's summary, of which GitHub shows nothing if it has more than a mebibyte.
summarize() {
	if [ "$(wc -c <"$1")" -lt 1000000 ]; then
		cat "$1" >>"$GITHUB_STEP_SUMMARY"
	else
		printf 'zsv found more than a summary can hold: see the log.\n' >>"$GITHUB_STEP_SUMMARY"
	fi
}

# count NAME prints a number of the report's summary. A text in JSON has no newline, so that no text can pose as a line.
count() {
	sed -n '/^  "summary": {$/,/^  }/s/^    "'"$1"'": \([0-9]*\),*$/\1/p' "$report/zsv.json"
}

# arguments prints those that inputs of several lines give, one a line.
arguments() {
	lines_of "$ZSV_INPUT_STACKS" | sed 's/^/--stack=/'
	lines_of "$ZSV_INPUT_RULES" | sed 's/^/--rule=/'
	lines_of "$ZSV_INPUT_VARIABLES" | sed 's/^/--var=/'
	lines_of "$ZSV_INPUT_VARIABLE_FILES" | sed 's/^/--var-file=/'
	lines_of "$ZSV_INPUT_FORMATS" | sed 's/^/--format=/'
	lines_of "$ZSV_INPUT_ARGUMENTS" | sed 's/^/--argument=/'
	lines_of "$ZSV_INPUT_EXCLUDE" | sed 's/^/--exclude=/'
}

# not_for_plan stops where an input is given that only scan takes.
not_for_plan() {
	for input in provider="$ZSV_INPUT_PROVIDER" arguments="$ZSV_INPUT_ARGUMENTS" paths="$ZSV_INPUT_PATHS" \
		exclude="$ZSV_INPUT_EXCLUDE"; do
		[ -z "${input#*=}" ] || stop "the input ${input%%=*} is for scan."
	done
}

# output NAME VALUE sets an output of the step.
output() { printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; }

summary= # whatever the job calls so
report=$(mktemp -d "$RUNNER_TEMP/zsv-report-XXXXXX")

case $ZSV_INPUT_COMMAND in
plan)
	not_for_plan
	set -- plan
	;;
validate)
	not_for_plan
	[ -z "$ZSV_INPUT_STACKS" ] || stop 'the input stacks is for plan: validate checks all stacks.'
	[ -z "$ZSV_INPUT_OUT" ] || stop 'the input out is for plan: validate makes no plan that could be saved.'
	! yes "$ZSV_INPUT_ALLOW_UNVERIFIED" allow-unverified || stop 'the input allow-unverified is for plan: validate asks no store.'
	set -- validate
	;;
scan)
	[ -n "$ZSV_INPUT_PROVIDER" ] || stop 'scan needs the input provider, which says whom to ask: a type, such as zenml or vault.'
	[ -z "$ZSV_INPUT_STACKS" ] || stop 'the input stacks is for plan: scan knows no stacks.'
	[ -z "$ZSV_INPUT_OUT" ] || stop 'the input out is for plan: scan makes no plan that could be saved.'
	! yes "$ZSV_INPUT_RECURSIVE" recursive || stop 'the input recursive is for plan and validate: scan looks into all directories.'
	set -- scan --provider="$ZSV_INPUT_PROVIDER"
	;;
*)
	stop 'the input command takes plan, validate or scan.'
	;;
esac
if [ "$1" != validate ]; then
	set -- "$@" --level="$ZSV_INPUT_LEVEL" --read-values="$ZSV_INPUT_READ_VALUES" --timeout="$ZSV_INPUT_TIMEOUT"
	! yes "$ZSV_INPUT_ALLOW_UNVERIFIED" allow-unverified || set -- "$@" --allow-unverified
fi
[ -z "$ZSV_INPUT_OUT" ] || set -- "$@" --out="$ZSV_INPUT_OUT"
! yes "$ZSV_INPUT_RECURSIVE" recursive || set -- "$@" --recursive
! yes "$ZSV_INPUT_SUMMARY" summary || summary=yes

! lines_of "$ZSV_INPUT_FORMATS" | grep -qv = ||
	stop 'the input formats takes FORMAT=FILE, one a line: the log is for text and annotations.'

while IFS= read -r argument; do
	[ -z "$argument" ] || set -- "$@" "$argument"
done <<END
$(arguments)
END

if [ -n "$ZSV_INPUT_ID_TOKEN_AUDIENCE" ]; then
	VAULT_JWT=$(sh "$here/idtoken.sh" "$ZSV_INPUT_ID_TOKEN_AUDIENCE")
	printf '::add-mask::%s\n' "$VAULT_JWT"
	export VAULT_JWT
fi

set -- "$@" --color=never --format="text=$report/zsv.txt" --format="github=$report/annotations.txt" \
	--format="json=$report/zsv.json" --format="sarif=$report/zsv.sarif" --format="junit=$report/junit.xml" \
	--format="markdown=$report/zsv.md" --
[ -n "$ZSV_INPUT_PATHS" ] || set -- "$@" "${ZSV_INPUT_DIRECTORY:-.}"
while IFS= read -r path; do
	[ -z "$path" ] || set -- "$@" "$path"
done <<END
$(lines_of "$ZSV_INPUT_PATHS")
END

code=0
"$ZSV_PROGRAM" "$@" || code=$?

output exit-code "$code"
for name in text=zsv.txt json=zsv.json sarif=zsv.sarif junit=junit.xml markdown=zsv.md; do
	[ ! -s "$report/${name#*=}" ] || output "${name%%=*}" "$report/${name#*=}"
done
if [ -s "$report/zsv.json" ]; then
	for name in missing unverified present skipped; do
		output "$name" "$(count "$name")"
	done
fi
[ ! -s "$report/zsv.txt" ] || show "$report/zsv.txt"
if [ -s "$report/annotations.txt" ]; then
	cat "$report/annotations.txt"
elif [ "$code" -ne 0 ]; then
	printf '::error title=zsv::zsv exited with %s and wrote no report: see the log.\n' "$code"
fi
[ -z "$summary" ] || [ ! -s "$report/zsv.md" ] || summarize "$report/zsv.md"
exit "$code"
