package resolve

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
)

// computedMentions returns the references whose name or key another tool puts together. They are checks like the others,
// of which only one thing is known: that they cannot be verified.
func (e *scanExtractor) computedMentions(h holder, v config.Value, computed []config.ComputedReference) []mention {
	var found []mention
	for _, c := range computed {
		at, _ := e.cfg.Place(v, c.Start, c.End)
		if c.Name == "" {
			c.Name = "…"
		}
		found = append(found, mention{address: h.address, attribute: v.Attribute, at: at, computed: true,
			reference: Reference{Name: clipName(c.Name), Key: clipName(c.Key)}})
	}
	return found
}

// longestShown is how much is shown of something that another tool puts together.
const longestShown = 200

func clipName(name string) string {
	if len(name) <= longestShown {
		return name
	}
	return strings.ToValidUTF8(name[:longestShown], "") + "…"
}

// besideComputed returns the references that stand in a text beside computed ones, or beside other things that are.
func (e *scanExtractor) besideComputed(h holder, b *config.ScannedBlock, v config.Value,
	computed []config.ComputedReference) []mention {
	var found []mention
	for _, f := range FindReferences(v.Text) {
		switch quoted := inQuotes(v.Text, f); {
		case overlaps(computed, f), !b.ZenML && !quoted, b.ZenML && !quoted && e.reportEmbeddedIn(h, v, f) == config.Off:
			continue
		}
		found = append(found, e.mention(h, v, f.Reference, f.Start, f.End)...)
	}
	return found
}

func overlaps(computed []config.ComputedReference, f Found) bool {
	i := sort.Search(len(computed), func(i int) bool { return computed[i].End > f.Start })
	return i < len(computed) && computed[i].Start < f.End
}

// referenceInName reports a reference in the name of a component, and returns whether there is one.
func (e *scanExtractor) referenceInName(h holder, v config.Value) bool {
	if len(FindReferences(v.Text)) == 0 {
		return false
	}
	e.report(config.RuleReferenceInName, h.address, "Reference in a name", "A name cannot be a reference: it is needed "+
		"before any secret is read, and ZenML refuses it. Write the name itself.", v.Range)
	return true
}

// zenmlMentions returns the references in a value that ZenML reads, and says what is odd about them.
func (e *scanExtractor) zenmlMentions(h holder, v config.Value) []mention {
	e.nearMiss(h, v)
	if reference, whole := ParseReference(v.Text); whole {
		return e.mention(h, v, reference, 0, len(v.Text))
	}
	embedded := FindReferences(v.Text)
	if len(embedded) == 0 || e.reportEmbeddedIn(h, v, embedded[0]) == config.Off {
		return nil
	}
	return e.embeddedMentions(h, v, embedded)
}

// reportEmbeddedIn warns about references inside a longer string, and returns how severe that is.
func (e *scanExtractor) reportEmbeddedIn(h holder, v config.Value, first Found) config.Severity {
	at, _ := e.cfg.Place(v, first.Start, first.End)
	severity := e.rules.Severity(config.RuleEmbedded, &at)
	if severity != config.Off {
		e.report(config.RuleEmbedded, h.address, "Reference inside a longer string", embeddedInFile(v, first, at), at)
	}
	return severity
}

func embeddedInFile(v config.Value, first Found, at hcl.Range) string {
	const what = "A reference counts only where it is the whole string; ZenML passes this one on as plain text. "
	switch {
	case !isAlone(v.Text, first) && strings.HasSuffix(at.Filename, ".json"): // which has no comments
		return what + "Put the whole string into the secret and refer to that. If it is meant for another tool, leave the file out " +
			"with --exclude, or set --rule embedded-reference=off."
	case !isAlone(v.Text, first):
		return what + "Put the whole string into the secret and refer to that. If it is meant for another tool, write " +
			"# zsv:ignore embedded-reference above the line."
	case v.Heredoc && isYAML(at.Filename):
		return what + "It is written as a block, which ends in a newline: write it as a string in quotes, or the block with >- or |-."
	case v.Heredoc:
		return what + "It is written as a heredoc, which ends in a newline: write it as a string in quotes, or take the newline " +
			"off with chomp."
	}
	return what + "There are blanks around it: remove them."
}

