// Package suggest finds the name that a user most likely meant. Every "did you mean" of zsv comes from here, so that
// all of them are equally strict and equally deterministic.
package suggest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Closest returns the candidate nearest to given, or "" when none is near enough to be worth proposing. A candidate
// that differs only in case, or in "-" for "_", is the nearest there is. Ties go to the candidate that sorts first, so
// the order of candidates does not matter. given itself is never proposed.
func Closest(given string, candidates []string) string { return Among(candidates).Closest(given) }

// DidYouMean returns " Did you mean X?", with X quoted and a leading blank so that it can follow a sentence, or "" when
// no candidate is near.
func DidYouMean(given string, candidates []string) string {
	closest := Closest(given, candidates)
	if closest == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %q?", closest)
}

// Instead follows "there is no X" and says what to write in place of it: the candidate that is near, as DidYouMean, where it
// is the only one, else which there are.
func Instead(given string, candidates []string) string {
	near := Closest(given, candidates)
	isNear := func(candidate string) bool { return candidate == near }
	if near == "" || Closest(given, slices.DeleteFunc(slices.Clone(candidates), isNear)) != "" {
		return ": write " + OneOf(candidates)
	}
	return "." + DidYouMean(given, candidates)
}

// OneOf lists the candidates for a message, sorted, each quoted: "a", "b" or "c".
func OneOf(candidates []string) string {
	quoted := make([]string, len(candidates))
	for i, candidate := range slices.Sorted(slices.Values(candidates)) {
		quoted[i] = fmt.Sprintf("%q", candidate)
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	return strings.Join(quoted[:len(quoted)-1], ", ") + " or " + quoted[len(quoted)-1]
}

// limit is the number of edits up to which a name counts as near: one for short names, more as they grow, and fewer than
// it has characters, so that something of it is left.
func limit(given string) int {
	characters := utf8.RuneCountInString(given)
	return min(1+characters/4, 4, max(characters-1, 0))
}

func fold(name string) string {
	return strings.ReplaceAll(strings.ToLower(name), "-", "_")
}
