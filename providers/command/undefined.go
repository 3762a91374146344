package command

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

// recipes are definitions of well-known commands, each in a file of its name.
//
//go:embed recipes/*.hcl
var recipes embed.FS

// unusable returns the answer to everything where there is no definition to go by; nil where there is one.
func (p *Provider) unusable() *providers.Answer {
	switch {
	case p.command == nil && p.around.Commands.Unread:
		return &providers.Answer{Reason: providers.Invalid, Detail: fmt.Sprintf("%s has an error, so that it is not known how it "+
			"defines the command %q, and nothing was run; correct it first", p.configFile(), p.name)}
	case p.command == nil:
		return p.undefined()
	case p.command.Broken:
		return &providers.Answer{Reason: providers.Invalid, Detail: fmt.Sprintf("%s has an error, so nothing was run", p.definition())}
	default:
		return nil
	}
}

func (p *Provider) unusableError() error {
	if refusal := p.unusable(); refusal != nil {
		return &providers.Error{Reason: refusal.Reason, Detail: refusal.Detail}
	}
	return nil
}

// undefined says what to add to the user's configuration. The project chose the name, so a name is all that it can choose: what
// is proposed to run for it is known to zsv, or left open.
func (p *Provider) undefined() *providers.Answer {
	detail := fmt.Sprintf("the configuration names the command %q, which %s does not define, so nothing was run", p.name,
		p.configFile())
	if near := suggest.Closest(p.name, p.around.Commands.Names()); near != "" {
		detail += fmt.Sprintf("; it defines %q", near)
	}
	return &providers.Answer{Reason: providers.Untrusted, Detail: detail, Advice: append(
		[]string{"if it may ask your stores, add to " + p.configFile() + ":"}, p.block()...)}
}

// block returns the lines of a definition.
func (p *Provider) block() []string {
	if text, err := recipes.ReadFile("recipes/" + p.name + ".hcl"); err == nil {
		return slices.DeleteFunc(strings.Split(string(text), "\n"), func(line string) bool {
			line = strings.TrimSpace(line)
			return line == "" || strings.HasPrefix(line, "#")
		})
	}
	lines := []string{fmt.Sprintf("command %q {", p.name)}
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		lines = append(lines, fmt.Sprintf("  parameter %q {}", name))
	}
	return append(lines, "  check {", `    run = ["PROGRAM", "--", "{location}"]`, "  }", "}")
}
