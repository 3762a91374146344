package resolve

import (
	"github.com/zsv-dev/zsv/providers"
)

// A verdict is what is made of an answer, for one check.
type verdict struct {
	status     Status
	reason     providers.Reason
	detail     string
	advice     []string
	suggestion string
}

// verdictOf judges one check. Whatever is not confirmed in so many words is unverified.
func (p *Plan) verdictOf(c *check) verdict {
	switch {
	case p.level.Level == providers.None && c.computed:
		return verdict{status: StatusSkipped, detail: computedDetail}
	case p.level.Level == providers.None:
		return verdict{status: StatusSkipped}
	case c.computed:
		return verdict{status: StatusUnverified, reason: providers.Unsupported, detail: computedDetail, advice: computedAdvice}
	case c.question == nil:
		return unverified(providers.Invalid, c.problem)
	case p.recalled != nil:
		return p.recalled.verdictOn(c)
	}
	v := c.judge(c.question.answer)
	if v.status == StatusUnverified {
		v.advice = c.question.answer.Advice
	}
	if v.status.Missing() && c.optional {
		return verdict{status: StatusSkipped, reason: providers.Optional}
	}
	return v
}

func (c *check) judge(a providers.Answer) verdict {
	switch {
	case contradictory(a):
		return unverified(providers.Internal, "the provider says that the secret is missing and that it has a key, so nothing it "+
			"said counts; please report this")
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
			suggestion: c.similarKey(a.Available)}
	case providers.Unverified:
	}
	if key.Reason == "" {
		return unverified(a.Reason, a.Detail)
	}
	return unverified(key.Reason, key.Detail)
}

func contradictory(a providers.Answer) bool {
	for _, key := range a.Keys {
		if a.Secret == providers.Missing && key.Status == providers.Present {
			return true
		}
	}
	return false
}

func unverified(reason providers.Reason, detail string) verdict {
	if reason == "" {
		reason, detail = providers.Unsupported, "the store did not say whether it is there"
	}
	return verdict{status: StatusUnverified, reason: reason, detail: detail}
}
