#!/bin/sh
# Installs the programs of requirements.txt into an environment of their own, once, and prints where it is: $ZSV_CHECKERS,
# else zsv/checkers-HASH beside Go's build cache, with what git calls requirements.txt, so that checkouts with other
# requirements do not disturb each other. Needs git, and Python 3.10 or newer with venv and pip; ZSV_PYTHON names another
# than python3. With --where it only prints where they are to be. The copy of requirements.txt in it is made last: without that copy it is made anew.
set -eu

cd "$(dirname "$0")"
hash=$(git hash-object --no-filters requirements.txt)
environment=${ZSV_CHECKERS:-$(dirname "$(go env GOCACHE)")/zsv/checkers-$hash}
if [ "${1-}" = --where ]; then
	echo "$environment"
	exit
fi

if ! cmp -s requirements.txt "$environment/requirements.txt"; then
	echo "Installing programs for the tests into $environment; this takes a minute, once." >&2
	"${ZSV_PYTHON:-python3}" -m venv --clear "$environment"
	"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --requirement requirements.txt >&2
	cp requirements.txt "$environment/"
fi

# Mermaid's parser, where there is Node with npm; elsewhere the test that wants it is skipped. The script is copied last.
mermaid=$environment/mermaid
if command -v npm >/dev/null && ! { cmp -s mermaid/package-lock.json "$mermaid/package-lock.json" &&
	cmp -s mermaid/parse.mjs "$mermaid/parse.mjs"; }; then
	echo "Installing Mermaid for the tests into $mermaid; it takes 180 MB." >&2
	mkdir -p "$mermaid"
	rm -f "$mermaid/parse.mjs"
	cp mermaid/package.json mermaid/package-lock.json "$mermaid/"
	if (cd "$mermaid" && npm ci --omit=optional --ignore-scripts --no-audit --no-fund --silent >&2); then
		cp mermaid/parse.mjs "$mermaid/"
	else
		echo "Mermaid could not be installed, so the test that wants it is skipped." >&2
	fi
fi
echo "$environment"
