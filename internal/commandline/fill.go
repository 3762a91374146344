package commandline

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Fill returns the command line with values in place of its placeholders, each of which must have one. Values come from
// whoever wrote the configuration of a project, and never become more than a part of the argument that they stand in; an argument
// with an empty parameter in it is left out. inHome gives the user's own "~/" its meaning. The error is a clause that says which
// value cannot be one.
func (o *Operation) Fill(values map[string]string, inHome func(path string) string) ([]string, error) {
	line := make([]string, 0, len(o.Run))
	operands := false // nothing behind the argument -- is an option
	for _, template := range o.Run {
		if template.isLeftOut(values) {
			continue
		}
		for _, name := range template.Placeholders() {
			if err := judgeValue(name, values[name]); err != nil {
				return nil, err
			}
		}
		if err := template.judgeBeginnings(values, operands); err != nil {
			return nil, err
		}
		argument := template.fill(values)
		if strings.HasPrefix(template.String(), "~/") { // what a project gives is no home
			argument = inHome(argument)
		}
		line = append(line, argument)
		operands = operands || argument == "--" && len(template.Placeholders()) == 0
	}
	return line, nil
}

// isLeftOut says whether a parameter in an argument is empty, as it can be by its default alone.
func (t Template) isLeftOut(values map[string]string) bool {
	return slices.ContainsFunc(t.Placeholders(), func(name string) bool {
		return name != Location && name != Key && values[name] == ""
	})
}

// judgeValue refuses what no argument should hold, whatever the program.
func judgeValue(name, value string) error {
	segments := strings.FieldsFunc(value, func(r rune) bool { return r == '/' || r == '\\' })
	switch {
	case value == "":
		return fmt.Errorf("the %s is empty", name)
	case strings.ContainsFunc(value, unicode.IsControl):
		return fmt.Errorf("the %s %q has a control character", name, value)
	case slices.Contains(segments, ".") || slices.Contains(segments, ".."):
		return fmt.Errorf("the %s %q has a segment \".\" or \"..\", which could lead out of its place in the store", name, value)
	}
	return nil
}

// elsewhere are values that programs replace by the contents of a file or of an address.
var elsewhere = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(@|[A-Za-z][A-Za-z0-9+.-]*://)`)
})

// judgeBeginnings refuses values that the program could take for something else than a name where they stand: at the beginning
// of an argument for an option, and there or behind a "=", also one of their own, for a file to read.
func (t Template) judgeBeginnings(values map[string]string, operands bool) error {
	for i, p := range t.parts {
		if !p.isPlaceholder {
			continue
		}
		before, text := fill(t.parts[:i], values), fill(t.parts[i:], values)
		if before == "" && !operands && strings.HasPrefix(text, "-") {
			return fmt.Errorf("the %s %q begins with \"-\", and the program would take it for an option", p.text, values[p.text])
		}
		if (before == "" || strings.HasSuffix(before, "=")) && elsewhere().MatchString(text) {
			return fmt.Errorf("the %s %q begins with \"@\" or an address, which programs may read instead of taking it for a name",
				p.text, values[p.text])
		}
		if leadsElsewhere(text, len(values[p.text])) {
			return fmt.Errorf("the %s %q has \"@\" or an address behind a \"=\", which programs may read instead of taking it for a "+
				"name", p.text, values[p.text])
		}
	}
	return nil
}

// leadsElsewhere says whether there is such a value behind a "=" in the first bytes of a text.
func leadsElsewhere(text string, first int) bool {
	for i := range first {
		if text[i] == '=' && elsewhere().MatchString(text[i+1:]) {
			return true
		}
	}
	return false
}
