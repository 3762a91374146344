#!/bin/sh
# Installs ZenML with its server into an environment of its own, once, and prints where it is: $ZSV_ZENML, else
# zsv/zenml-HASH beside Go's build cache, with what git calls the two files of versions, so that checkouts with other
# versions do not disturb each other. It takes 220 MB and a minute. Needs git, and Python 3.10 to 3.14 with venv and pip;
# ZSV_PYTHON names another than python3. versions.txt in it is written last: without that it is made anew.
set -eu

cd "$(dirname "$0")"
hash=$(cat requirements.txt constraints.txt | git hash-object --stdin)
environment=${ZSV_ZENML:-$(dirname "$(go env GOCACHE)")/zsv/zenml-$hash}

if ! cat requirements.txt constraints.txt | cmp -s - "$environment/versions.txt"; then
	echo "Installing a ZenML server for the tests into $environment; this takes a minute, once." >&2
	"${ZSV_PYTHON:-python3}" -m venv --clear "$environment"
	"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --requirement requirements.txt \
		--constraint constraints.txt >&2
	cat requirements.txt constraints.txt >"$environment/versions.txt"
fi
echo "$environment"
