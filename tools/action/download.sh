#!/bin/sh
# download.sh DIRECTORY downloads the release that the input version names. Nothing of it is unpacked before its SHA-256 is
# what the input checksum says, or else the release's checksums.txt.
set -eu
. "$(dirname "$0")/stop.sh"

url=$ZSV_INPUT_DOWNLOAD_URL
checksum=$ZSV_INPUT_CHECKSUM
version=${ZSV_INPUT_VERSION#v}

newline='
'
case $version in
*[!0-9A-Za-z.+-]* | *"$newline"*) version= ;;
[0-9]*.[0-9]*.[0-9]*) ;;
*) version= ;;
esac
[ -n "$version" ] || stop 'the input version names no release: write one, such as 0.1.0; or system for the zsv on the' \
	'PATH; or leave it out, so that the action builds its own.'

case $checksum in
'') ;;
*[!0-9A-Fa-f]*) checksum=wrong ;;
esac
if [ -n "$checksum" ] && [ ${#checksum} -ne 64 ]; then
	stop 'the input checksum is no SHA-256: write the 64 hexadecimal digits that stand before the name of the archive in' \
		'checksums.txt.'
fi

case $url in
https://*) protocol=https ;;
http://*)
	protocol=http,https
	[ -n "$checksum" ] || stop 'the input download-url is no https address, so what comes from there could be anything:' \
		'give the input checksum too, or an https address.'
	;;
*) stop 'the input download-url is no https address.' ;;
esac

case $RUNNER_OS in
Linux) system=linux suffix=tar.gz ;;
macOS) system=darwin suffix=tar.gz ;;
Windows) system=windows suffix=zip ;;
*) system= ;;
esac
case $RUNNER_ARCH in
X64) architecture=amd64 ;;
ARM64) architecture=arm64 ;;
*) system= ;;
esac
[ -n "$system" ] || stop 'there is no release of zsv for this kind of runner: leave the input version out, so that' \
	'the action builds its own.'
archive=zsv_${version}_${system}_${architecture}.$suffix

# fetch NAME downloads a file of the release.
fetch() {
	curl --fail --silent --show-error --location --proto "=$protocol" --retry 3 --connect-timeout 30 --max-time 600 \
		--output "$directory/$1" --url "${url%/}/v$version/$1" ||
		stop "$1 of zsv $version could not be downloaded: curl says why above. Is there such a release, and does the runner reach it?"
}

# sha256 FILE prints its SHA-256.
sha256() {
	if command -v sha256sum >/dev/null; then
		sha256sum <"$1" | cut -d ' ' -f 1
	else
		shasum -a 256 <"$1" | cut -d ' ' -f 1
	fi
}

directory=$(mktemp -d "$RUNNER_TEMP/zsv-download-XXXXXX")
trap 'rm -rf "$directory"' EXIT

if [ -z "$checksum" ]; then
	fetch checksums.txt
	checksum=$(awk -v "name=$archive" '$2 == name || $2 == "*" name { print $1 }' "$directory/checksums.txt")
	case $checksum in
	*[!0-9A-Fa-f]*) checksum= ;; # two lines, too
	esac
	[ ${#checksum} -eq 64 ] || stop "checksums.txt of zsv $version has not one SHA-256 for $archive, so there is nothing" \
		"to hold it to. Nothing was unpacked."
fi
fetch "$archive"
expected=$(printf %s "$checksum" | tr 'A-F' 'a-f')
actual=$(sha256 "$directory/$archive")
[ "$actual" = "$expected" ] || stop "the SHA-256 of $archive is $actual, not $expected: it was cut short on the way," \
	"or somebody changed it. Nothing was unpacked."

case $suffix in
zip) unzip -q "$directory/$archive" zsv.exe -d "$1" ;;
*) tar -xzf "$directory/$archive" -C "$1" zsv ;;
esac
