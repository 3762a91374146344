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
// whoever wrote the configuration of a project, and never become more than a part of the argument that they stand in. The error
// is a clause that says which value cannot be one.
func (o *Operation) Fill(values map[string]string) ([]string, error) {
	line := make([]string, len(o.Run))
	operands := false // nothing behind the argument -- is an option
	for i, template := range o.Run {
		for _, name := range template.Placeholders() {
			if err := judgeValue(name, values[name]); err != nil {
				return nil, err
			}
		}
		if err := template.judgeBeginnings(values, operands); err != nil {
			return nil, err
		}
		line[i] = template.fill(values)
		operands = operands || line[i] == "--" && len(template.Placeholders()) == 0
	}
	return line, nil
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
// of an argument for an option, and there or behind a "=" for a file to read.
func (t Template) judgeBeginnings(values map[string]string, operands bool) error {
	for i, p := range t.parts {
		before := fill(t.parts[:i], values)
		if !p.isPlaceholder || before != "" && !strings.HasSuffix(before, "=") {
			continue
		}
		text := fill(t.parts[i:], values)
		if before == "" && !operands && strings.HasPrefix(text, "-") {
			return fmt.Errorf("the %s %q begins with \"-\", and the program would take it for an option", p.text, values[p.text])
		}
		if elsewhere().MatchString(text) {
			return fmt.Errorf("the %s %q begins with \"@\" or an address, which programs may read instead of taking it for a name",
				p.text, values[p.text])
		}
	}
	return nil
}
