package resolve

import "github.com/zsv-dev/zsv/providers"

// recalled are the verdicts of an earlier report.
type recalled map[recalledID]*Check

type recalledID struct{ stack, provider, location, secret, key string }

// Recall reports as Check does, with the verdicts of an earlier report in place of the stores' answers: nobody is asked.
// What that report has no verdict on is unverified.
func (p *Plan) Recall(earlier *Report) *Report {
	p.prepare()
	p.recalled = recalled{}
	defer func() { p.recalled = nil }()
	for i := range earlier.Checks {
		c := &earlier.Checks[i]
		p.recalled[recalledID{c.Stack, c.Provider, c.Location, c.Secret, c.Key}] = c
	}
	return p.assemble(true)
}

// verdictOn returns the verdict on a check.
func (r recalled) verdictOn(c *check) verdict {
	was := r[recalledID{c.stack, c.address, c.location, c.reference.Name, c.reference.Key}]
	switch {
	case was == nil:
		return unverified(providers.Unsupported, "the saved plan has no verdict on it")
	case was.Status == StatusPresent, was.Status.Missing():
	case was.Status == StatusSkipped && was.Reason == providers.Optional && c.optional:
	default:
		v := unverified(was.Reason, was.Detail)
		v.advice = was.Advice
		return v
	}
	return verdict{status: was.Status, reason: was.Reason, detail: was.Detail, suggestion: was.Suggestion}
}
