package file

import (
	"context"
	"maps"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// A sealedVariables is a dotenv file that SOPS encrypted.
type sealedVariables struct {
	sealedText
	*dotenvDocument // without what SOPS notes; the values are encrypted
	hasBare         bool
}

var _ sealed = (*sealedVariables)(nil)

// parseVariables reads a dotenv file.
func (f textFormat) parseVariables(text []byte) (document, error) {
	plain, err := parseVariables(text)
	if err != nil {
		return nil, err
	}
	s, err := variablesSeal(plain.settings)
	switch {
	case err != nil:
		return nil, err
	case s == nil && f.as == formatSOPS:
		return nil, notSealed(f.shown)
	case s == nil:
		return plain, nil
	}
	return f.sealedVariables(text, plain, s), nil
}

func (f textFormat) sealedVariables(text []byte, plain *dotenvDocument, s *sopsSeal) *sealedVariables {
	d := &sealedVariables{sealedText: sealedText{f, text, s}, dotenvDocument: &dotenvDocument{
		Variables: providers.Variables{Empty: emptyKey}, values: map[string]string{}}}
	for _, setting := range plain.settings {
		if strings.HasPrefix(setting.Name, sealName+"_") {
			continue
		}
		d.Add(setting.Name, setting.Value)
		d.values[setting.Name] = setting.Value
		d.settings = append(d.settings, setting)
	}
	for name, value := range d.values {
		d.hasBare = d.hasBare || s.isBareText(name, value)
	}
	return d
}

// isBareText is isBare for a variable.
func (s *sopsSeal) isBareText(name, value string) bool {
	return !s.isVague && value != "" && !isEncrypted(value) && s.wants(name)
}

// Answer looks variables up.
func (d *sealedVariables) Answer(query providers.Query) providers.Answer {
	answer := d.dotenvDocument.Answer(query)
	for key := range answer.Keys {
		name := providers.VariableOf(query.Location, key)
		if d.seal.isBareText(name, d.values[name]) {
			answer.Keys[key] = bareKey(0, d.format.shown)
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
	plain, err := d.decrypt(ctx, formatJSON)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	values, err := parseFlat(plain)
	if err != nil {
		return nil, d.trouble(providers.Plugin, "what sops prints is not what it encrypted")
	}
	opened := &dotenvDocument{Variables: providers.Variables{Empty: emptyKey}, values: values}
	for name, value := range values {
		opened.Add(name, value)
	}
	return opened, nil
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
	text, err := d.edited(ctx, variableSteps(r))
	if err != nil {
		return nil, written, err
	}
	again, err := d.format.parse(text)
	after, ok := again.(*sealedVariables)
	if err != nil || !ok || !d.isAsWanted(after, r) {
		return nil, written, d.byHand("sops changed something else, too, so nothing was written")
	}
	return text, written, nil
}

// variableSteps returns the calls that make a revision of variables.
func variableSteps(r revision) []step {
	var all []step
	for _, name := range r.sorted() {
		all = append(all, step{[]string{name}, quoteJSON(r.set[name])})
	}
	for _, name := range r.remove {
		all = append(all, step{path: []string{name}})
	}
	return all
}

// isAsWanted says whether another text differs by a revision alone.
func (d *sealedVariables) isAsWanted(after *sealedVariables, r revision) bool {
	want, got := maps.Clone(d.values), maps.Clone(after.values)
	for name, value := range r.set {
		if !d.seal.isSet(got[name], value, name) {
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

// isSet says whether what stands in a text is what sops makes of a value that it was told to set.
func (s *sopsSeal) isSet(stands, value string, path ...string) bool {
	switch {
	case value == "":
		return stands == ""
	case s.isVague:
		return stands != ""
	case s.wants(path...):
		return isEncrypted(stands)
	default:
		return stands == value
	}
}
