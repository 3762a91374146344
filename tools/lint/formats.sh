#!/bin/sh
# Holds the files that other programs read to the schemas of those, and the shell scripts to shellcheck, with the programs
# that `make checkers` installs. Without them it does nothing and says so, or fails where ZSV_REQUIRE_CHECKERS is 1.
set -eu
cd "$(dirname "$0")/../.."

programs=$(sh tools/checkers/build.sh --where)/bin
if [ ! -x "$programs/check-jsonschema" ] || [ ! -x "$programs/shellcheck" ]; then
	echo 'The schemas and the shell scripts were not looked at: make checkers installs what does, once.' >&2
	[ "${ZSV_REQUIRE_CHECKERS:-}" != 1 ]
	exit
fi

shown=$(mktemp -d)
trap 'rm -rf "$shown"' EXIT
sh tools/lint/shown.sh "$shown"

# schema NAME FILE… holds files to a schema that comes with check-jsonschema.
schema() {
	name=$1
	shift
	"$programs/check-jsonschema" --quiet --builtin-schema "vendor.$name" "$@"
}

schema github-actions action.yml
schema github-workflows .github/workflows/*.yml "$shown"/.github/workflows/*.yml
schema gitlab-ci --data-transform gitlab-ci docs/ci/*.gitlab-ci.yml "$shown"/.gitlab-ci*.yml
export PRE_COMMIT_HOME="$shown/.cache" # which pre-commit makes, whatever it does
"$programs/pre-commit" validate-manifest .pre-commit-hooks.yaml
"$programs/pre-commit" validate-config "$shown"/.pre-commit-config*.yaml

git ls-files -z --cached --others --exclude-standard '*.sh' .ci/run |
	xargs -0 "$programs/shellcheck" --external-sources --source-path SCRIPTDIR
