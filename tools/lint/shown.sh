#!/bin/sh
# shown.sh DIRECTORY writes the YAML files that the pages of docs/ show, those with a note <!-- file: NAME --> and a name that
# starts with a dot, below DIRECTORY, with action.yml. The workflows use this action there, so that its inputs and outputs
# are looked at too.
set -eu
cd "$(dirname "$0")/../.."
directory=$1

mkdir -p "$directory/.github/workflows" "$directory/.git" # where linters see the top of a repository
cp action.yml "$directory"
awk -v "directory=$directory" '
	/^<!-- file: \..*\.ya?ml -->$/ { name = $3; next }
	/^```yaml$/ && name          { file = directory "/" name; printf "" >file; next }
	/^```$/ && file              { close(file); file = ""; name = "" }
	file                         { sub("zsv-dev/zsv@[^ ]*", "./"); print >file }
	!/^<!-- /                    { if (!file) name = "" }
' docs/*.md
