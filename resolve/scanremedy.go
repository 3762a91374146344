package resolve

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/internal/shell"
)

// terraformApply makes the secrets that scanned files themselves create.
const terraformApply = "terraform apply"

// creates says whether the scanned files create a secret: whoever made it first would be in the way.
func (s *ScanSummary) creates(secret string) bool {
	return s != nil && slices.Contains(s.created, secret)
}

// scanRemedy returns the command that sets a key which scanned files refer to: zsv apply knows nothing of these files.
func (p *Plan) scanRemedy(check *Check, q *question) string {
	words := []string{"zsv secret create"}
	if check.Status == StatusMissingKey {
		words[0] = "zsv secret update"
	}
	provider := q.store.addr.Type + "." + q.store.addr.Name
	flags := append(append([]string{"-i"}, p.ConfigurationFlags()...), "--provider", shell.Quote(provider))
	if strings.HasPrefix(check.Secret, "-") { // which would be taken for a flag
		return strings.Join(append(append(words, flags...), "--", shell.Quote(check.Secret)), " ")
	}
	return strings.Join(append(append(words, shell.Quote(check.Secret)), flags...), " ")
}

// finish says of a report on scanned files what is to be done.
func (s *ScanSummary) finish(r *Report) {
	if s == nil {
		return
	}
	first := slices.IndexFunc(r.Checks, func(c Check) bool { return strings.HasPrefix(c.Remedy, "zsv secret ") })
	if s.block != "" && first >= 0 { // the provider is in no configuration yet, which is where commands find it
		r.Checks[first].Remedy = "cat >> scan.zsv.hcl <<'EOF'\n" + s.block + "EOF\n" + r.Checks[first].Remedy
	}
	for i := range r.Checks {
		if c := &r.Checks[i]; c.Detail == computedDetail {
			s.finishComputed(c)
		}
	}
}

// knownAfterApply is what stands in a plan's JSON for what is not known yet.
const knownAfterApply = "(known after apply)"

var terraformVariable = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\{var\.([A-Za-z0-9_-]+)`) })

// finishComputed says why a computed reference is not verified, and what verifies it.
func (s *ScanSummary) finishComputed(c *Check) {
	var variables []string
	for _, match := range terraformVariable().FindAllStringSubmatch(c.Secret+"."+c.Key, -1) {
		variables = append(variables, "--var "+match[1]+"=VALUE")
	}
	switch {
	case c.Secret == knownAfterApply:
		c.Detail = "it is not static: what it is, a reference or not, is known only when the plan is applied"
		c.Advice = adviceIf(c, "apply the plan, and scan what it made:", "terraform show -json > state.json")
	case len(variables) > 0:
		slices.Sort(variables)
		c.Advice = adviceIf(c, "set the variables, or scan what Terraform plans instead:",
			append([]string{"terraform show -json PLAN > plan.json"}, slices.Compact(variables)...)...)
	default:
		c.Advice = adviceIf(c, "scan what Terraform plans instead:", "terraform show -json PLAN > plan.json")
	}
}

// adviceIf returns advice for a check that is not verified; one that nobody wanted verified needs none.
func adviceIf(c *Check, action string, lines ...string) []string {
	if c.Status != StatusUnverified {
		return nil
	}
	return append([]string{action}, lines...)
}
