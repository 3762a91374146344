package view

import (
	"fmt"
	"strings"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// A severity is how bad a finding is: a diagnostic's own, or what a verdict amounts to under the options.
type severity string

const (
	severityNone    severity = "" // nothing to report
	severityWarning severity = "warning"
	severityError   severity = "error"
)

// rank puts errors before warnings.
func (s severity) rank() int {
	if s == severityError {
		return 0
	}
	return 1
}

// verdictSeverity returns how bad a verdict is.
func verdictSeverity(status resolve.Status, o Options) severity {
	switch {
	case status.Missing():
		return severityError
	case status == resolve.StatusUnverified && o.AllowUnverified:
		return severityWarning
	case status == resolve.StatusUnverified:
		return severityError
	}
	return severityNone
}

// verdictTitle returns a verdict's constant title.
func verdictTitle(status resolve.Status) string {
	switch status {
	case resolve.StatusMissingSecret:
		return "Missing secret"
	case resolve.StatusMissingKey:
		return "Missing key"
	case resolve.StatusUnverified:
		return "Not verified"
	}
	return ""
}

// verdictMessage says in one line what a check found: what, where in the store, why, and what was meant instead. It is
// scrubbed, and ends without a full stop unless its last sentence has one.
func verdictMessage(c *resolve.Check) string {
	var message string
	switch c.Status {
	case resolve.StatusMissingSecret:
		message = missingSecret(c)
	case resolve.StatusMissingKey:
		message = fmt.Sprintf("key %s is missing from secret %s", name(c.Key), name(c.Secret)) + whereabouts(c)
		if why := explanation(c); why != "" {
			message += ": " + why
		}
	case resolve.StatusUnverified:
		message = subject(c) + whereabouts(c) + " is not verified: " + explanation(c)
	default:
		message = subject(c) + whereabouts(c) + " is " + string(c.Status)
	}
	if c.Suggestion == "" {
		return message
	}
	return strings.TrimSuffix(message, ".") + ". " + didYouMean(c.Suggestion)
}

func missingSecret(c *resolve.Check) string {
	message := "secret " + name(c.Secret)
	if c.Key != "" {
		message += " with the key " + name(c.Key)
	}
	message += " is missing" + whereabouts(c)
	if why := explanation(c); why != "" {
		message += ": " + why
	}
	return message
}

// subject names what was asked about: a key of a secret, or the secret itself.
func subject(c *resolve.Check) string {
	if c.Key == "" {
		return "secret " + name(c.Secret)
	}
	return "key " + name(c.Key) + " of secret " + name(c.Secret)
}

// whereabouts tells apart checks that the same place in the configuration gives in different stacks and stores.
func whereabouts(c *resolve.Check) string {
	var parts []string
	if c.Stack != "" {
		parts = append(parts, "stack "+name(c.Stack))
	}
	if c.Location != c.Secret {
		parts = append(parts, name(c.Location))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// explanation says all there is to say of why and what to do, scrubbed: for the formats that list results.
func explanation(c *resolve.Check) string {
	if detail := c.FullDetail(); detail != "" {
		return scrub(detail)
	}
	return cause(c)
}

// cause says why, scrubbed: see Because.
func cause(c *resolve.Check) string {
	if c.Detail == "" && c.Reason == "" && c.Status == resolve.StatusUnverified {
		return "the store gave no answer"
	}
	return scrub(Because(c.Reason, c.Detail))
}

// Because says why: the detail where there is one, else the reason in words; "" where neither is given.
func Because(reason providers.Reason, detail string) string {
	if detail != "" {
		return detail
	}
	if words, ok := reasonWords[reason]; ok {
		return words
	}
	return strings.ReplaceAll(string(reason), "_", " ")
}

var reasonWords = map[providers.Reason]string{
	providers.Denied:          "permission denied",
	providers.Unauthenticated: "the store does not accept the credentials, or there are none",
	providers.Unreachable:     "the store cannot be reached",
	providers.Timeout:         "no answer within the time allowed",
	providers.Throttled:       "the store asks to slow down",
	providers.Sealed:          "the store is sealed",
	providers.ServerError:     "the store failed",
	providers.Interrupted:     "interrupted before the answer came",
	providers.NoMount:         "there is no key-value store at the mount",
	providers.Busy:            "another writer holds the store",
	providers.Locked:          "no identity to decrypt the store with",
	providers.Untrusted:       "the configuration names a place that is not trusted",
	providers.Invalid:         "not a name or a form that the store can hold",
	providers.Unsupported:     "the store cannot say",
	providers.Plugin:          "the provider's program failed",
	providers.Internal:        "a defect of zsv's own",
	providers.Deleted:         "deleted",
	providers.Empty:           "set, but empty",
	providers.Optional:        "optional",
}

func didYouMean(suggestion string) string { return `Did you mean "` + scrub(suggestion) + `"?` }
