package cli

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// replacePlaintext puts references where secrets stand in plain text, as the rule plaintext-secret finds them: the file is
// for version control. The plan says that they are missing, until their values are in the store.
func (i *importing) replacePlaintext() error {
	values, taken := i.valuesByPlace(), i.referred()
	for _, d := range i.newProblems() {
		if d.Rule != config.RulePlaintextSecret || !i.isImported(d) {
			continue
		}
		v, known := values[*d.Range]
		l, found := i.leaf(d.Address, v.Attribute)
		if !known || !found {
			return i.misread(d.Address)
		}
		i.replace(l, d.Address, v, taken)
	}
	if len(i.imported.Replaced) == 0 {
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

// leaf returns a value of the stack.
func (i *importing) leaf(address, attribute string) (stackfile.Leaf, bool) {
	if i.leaves[address] == nil {
		if i.leaves == nil {
			i.leaves = map[string]map[string]stackfile.Leaf{}
		}
		i.leaves[address] = map[string]stackfile.Leaf{}
		for _, l := range i.stack.Leaves(address) {
			i.leaves[address][l.Path] = l
		}
	}
	l, ok := i.leaves[address][attribute]
	return l, ok
}

// isImported says that a problem is in the new file.
func (i *importing) isImported(d config.Diagnostic) bool {
	return d.Range != nil && d.Range.Filename == i.target.name
}

// valuesByPlace are the values of the configuration as it is to be.
func (i *importing) valuesByPlace() map[hcl.Range]config.Value {
	all := map[hcl.Range]config.Value{}
	add := func(values []config.Value) {
		for _, v := range values {
			all[v.Range] = v
		}
	}
	for _, c := range i.after.cfg.Components {
		add(c.Values)
	}
	for _, s := range i.after.cfg.Stacks {
		add(s.Settings)
		add(s.Env)
	}
	return all
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