func isYAML(filename string) bool {
	return strings.HasSuffix(filename, ".yaml") || strings.HasSuffix(filename, ".yml")
}

// likelyMentions returns the references in a value that may be of any tool: those that are the whole value, or in a text
// the whole of a string within it, as in JSON in JSON. What else looks like one there is a template of another tool, and so
// are names that no secret has.
func (e *scanExtractor) likelyMentions(h holder, v config.Value) []mention {
	if reference, ok := ParseReference(v.Text); ok && isLikely(reference, v.Range.Filename) {
		return e.mention(h, v, reference, 0, len(v.Text))
	}
	var found []mention
	all := FindReferences(v.Text)
	for _, f := range all {
		switch {
		case !isLikely(f.Reference, v.Range.Filename):
		case len(all) == 1 && isAlone(v.Text, f) && e.reportEmbeddedIn(h, v, f) != config.Off, inQuotes(v.Text, f):
			found = append(found, e.mention(h, v, f.Reference, f.Start, f.End)...)
		}
	}
	return found
}

// isAlone says whether there is nothing but blanks around a reference.
func isAlone(text string, f Found) bool {
	return strings.TrimSpace(text[:f.Start]) == "" && strings.TrimSpace(text[f.End:]) == ""
}

// isLikely says whether a reference could be meant for a secret: its name begins as names do, not as the variables of
// templates, and it has no signs that are those of expressions. HCL has no templates with two braces; YAML and JSON are full
// of them.
func isLikely(r Reference, file string) bool {
	if r.Name == "" || r.Name[0] == '$' || strings.ContainsFunc(r.Name+r.Key, isOfExpression) {
		return false
	}
	if isTerraform(file) && (config.IsFormat(r.Name) || config.IsFormat(r.Key)) { // what format makes of it counts
		return false
	}
	return isHCL(file) || !strings.ContainsRune(templateSigils, rune(r.Name[0])) && !isOfTemplate(r)
}

func isOfExpression(c rune) bool {
	return strings.ContainsRune("{}()[]|\"'`", c) || unicode.IsControl(c)
}

// templateSigils are what tags begin with in templates of Mustache and Handlebars.
const templateSigils = "#/^>&!=@~*"

// templateRoots are names that are those of templates: of Cookiecutter, Airflow, Argo, and CloudFormation.
var templateRoots = []string{"cookiecutter", "dag_run", "task_instance"}

func isOfTemplate(r Reference) bool {
	first, _, _ := strings.Cut(r.Key, ".")
	return slices.Contains(templateRoots, r.Name) || strings.HasPrefix(r.Name, "resolve:") ||
		r.Name == "inputs" && (first == "parameters" || first == "artifacts")
}

func isTerraform(filename string) bool {
	name := strings.ToLower(filename)
	return isHCL(name) || strings.HasSuffix(name, ".tf.json") || strings.HasSuffix(name, ".tofu.json") ||
		strings.HasSuffix(name, ".tfvars.json")
}

func isHCL(filename string) bool {
	for _, ending := range []string{".tf", ".tofu", ".hcl", ".tfvars"} {
		if strings.HasSuffix(strings.ToLower(filename), ending) {
			return true
		}
	}
	return false
}

// inQuotes says whether a reference in a longer text has quotes right beside it on both sides: then it is the whole of a
// string for whoever reads the text.
func inQuotes(text string, f Found) bool {
	before, after := text[:f.Start], text[f.End:]
	for _, quote := range []string{`"`, `'`} {
		if strings.HasSuffix(before, quote) && (strings.HasPrefix(after, quote) || strings.HasPrefix(after, `\`+quote)) {
			return true
		}
	}
	return false
}

// isInQuotes says whether a text has references, and all of them are whole strings within it.
func isInQuotes(text string) bool {
	if _, whole := ParseReference(text); whole {
		return false
	}
	all := FindReferences(text)
	for _, f := range all {
		if !inQuotes(text, f) {
			return false
		}
	}
	return len(all) > 0
}

// computedDetail says why a computed reference is not verified, and computedAdvice what verifies it.
const computedDetail = "it is not static: its name or key is put together only when Terraform runs"

var computedAdvice = []string{"set the variables that make it with --var NAME=VALUE, or scan what Terraform plans instead:",
	"terraform show -json PLAN > plan.json"}
