package cli

import (
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// openReport opens what the report is written to, before the file is.
func (i *importing) openReport() (err error) {
	i.results, err = i.openListResults(i.flags.formats, viewFlags{}, i.planning.workingDir)
	return err
}

// conclude says what was written, what was not carried over, and what to do next.
func (i *importing) conclude() error {
	i.describe()
	warnings := slices.DeleteFunc(i.newProblems(), func(d config.Diagnostic) bool { return d.Severity != config.Warning })
	i.imported.Diagnostics = resolve.Located(warnings, i.target.dir, i.after.cfg.Source)
	i.show(warnings, i.after.cfg)
	if i.target.stdout {
		return i.concludeApart()
	}
	return i.result(i.imported)
}

// concludeApart keeps the report off standard output, where the stack went.
func (i *importing) concludeApart() error {
	if len(i.flags.formats) > 0 && i.flags.formats[0] != "text" {
		return i.result(i.imported)
	}
	color, _ := i.colorOn(i.StderrTerminal) // what is wrong with --color was said before
	if err := view.WriteList(i.Stderr, "text", i.imported, view.Options{Color: color}); err != nil {
		return cannotWrite(err)
	}
	return nil
}

// describe fills in the report.
func (i *importing) describe() {
	d := &i.imported
	d.Stack, d.Source = i.stack.Name, i.source
	d.Provider, d.ProviderWritten = i.writing.Provider.String(), i.writing.NewProvider
	if !i.target.stdout {
		d.File = i.target.name
	}
	secrets := map[string]bool{}
	for _, use := range i.after.uses {
		if use.Stack == i.stack.Name {
			d.References++
			secrets[use.Reference.Name] = true
		}
	}
	d.Secrets = len(secrets)
	for _, n := range i.stack.Notes {
		note := view.ImportNote{What: n.What, Why: n.Why, ImportedPlace: i.shownPlace(n.Place)}
		if n.Kept {
			d.Changed = append(d.Changed, note)
		} else {
			d.LeftOut = append(d.LeftOut, note)
		}
	}
	if d.File != "" {
		d.Next = i.next()
	}
}

func (i *importing) shownPlace(at stackfile.Place) view.ImportedPlace {
	if at.Line == 0 {
		return view.ImportedPlace{}
	}
	return view.ImportedPlace{File: i.source, Line: at.Line, Column: at.Column}
}

// next returns the commands that follow, each with what it does.
func (i *importing) next() [][2]string {
	to := fmt.Sprintf("%s%s", i.directoryFlags(), i.stackFlag())
	steps := [][2]string{{"zsv plan" + to, "says what is missing"}}
	if i.writing.Provider.Type != "env" { // which zsv cannot change
		steps = append(steps, [2]string{"zsv apply" + to, "asks for it"})
	}
	return steps
}
