package docs

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRulesPage(t *testing.T) {
	t.Parallel()
	source := fixture(t, "rules.md")
	blocks, err := blocksOf("rules.md", source)
	if err != nil {
		t.Fatal(err)
	}
	wanted := []string{
		"docs/rules.md: the rule io has no section",
		`docs/rules.md: there is no rule "not-a-rule"`,
	}
	problems := checkRules(source, blocks, []string{"configuration", "io", "syntax", "usage"})
	if diff := cmp.Diff(wanted, problems); diff != "" {
		t.Errorf("problems (-wanted +got):\n%s", diff)
	}
	examples, err := examplesOf(blocks)
	if err != nil {
		t.Fatal(err)
	}
	var findings []finding
	for _, example := range examples {
		found, err := runExample(t.Context(), fixtureShell(t), example)
		if err != nil {
			t.Fatal(err)
		}
		findings = append(findings, found)
	}
	wantedText := `rules.md:19: the example does not show the rule: "zsv validate --format compact" printed no [configuration]
rules.md:29: "cat other.txt; ls" printed
    other
    other.txt
not
    other [configuration]
rules.md:29: the example does not show the rule: "cat other.txt; ls" printed no [configuration]
`
	if diff := cmp.Diff(wantedText, problemsOf(findings)); diff != "" {
		t.Errorf("problems (-wanted +got):\n%s", diff)
	}
}

func TestSectionWithoutAnExample(t *testing.T) {
	t.Parallel()
	problems := checkRules("## io\n\nNone.\n", nil, []string{"io"})
	if !slices.Equal(problems, []string{"docs/rules.md: the section io has no example that shows the rule"}) {
		t.Errorf("the problems are %q", problems)
	}
}
