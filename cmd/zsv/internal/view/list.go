package view

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// A List is the result of a command that makes no report. Its JSON form is the model, as with reports.
type List interface {
	// writeText renders the list for people.
	writeText(w *bufio.Writer, s style)
}

// A FormatVersion is that of a list's JSON form, MAJOR.MINOR: what could break a reader changes the first number.
type FormatVersion struct{}

// MarshalText returns the version.
func (FormatVersion) MarshalText() ([]byte, error) { return []byte("1.0"), nil }

// Problems are the configuration's, for the JSON form of a list; for people they are a report of their own.
type Problems struct {
	Diagnostics []resolve.Diagnostic `json:"diagnostics"`
}

// WriteList renders a list in the format "text" or "json".
func WriteList(w io.Writer, format string, list List, o Options) error {
	if format == "json" {
		return WriteJSON(w, list)
	}
	buffer := bufio.NewWriter(w)
	list.writeText(buffer, style(o.Color))
	return buffer.Flush()
}

// Plain makes text from anywhere fit for a line of a terminal or a log.
func Plain(text string) string { return scrub(text) }

// Stacks lists stacks.
type Stacks struct {
	FormatVersion FormatVersion           `json:"format_version"`
	Stacks        []resolve.StackOverview `json:"stacks"`
	Problems
}

func (l Stacks) writeText(w *bufio.Writer, s style) {
	switch {
	case len(l.Stacks) == 0 && resolve.HasErrors(l.Diagnostics): // which may be why
		return
	case len(l.Stacks) == 0:
		_, _ = fmt.Fprintln(w, "The configuration has no stack.")
		return
	}
	t := table{head: []string{"STACK", "PROVIDER", "COMPONENTS", "SECRETS", "REFERENCES"}}
	for _, stack := range l.Stacks {
		name := stack.Name
		if stack.Default {
			name += " (default)"
		}
		t.add(name, stack.Provider, fmt.Sprint(len(stack.Components)), fmt.Sprint(len(stack.Secrets)), fmt.Sprint(stack.References))
	}
	t.write(w, s)
}

// Stack shows one stack.
type Stack struct {
	FormatVersion FormatVersion `json:"format_version"`
	resolve.StackOverview
	Problems
}

func (l Stack) writeText(w *bufio.Writer, s style) {
	title := "Stack " + scrub(l.Name)
	if l.Provider != "" {
		title += " · " + scrub(l.Provider)
	}
	_, _ = fmt.Fprintf(w, "%s\n", s.paint(bold, title))
	components := table{head: []string{"COMPONENT", "FLAVOR"}}
	for _, component := range l.Components {
		components.add(component.Address, component.Flavor)
	}
	secrets := table{head: []string{"SECRET", "PROVIDER", "LOCATION", "KEYS"}}
	for _, secret := range l.Secrets {
		secrets.add(secret.Secret, secret.Provider, secret.Location, strings.Join(secret.Keys, ", "))
	}
	variables := table{head: []string{"VARIABLE"}}
	for _, name := range l.Env {
		variables.add(name)
	}
	for _, t := range []table{components, secrets, variables} {
		if len(t.rows) > 0 {
			_, _ = fmt.Fprintln(w)
			t.write(w, s)
		}
	}
}

// Providers lists the providers of a configuration, and the types there are: zsv's own, and those of installed programs.
type Providers struct {
	FormatVersion FormatVersion              `json:"format_version"`
	Providers     []resolve.ProviderOverview `json:"providers"`
	Types         []string                   `json:"types"`
	ExternalTypes []string                   `json:"external_types"`
	Problems
}

func (l Providers) writeText(w *bufio.Writer, s style) {
	if len(l.Providers) > 0 {
		t := table{head: []string{"PROVIDER", "STORE", "STACKS", "REFERENCES"}}
		for _, p := range l.Providers {
			t.add(p.Address, withoutDirectory(p.Description), strings.Join(p.Stacks, ", "), fmt.Sprint(p.References))
		}
		t.write(w, s)
		_, _ = fmt.Fprintln(w)
	}
	_, _ = fmt.Fprintf(w, "Types: %s\n", strings.Join(l.Types, ", "))
	if len(l.ExternalTypes) > 0 {
		_, _ = fmt.Fprintf(w, "External types: %s\n", strings.Join(l.ExternalTypes, ", "))
	}
}
