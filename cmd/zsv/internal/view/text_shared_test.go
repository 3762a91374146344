package view

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/resolve"
)

// What several secrets have in common is said once, whatever the others have: one cause above all, several each above its own.
func TestSharedExplanations(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		whys string // of the secrets a, b, c, …
		want []string
	}{
		"one": {"x", []string{"? a not verified: x"}},
		"two": {"xx", []string{"? 2 secrets not verified: x", "", "? a not verified", "? b not verified"}},
		"two beside another": {"xyx", []string{"? 2 secrets not verified: x", "", "? a not verified", "? b not verified: y",
			"? c not verified"}},
		"none in common": {"xyz", []string{"? a not verified: x", "? b not verified: y", "? c not verified: z"}},
		"several, and some beside them": {"xyzyx", []string{"? c not verified: z", "", "? 2 secrets not verified: x", "",
			"? a not verified", "? e not verified", "", "? 2 secrets not verified: y", "", "? b not verified", "? d not verified"}},
		"several, and none beside them": {"yyxx", []string{"? 2 secrets not verified: y", "", "? a not verified", "? b not verified",
			"", "? 2 secrets not verified: x", "", "? c not verified", "? d not verified"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := &resolve.Report{Configurations: []string{"."}, Checked: true, Summary: resolve.Summary{Unverified: len(test.whys)}}
			for i, why := range test.whys {
				secret := string(rune('a' + i))
				report.Checks = append(report.Checks, resolve.Check{Provider: "provider.vault.main", Location: secret, Secret: secret,
					Status: resolve.StatusUnverified, Reason: "denied", Detail: string(why)})
			}
			var out strings.Builder
			if err := writeText(&out, report, Options{}); err != nil {
				t.Fatal(err)
			}
			_, body, _ := strings.Cut(out.String(), "\n\n")
			body, _, _ = strings.Cut(body, "\n\nPlan:")
			var got []string
			for _, line := range strings.Split(body, "\n") {
				got = append(got, strings.Join(strings.Fields(line), " "))
			}
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}
