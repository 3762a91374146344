package cli

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// replacePlaintext puts references where secrets stand in plain text, as the rule plaintext-secret finds them: the file is
// for version control. The plan says that they are missing, until their values are in the store.
func (i *importing) replacePlaintext() error {
	taken := i.referred()
	found := false
	for _, d := range i.newProblems() {
		if d.Rule != config.RulePlaintextSecret || d.Range == nil || !i.isImported(d) {
			continue
		}
		v, ok := i.valueAt(d)
		if !ok {
			return i.misread(d.Address)
		}
		for _, l := range i.stack.Leaves(d.Address) {
			if l.Path == v.Attribute {
				i.replace(l, d.Address, v, taken)
				found = true
			}
		}
	}
	if !found {
		return nil
	}
	if err := i.draft(); err != nil {
		return err
	}
	if slices.ContainsFunc(i.newProblems(), func(d config.Diagnostic) bool {
		return d.Rule == config.RulePlaintextSecret && i.isImported(d)
	}) {
		return i.misread("the secrets in plain text")
	}
	return nil
}

// isImported says that a problem is in the new file.
func (i *importing) isImported(d config.Diagnostic) bool {
	return d.Range != nil && d.Range.Filename == i.target.name
}

// valueAt returns the value that a problem is about.
func (i *importing) valueAt(d config.Diagnostic) (config.Value, bool) {
	var all []config.Value
	for n := range i.after.cfg.Components {
		if c := &i.after.cfg.Components[n]; c.Addr.String() == d.Address {
			all = append(all, c.Values...)
		}
	}
	for n := range i.after.cfg.Stacks {
		if s := &i.after.cfg.Stacks[n]; s.Address() == d.Address {
			all = append(append(all, s.Settings...), s.Env...)
		}
	}
	at := slices.IndexFunc(all, func(v config.Value) bool { return v.Range == *d.Range })
	if at < 0 {
		return config.Value{}, false
	}
	return all[at], true
}

// referred returns the references of the configuration.
func (i *importing) referred() map[resolve.Reference]bool {
	taken := map[resolve.Reference]bool{}
	for _, use := range i.after.uses {
		taken[use.Reference] = true
	}
	return taken
}

// replace puts a reference that nothing else has in the place of a value.
func (i *importing) replace(l stackfile.Leaf, address string, v config.Value, taken map[resolve.Reference]bool) {
	reference := resolve.Reference{Name: i.secretName(address), Key: keyFor(v.Name)}
	if taken[reference] {
		reference.Key = keyFor(v.Attribute)
	}
	base := reference.Key
	for n := 2; taken[reference]; n++ {
		reference.Key = base + "_" + strconv.Itoa(n)
	}
	taken[reference] = true
	l.Kind, l.Text = stackfile.String, reference.String()
	i.imported.Replaced = append(i.imported.Replaced, view.ReplacedValue{Address: address, Attribute: v.Attribute,
		Reference: reference.String(), ImportedPlace: i.shownPlace(l.Place)})
}

// secretName returns the name of the secret for what a block has in plain text: the component's, else the stack's.
func (i *importing) secretName(address string) string {
	name := i.stack.Name
	for _, c := range i.stack.Components {
		if c.Addr.String() == address {
			name = c.Addr.Name
		}
	}
	if name = referable(name); config.CheckSecretName(name) != nil {
		return "secret"
	}
	return name
}

// keyFor makes a key's name of the name of an attribute, or of the path to one.
func keyFor(attribute string) string {
	if name := strings.Trim(referable(attribute), "_"); config.CheckKeyName(name) == nil {
		return name
	}
	return "value"
}

// referable replaces what cannot stand in a reference, or could be taken for its end.
func referable(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' {
			return r
		}
		return '_'
	}, name)
}
