package suggest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/agext/levenshtein"

	"github.com/zsv-dev/zsv/internal/suggest"
)

// FuzzClosest holds what is found against what comparing all finds.
func FuzzClosest(f *testing.F) {
	f.Add("s3_creds", "s3_cred slack s3-creds S3_CREDS")
	f.Add("ab", "cb c b")
	f.Add("\u00fcber", "\u00dcber uber \u00fcbr")
	f.Add(strings.Repeat("x", 70), strings.Repeat("x", 69)+" "+strings.Repeat("x", 71)+" y")
	f.Add("passwort", "password passwords pasword \xff")
	f.Fuzz(func(t *testing.T, given, list string) {
		candidates := strings.Split(list, " ")
		got, want := suggest.Closest(given, candidates), closestOfAll(given, candidates)
		if got != want {
			t.Errorf("Closest(%q, %q) = %q, want %q", given, candidates, got, want)
		}
	})
}

// closestOfAll compares all candidates, as Closest is described.
func closestOfAll(given string, candidates []string) string {
	characters := len([]rune(given))
	best, least := "", min(1+characters/4, 4, max(characters-1, 0))+1
	for _, candidate := range candidates {
		distance := levenshtein.Distance(given, candidate, nil)
		if strings.ReplaceAll(strings.ToLower(given), "-", "_") == strings.ReplaceAll(strings.ToLower(candidate), "-", "_") {
			distance = 0
		}
		isNearer := distance < least || distance == least && best != "" && candidate < best
		if candidate != given && candidate != "" && isNearer {
			best, least = candidate, distance
		}
	}
	return best
}

// Names that are all alike, and none of which is near, end in the same time as others.
func BenchmarkManyAmongMany(b *testing.B) {
	for name, format := range map[string][2]string{
		"different": {"missing_%05d_password", "%05d/other/name"}, "alike": {"team-%05d-mlflow-xyzzy", "team-%05d-mlflow-abcde"},
		"near": {"secret_%05d", "secret-%05dx"},
	} {
		b.Run(name, func(b *testing.B) {
			var given, candidates []string
			for i := range 10_000 {
				given = append(given, fmt.Sprintf(format[0], i*7919%100_000))
				candidates = append(candidates, fmt.Sprintf(format[1], i*104_729%100_000))
			}
			for b.Loop() {
				names := suggest.Among(candidates)
				for _, name := range given {
					names.Closest(name)
				}
			}
		})
	}
}
