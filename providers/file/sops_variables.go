package file

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/providers"
)

// A sealedVariables is a dotenv file that SOPS encrypted.
type sealedVariables struct {
	sops.Text
	format          textFormat
	*dotenvDocument                       // without what SOPS notes; the values are encrypted, and all are as SOPS reads them
	written         map[string]string     // the names of variables as SOPS reads them
	faults          map[string]sops.Fault // by name
	survey          sops.Survey
}

var _ sealed = (*sealedVariables)(nil)

// parseVariables reads a dotenv file.
func (f textFormat) parseVariables(text []byte) (document, error) {
	plain, err := parseVariables(text)
	if err != nil {
		return nil, err
	}
	s, err := readSeal(sops.SealOfVariables(plain.settings))
	switch {
	case err != nil:
		return nil, err
	case s == nil && f.as == formatSOPS:
		return nil, notSealed(f.shown)
	case s == nil:
		return plain, nil
	}
	d := f.sealedVariables(text, plain, s)
	if f.as == formatSOPS && d.survey.IsClear() {
		return nil, notSealed(f.shown)
	}
	return d, nil
}

func (f textFormat) sealedVariables(text []byte, plain *dotenvDocument, s *sops.Seal) *sealedVariables {
	d := &sealedVariables{Text: f.sealedText(text, s), format: f, dotenvDocument: &dotenvDocument{
		Variables: providers.Variables{Empty: emptyKey}, values: map[string]string{}},
		written: map[string]string{}, faults: map[string]sops.Fault{}}
	for _, setting := range plain.settings {
		if strings.HasPrefix(setting.Name, sops.Name+"_") {
			continue
		}
		name, value := asRead(plain.text[setting.Start:setting.End])
		d.Add(setting.Name, value)
		d.values[setting.Name], d.written[setting.Name] = value, name
		d.settings = append(d.settings, setting)
		d.faults[setting.Name] = s.FaultOf(value, name)
		d.survey.Note(value, d.faults[setting.Name])
	}
	return d
}

// asRead returns the name and the value of a variable as SOPS reads them: with "export", blanks and quotes.
func asRead(line []byte) (name, value string) {
	first, _, _ := strings.Cut(string(line), "\n")
	name, value, _ = strings.Cut(first, "=")
	return name, strings.ReplaceAll(value, `\n`, "\n")
}

// Answer looks variables up.
func (d *sealedVariables) Answer(query providers.Query) providers.Answer {
	answer := d.Variables.Answer(query)
	for key := range answer.Keys {
		if found := d.faults[providers.VariableOf(query.Location, key)]; found != sops.NoFault {
			answer.Keys[key] = found.Key(0, d.Shown)
		}
	}
	return answer
}

// Fetch hands out nothing: the document is to be opened first.
func (*sealedVariables) Fetch(query providers.Query) providers.Fetched {
	return (*sealedDocument)(nil).Fetch(query)
}

// open decrypts the values, to JSON: sops writes dotenv files without quotes, so that their values are not what a shell reads.
func (d *sealedVariables) open(ctx context.Context) (store, error) {
	plain, err := d.Decrypt(ctx, formatJSON)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	values, err := parseFlat(plain)
	if err != nil {
		return nil, notWhatWasSealed(d.Text)
	}
	opened := &dotenvDocument{Variables: providers.Variables{Empty: emptyKey}, values: map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(d.written)) {
		if value, ok := values[d.written[name]]; ok {
			opened.Add(name, value)
			opened.values[name] = value
		}
	}
	return promised{d.Text, d, opened}, nil
}

// parseFlat reads an object of texts.
func parseFlat(text []byte) (map[string]string, error) {
	roots, err := parseTrees(text, formatJSON)
	if err != nil || len(roots) == 0 {
		return nil, err
	}
	values := map[string]string{}
	for i := 0; i+1 < len(roots[0].Content); i += 2 {
		value, ok := scalarText(roots[0].Content[i+1])
		if !ok {
			return nil, &malformed{roots[0].Content[i+1].Line, "a text"}
		}
		values[roots[0].Content[i].Value] = value
	}
	return values, nil
}

// change makes a change with sops.
func (d *sealedVariables) change(ctx context.Context, change providers.Change) ([]byte, providers.Written, error) {
	if err := vetSealed(change, formatDotenv); err != nil {
		return nil, providers.Written{}, err
	}
	r, written, err := d.revise(change)
	if err != nil || r.isNothing() {
		return nil, written, err
	}
	text, err := d.Edited(ctx, d.steps(r))
	if err != nil {
		return nil, written, err
	}
	again, err := d.format.parse(text)
	after, ok := again.(*sealedVariables)
	if err != nil || !ok || !d.isAsWanted(after, r) {
		return nil, written, d.ByHand("sops changed something else, too, so nothing was written")
	}
	return text, written, nil
}

// steps returns the calls that make a revision of variables.
func (d *sealedVariables) steps(r revision) []sops.Step {
	var all []sops.Step
	for _, name := range r.sorted() {
		all = append(all, sops.Step{Path: []string{d.nameFor(name)}, Value: quoteJSON(r.set[name])})
	}
	for _, name := range r.remove {
		all = append(all, sops.Step{Path: []string{d.nameFor(name)}})
	}
	return all
}

// nameFor returns the name by which SOPS knows a variable.
func (d *sealedVariables) nameFor(name string) string { return cmp.Or(d.written[name], name) }

// isAsWanted says whether another text differs by a revision alone.
func (d *sealedVariables) isAsWanted(after *sealedVariables, r revision) bool {
	want, got := maps.Clone(d.values), maps.Clone(after.values)
	for name, value := range r.set {
		if !d.Seal.IsSet(got[name], value, d.nameFor(name)) {
			return false
		}
		delete(want, name)
		delete(got, name)
	}
	for _, name := range r.remove {
		delete(want, name)
	}
	return maps.Equal(want, got)
}
