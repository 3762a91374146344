package docs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/docs"
)

// Every rule has a section that reads well by itself: it begins with a sentence, and says how to fix the problem.
func TestRuleSections(t *testing.T) {
	t.Parallel()
	var rules []string
	for _, s := range docs.RuleSections() {
		rules = append(rules, s.Rule)
		if s.Description == "" || strings.ContainsAny(s.Description[:1], "-<#|") || len(s.Description) > 1024 {
			t.Errorf("%s: the description is %q", s.Rule, s.Description)
		}
		if strings.Contains(s.Description, "Fix:") || !strings.HasSuffix(s.Description, ".") {
			t.Errorf("%s: the description is %q", s.Rule, s.Description)
		}
		if !strings.Contains(s.Text, "\nFix: ") || strings.Contains(s.Text, "<!--") || strings.Contains(s.Text, "\n## ") {
			t.Errorf("%s: the text is %q", s.Rule, s.Text)
		}
	}
	slices.Sort(rules)
	if want := config.Rules(); !slices.Equal(want, rules) {
		t.Errorf("the sections are %q, want %q", rules, want)
	}
}
