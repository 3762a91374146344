package cli

import (
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/resolve"
)

// conclude says what was written, what was not carried over, and what to do next.
func (i *importing) conclude(d *draft, to results) error {
	imported := i.describe(d)
	warnings := slices.DeleteFunc(d.newProblems(), func(problem config.Diagnostic) bool {
		return problem.Severity != config.Warning
	})
	imported.Diagnostics = resolve.Located(warnings, d.to.dir, d.after.cfg.Source)
	if len(imported.Diagnostics) > 0 {
		i.tellDiagnostics(imported.Diagnostics)
	}
	if d.to.stdout && (len(i.flags.formats) == 0 || i.flags.formats[0] == "text") {
		return i.concludeApart(imported)
	}
	return to.result(imported)
}

// concludeApart keeps the report off standard output, where the stack went.
func (i *importing) concludeApart(imported view.Imported) error {
	color, _ := i.colorOn(i.StderrTerminal) // what is wrong with --color was said before
	if err := view.WriteList(i.Stderr, "text", imported, view.Options{Color: color}); err != nil {
		return cannotWrite(err)
	}
	return nil
}

// describe makes the report.
func (i *importing) describe(d *draft) view.Imported {
	said := view.NewImported()
	said.Stack, said.Source = d.stack.Name, d.source
	said.Provider, said.ProviderWritten = d.writing.Provider.String(), d.writing.NewProvider
	said.Components = append(said.Components, d.components...)
	said.Replaced = append(said.Replaced, d.replaced...)
	said.Plaintext = append(said.Plaintext, d.plaintext...)
	said.References, said.Secrets, said.Elsewhere = d.counted()
	for _, n := range d.stack.Notes {
		note := view.ImportNote{What: n.What, Why: n.Why, ImportedPlace: d.shownPlace(n.Place)}
		if n.Kept {
			said.Changed = append(said.Changed, note)
		} else {
			said.LeftOut = append(said.LeftOut, note)
		}
	}
	if !d.to.stdout {
		said.File, said.Next = d.to.name, i.next(d)
	}
	return said
}

// counted returns how many references the stack has, and to how many secrets; elsewhere of these are declared in other stores
// than the stack's.
func (d *draft) counted() (references, secrets, elsewhere int) {
	stores := map[string]config.ProviderAddr{}
	for n := range d.after.cfg.Secrets {
		s := &d.after.cfg.Secrets[n]
		if s.Provider.State == config.Chosen {
			stores[s.Name] = s.Provider.Addr
		}
	}
	seen := map[string]bool{}
	for _, use := range d.after.uses {
		if use.Stack != d.stack.Name || strings.HasPrefix(use.Address, "secret.") { // which is no reference
			continue
		}
		references++
		store, declared := stores[use.Reference.Name]
		if !seen[use.Reference.Name] && declared && store != d.writing.Provider {
			elsewhere++
		}
		seen[use.Reference.Name] = true
	}
	return references, len(seen), elsewhere
}

// next returns the commands that follow, each with what it does.
func (i *importing) next(d *draft) [][2]string {
	to := i.chdirFlag() + operand(d.to.dir) + " --stack " + shell.Quote(d.stack.Name)
	steps := [][2]string{{"zsv plan" + to, "says what is missing"}}
	if d.writing.Provider.Type != "env" { // which zsv cannot change
		steps = append(steps, [2]string{"zsv apply" + to, "asks for it"})
	}
	return steps
}
