# shellcheck shell=sh
# Read by the other scripts, which are the steps of action.yml. They get the inputs as variables, ZSV_INPUT_…, and no
# message repeats one: the runner obeys lines that start with two colons, and an input may be somebody else's words.

# stop MESSAGE… ends the step with an annotation.
stop() {
	printf '::error title=zsv::%s\n' "$*" >&2
	exit 1
}

# lines_of TEXT prints the lines of an input that has several, without blanks around them, and no empty ones.
lines_of() {
	printf '%s\n' "$1" | sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' -e '/^$/d'
}
