package resolve

import (
	"fmt"
	"strings"

	"github.com/zsv-dev/zsv/config"
)

// A finder finds the references in the values of blocks, and what is wrong with them.
type finder struct {
	cfg   *config.Config
	rules *Rules
	findings
	// misnamed are the attributes for secrets' names that are reported to hold something else.
	misnamed map[misnamed]bool
}

// A holder is the block that values stand in.
type holder struct {
	address, component string
	// interpolates says that zsv itself resolves references inside longer strings, as it does in a stack's env.
	interpolates bool
}

// mentions returns the references in one value.
func (f *finder) mentions(h holder, v config.Value) []mention {
	if !strings.ContainsAny(v.Text, "{}") || v.Scalar {
		return nil
	}
	embedded := FindReferences(v.Text)
	if h.interpolates && len(embedded) > 0 {
		return f.embeddedMentions(h, v, embedded)
	}
	reference, whole := ParseReference(v.Text)
	f.nearMiss(h, v)
	switch {
	case whole:
		return f.mention(h, v, reference, 0, len(v.Text))
	case len(embedded) == 0 || f.reportEmbedded(h, v, embedded) == config.Off:
		return nil
	}
	return f.embeddedMentions(h, v, embedded)
}

func (f *finder) embeddedMentions(h holder, v config.Value, embedded []Found) []mention {
	var found []mention
	for _, e := range embedded {
		found = append(found, f.mention(h, v, e.Reference, e.Start, e.End)...)
	}
	return found
}

// mention makes one mention. A name that a sensitive variable takes part in would show that variable.
func (f *finder) mention(h holder, v config.Value, reference Reference, start, end int) []mention {
	at, written := f.cfg.Place(v, start, end)
	if !written && f.isLost(v) {
		return nil
	}
	if v.Sensitive && !written {
		f.report(config.RuleConfiguration, h.address, "Sensitive value in a reference", "A sensitive variable takes part in "+
			"the name of this secret or key, but names are shown in reports. Make the variable not sensitive, or the name "+
			"literal.", at)
		return nil
	}
	return []mention{{component: h.component, address: h.address, attribute: v.Attribute, at: at, reference: reference}}
}

// isLost says that a value is reported for the reference that is altered in it: what it looks like now nobody wrote.
func (f *finder) isLost(v config.Value) bool {
	return v.Altered && f.rules.Severity(config.RuleAltered, &v.Range) != config.Off
}

func (f *finder) nearMiss(h holder, v config.Value) {
	if detail, ok := NearMiss(v.Text); ok && !v.Sensitive {
		end := len(strings.TrimRightFunc(v.Text, pythonSpace))
		start := len(v.Text) - len(strings.TrimLeftFunc(v.Text, pythonSpace))
		at, written := f.cfg.Place(v, start, end)
		if !written && f.isLost(v) {
			return
		}
		f.report(config.RuleMalformed, h.address, "Malformed reference", detail, at)
	}
}

// reportEmbedded warns about references inside a longer string, once a string, and returns how severe that is.
func (f *finder) reportEmbedded(h holder, v config.Value, embedded []Found) config.Severity {
	at, _ := f.cfg.Place(v, embedded[0].Start, embedded[0].End)
	severity := f.rules.Severity(config.RuleEmbedded, &at)
	if severity != config.Off {
		f.report(config.RuleEmbedded, h.address, "Reference inside a longer string", embeddedDetail(v, embedded), at)
	}
	return severity
}

func embeddedDetail(v config.Value, embedded []Found) string {
	const what = "A reference counts only where it is the whole string; ZenML passes this one on as plain text. "
	if len(embedded) == 1 && strings.TrimSpace(v.Text[:embedded[0].Start]+v.Text[embedded[0].End:]) == "" {
		return what + blanksAdvice(v)
	}
	advice := what + textAdvice(len(embedded))
	if v.Heredoc {
		advice += " Write references in quotes, not as heredocs, which end in a newline."
	}
	return advice
}

// blanksAdvice is for a reference with nothing but blanks around it.
func blanksAdvice(v config.Value) string {
	switch {
	case v.Heredoc:
		return "It is written as a heredoc, which ends in a newline: write it as a string in quotes."
	case strings.HasSuffix(v.Text, "}}\n"):
		return "It ends in a newline, as a heredoc does: write it as a string in quotes."
	}
	return "There are blanks around it: remove them."
}

// textAdvice is for references with other text around them, or each other.
func textAdvice(references int) string {
	const anywhere = "into the stack's env, whose values may hold references anywhere."
	if references > 1 {
		return fmt.Sprintf("Put each of the %d references of this string into an argument of its own, or the string %s",
			references, anywhere)
	}
	return "Put the whole string into the secret and refer to that, or " + anywhere + " If it is meant for another tool, " +
		"write # zsv:ignore embedded-reference above the line."
}

// keys warns about references in the keys of objects and maps.
func (f *finder) keys(h holder, keys []config.MapKey) {
	for _, key := range keys {
		_, whole := ParseReference(key.Text)
		if whole || len(FindReferences(key.Text)) > 0 {
			f.report(config.RuleReferenceInKey, h.address, "Reference in a key", "References are looked for in values, not in "+
				"the keys of objects and maps: this one is neither checked nor resolved. Move it to a value.", key.Range)
		}
	}
}
