package stackfile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/hclfmt"
)

// A Writing says how a stack is written.
type Writing struct {
	// Provider answers for the stack's references. NewProvider says that its block is written, too.
	Provider    config.ProviderAddr
	NewProvider bool
	// Known are components of the stack that the configuration has already, so that they are only named.
	Known map[config.ComponentAddr]bool
}

// HCL returns the stack as a file of a configuration, in its layout.
func (s *Stack) HCL(w Writing) ([]byte, error) {
	var b writer
	b.comment(s)
	if w.NewProvider {
		b.line("provider %s %s {}\n", quoted(w.Provider.Type), quoted(w.Provider.Name))
	}
	for i := range s.Components {
		if c := &s.Components[i]; !w.Known[c.Addr] {
			b.component(c)
		}
	}
	b.stack(s, w.Provider)
	return hclfmt.Format([]byte(b.String()))
}

// A writer writes HCL, whose layout is made afterwards.
type writer struct{ strings.Builder }

func (b *writer) line(format string, args ...any) { _, _ = fmt.Fprintf(b, format+"\n", args...) }

func (b *writer) comment(s *Stack) {
	from := "ZenML"
	if s.Version != "" {
		from += " " + s.Version
	}
	b.line("# The stack %s of %s, by zsv import.\n", quoted(s.Name), from)
}

func (b *writer) component(c *Component) {
	b.line("component %s %s {", quoted(c.Addr.Type), quoted(c.Addr.Name))
	if c.Flavor != "" {
		b.line("flavor = %s", quoted(c.Flavor))
	}
	for i := range c.Attributes {
		b.argument(c.Attributes[i].Name, &c.Attributes[i].Value)
	}
	b.line("}\n")
}

func (b *writer) stack(s *Stack, provider config.ProviderAddr) {
	b.line("stack %s {", quoted(s.Name))
	b.line("secrets = %s", provider)
	if len(s.Components) > 0 {
		b.line("components = [")
		for _, c := range s.Components {
			b.line("%s,", c.Addr)
		}
		b.line("]")
	}
	for _, m := range s.arguments() {
		b.argument(m.Name, &m.Value)
	}
	b.line("}")
}

func (b *writer) argument(name string, v *Value) {
	b.WriteString(name + " = ")
	b.value(v, true)
	b.WriteString("\n")
}

// value writes a value. Behind one that ends its line nothing may follow on it, and in a list something may have to.
func (b *writer) value(v *Value, endsLine bool) {
	switch v.Kind {
	case Null:
		b.WriteString("null")
	case Bool, Number:
		b.WriteString(v.Text)
	case String:
		b.text(v.Text, endsLine)
	case List:
		b.list(v)
	case Map:
		b.object(v)
	}
}

// mostInLine is how long a list may be that stands on one line.
const mostInLine = 80

func (b *writer) list(v *Value) {
	if line := oneLine(v); line != "" {
		b.WriteString(line)
		return
	}
	b.line("[")
	for i := range v.List {
		b.value(&v.List[i], false)
		b.line(",")
	}
	b.WriteString("]")
}

// oneLine returns a short list of plain values on one line, else "".
func oneLine(v *Value) string {
	var b writer
	b.WriteString("[")
	for i := range v.List {
		if element := &v.List[i]; element.Kind == List || element.Kind == Map || b.Len() > mostInLine {
			return ""
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.value(&v.List[i], false)
	}
	if b.Len() > mostInLine {
		return ""
	}
	return b.String() + "]"
}

func (b *writer) object(v *Value) {
	if len(v.Map) == 0 {
		b.WriteString("{}")
		return
	}
	b.line("{")
	for i := range v.Map {
		b.WriteString(key(v.Map[i].Name) + " = ")
		b.value(&v.Map[i].Value, true)
		b.WriteString("\n")
	}
	b.WriteString("}")
}

// isIdentifier says whether a name can stand without quotes. A byte order mark before it would be skipped.
func isIdentifier(name string) bool {
	return hclsyntax.ValidIdentifier(name) && !strings.Contains(name, "\ufeff")
}

// key writes a key without quotes where that means the same.
func key(name string) string {
	if isIdentifier(name) && !slices.Contains([]string{"for", "null", "true", "false"}, name) {
		return name
	}
	return quoted(name)
}

// quoted writes a text in quotes.
func quoted(text string) string { return string(hclwrite.TokensForValue(cty.StringVal(text)).Bytes()) }

// text writes a text of several lines that ends one as a heredoc, which shows it as it is.
func (b *writer) text(text string, endsLine bool) {
	if !endsLine || !isProse(text) {
		b.WriteString(quoted(text))
		return
	}
	end := delimiter(text)
	escaped := strings.NewReplacer("${", "$${", "%{", "%%{").Replace(text)
	b.WriteString("<<" + end + "\n" + escaped + end)
}

// isProse says whether a text is lines that people can read.
func isProse(text string) bool {
	return strings.Count(text, "\n") > 1 && strings.HasSuffix(text, "\n") && !strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsPrint(r) && r != '\n' && r != '\t'
	})
}

// delimiter returns a word that is no line of the text.
func delimiter(text string) string {
	word := "EOT"
	for i := 2; slices.ContainsFunc(strings.Split(text, "\n"), func(line string) bool {
		return strings.TrimSpace(line) == word
	}); i++ {
		word = "EOT" + strconv.Itoa(i)
	}
	return word
}
