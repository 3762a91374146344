package resolve

import (
	"strings"

	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

// A verdict is what is made of an answer, for one check.
type verdict struct {
	status     Status
	reason     providers.Reason
	detail     string
	suggestion string
}

// verdictOf judges one check. Whatever is not confirmed in so many words is unverified.
func (p *Plan) verdictOf(c *check) verdict {
	switch {
	case p.level.Level == providers.None:
		return verdict{status: StatusSkipped}
	case c.question == nil:
		return unverified(providers.Invalid, c.problem)
	}
	v := c.judge(c.question.answer)
	if v.status.Missing() && c.optional {
		return verdict{status: StatusSkipped, reason: providers.Optional}
	}
	return v
}

func (c *check) judge(a providers.Answer) verdict {
	switch {
	case a.Secret == providers.Missing:
		return verdict{status: StatusMissingSecret, reason: a.Reason, detail: a.Detail, suggestion: c.similarSecret(a.Available)}
	case a.Secret != providers.Present:
		return unverified(a.Reason, a.Detail)
	case c.reference.Key == "":
		return verdict{status: StatusPresent}
	}
	key := a.Keys[c.reference.Key]
	switch key.Status {
	case providers.Present:
		return verdict{status: StatusPresent, reason: key.Reason, detail: key.Detail}
	case providers.Missing:
		return verdict{status: StatusMissingKey, reason: key.Reason, detail: key.Detail,
			suggestion: suggest.Closest(c.reference.Key, a.Available)}
	case providers.Unverified:
	}
	if key.Reason == "" {
		return unverified(a.Reason, a.Detail)
	}
	return unverified(key.Reason, key.Detail)
}

func unverified(reason providers.Reason, detail string) verdict {
	if reason == "" {
		reason, detail = providers.Unsupported, "the store did not say whether it is there"
	}
	return verdict{status: StatusUnverified, reason: reason, detail: detail}
}

// similarSecret returns the name that was meant instead of a missing secret's. The store knows locations; a name is what
// is left of one without what stands before the missing name in its own location.
func (c *check) similarSecret(locations []string) string {
	prefix, ok := strings.CutSuffix(c.location, c.reference.Name)
	if !ok {
		return suggest.Closest(c.location, locations)
	}
	names := make([]string, 0, len(locations))
	for _, location := range locations {
		if name, ok := strings.CutPrefix(location, prefix); ok {
			names = append(names, name)
		}
	}
	return suggest.Closest(c.reference.Name, names)
}
