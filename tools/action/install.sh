#!/bin/sh
# Puts zsv on the PATH of this job's steps, and says where it is: built from the action's own files, a release, or the one
# that is on the PATH already.
set -eu
here=$(dirname "$0")
. "$here/stop.sh"

# Not below the workspace, which may hold anything, and a new one each time: nobody else has put a program there.
directory=$(mktemp -d "$RUNNER_TEMP/zsv-XXXXXX")

program= # whatever the job calls so
case $ZSV_INPUT_VERSION in
'')
	sh "$here/build.sh" "$directory"
	;;
system)
	program=$(command -v zsv) || stop 'there is no zsv on the PATH of this runner, which the input version asks for:' \
		'install it, or leave the input out.'
	;;
*)
	sh "$here/download.sh" "$directory"
	;;
esac

if [ -z "$program" ]; then
	program=$directory/zsv
	if [ "$RUNNER_OS" = Windows ]; then
		program=$program.exe
	fi
	printf '%s\n' "$directory" >>"$GITHUB_PATH"
fi
"$program" --version
printf 'program=%s\n' "$program" >>"$GITHUB_OUTPUT"
