#!/bin/sh
# Runs the workflow of the action as a runner would, with act, the command in ACT, on this machine and without GitHub: on the
# files that git tracks or would track, as they are now.
set -eu
cd "$(dirname "$0")/../.."

directory=$(mktemp -d)
trap 'chmod -R u+w "$directory"; rm -rf "$directory"' EXIT
mkdir "$directory/home"
git init --quiet "$directory/zsv"
(
	export GIT_DIR="$directory/zsv/.git" GIT_WORK_TREE="$PWD"
	git add --all
	git -c user.name=act -c user.email=act@localhost commit --quiet --message=action
)
git -C "$directory/zsv" checkout --quiet --force

# The job gets an empty home, and Go's caches as they are.
GOCACHE=$(go env GOCACHE) GOMODCACHE=$(go env GOMODCACHE) GOPATH=$(go env GOPATH)
export GOCACHE GOMODCACHE GOPATH
cd "$directory/zsv"
HOME=$directory/home XDG_CACHE_HOME=$directory/home/.cache XDG_CONFIG_HOME=$directory/home/.config \
	$ACT workflow_dispatch --workflows .github/workflows/action.yml --matrix os:ubuntu-latest \
	--platform ubuntu-latest=-self-hosted --no-cache-server --env "HOME=$directory/home" --env "GOCACHE=$GOCACHE" \
	--env "GOMODCACHE=$GOMODCACHE"
