#!/bin/sh
# Builds all that a release consists of into dist/release, but for the container image, and checks it: what is in it, and,
# where there is nothing that is not committed, that a clone of the commit in another directory gives the same bytes. Of a
# release's tag it builds that release, of any other commit a snapshot. With ZSV_SNAPSHOT_SINGLE=1 it is for this machine's
# system alone, which takes a sixth of the time.
set -eu
cd "$(dirname "$0")/../.."
goreleaser=${GORELEASER:-goreleaser}

kind=--snapshot
case $(git describe --tags --exact-match --match 'v[0-9]*' --dirty 2>/dev/null || :) in
'' | *-dirty) ;;
*) kind=--skip=publish,announce ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
if [ -n "${ZSV_SNAPSHOT_SINGLE:-}" ]; then
	sed -e "s/^    goos: .*/    goos: [$(${GO:-go} env GOOS)]/" -e "s/^    goarch: .*/    goarch: [$(${GO:-go} env GOARCH)]/" \
		.goreleaser.yaml >"$work/config.yaml"
else
	cp .goreleaser.yaml "$work/config.yaml"
fi

# GoReleaser asks git where the repository comes from. Of one that comes from nowhere it builds a snapshot of no commit, without
# a date.
if ! git ls-remote --get-url >/dev/null 2>&1; then
	export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=remote.origin.url GIT_CONFIG_VALUE_0=https://github.com/zsv-dev/zsv
fi
commit=$(git rev-parse HEAD)

build() {
	$goreleaser release "$kind" --config "$work/config.yaml" --clean --skip=docker --parallelism 2
}

$goreleaser check
build
export ZSV_SNAPSHOT="$PWD/dist/release" ZSV_SNAPSHOT_COMMIT="$commit"
if [ "$(git rev-parse HEAD)" != "$commit" ]; then
	echo 'Another commit was checked out meanwhile, so it is not known what was built.' >&2
	exit 1
fi

if [ -z "$(git status --porcelain)" ]; then
	git clone --quiet "file://$PWD" "$work/elsewhere"
	git -C "$work/elsewhere" checkout --quiet --detach "$commit"
	(cd "$work/elsewhere" && build)
	export ZSV_SNAPSHOT_AGAIN="$work/elsewhere/dist/release"
else
	echo 'There are changes that are not committed, so nothing was built again to compare with.' >&2
fi
${GO:-go} -C tools/release test -count=1 .

if [ -n "${ZSV_SNAPSHOT_AGAIN:-}" ] && [ -n "$(git status --porcelain)" ]; then
	echo 'Building left something behind that git does not ignore:' >&2
	git status --short >&2
	exit 1
fi
