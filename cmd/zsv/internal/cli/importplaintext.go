package cli

import (
	"cmp"
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
	values, leaves, names := i.valuesByPlace(), i.leavesByPath(), i.secretNames()
	taken := i.referred()
	for _, d := range i.newProblems() {
		if d.Rule != config.RulePlaintextSecret || !i.isImported(d) {
			continue
		}
		v, known := values[*d.Range]
		l, found := leaves[[2]string{d.Address, v.Attribute}]
		if !known || !found {
			return i.misread(d.Address)
		}
		i.replace(l, d.Address, v, cmp.Or(names[d.Address], secretName(i.stack.Name)), taken)
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

// leavesByPath are the values of the stack, by the address of their block and their attribute. That of the stack itself is as
// the configuration has it.
func (i *importing) leavesByPath() map[[2]string]stackfile.Leaf {
	block := ""
	for n := range i.after.cfg.Stacks {
		if s := &i.after.cfg.Stacks[n]; s.Name == i.stack.Name {
			block = s.Address()
		}
	}
	all := map[[2]string]stackfile.Leaf{}
	for address, leaves := range i.stack.Leaves(block) {
		for _, l := range leaves {
			all[[2]string{address, l.Path}] = l
		}
	}
	return all
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
func (i *importing) replace(l stackfile.Leaf, address string, v config.Value, secret string, taken map[resolve.Reference]bool) {
	reference := resolve.Reference{Name: secret, Key: keyFor(v.Name)}
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

// secretNames are the names of the secrets for what components have in plain text, by their addresses.
func (i *importing) secretNames() map[string]string {
	names := map[string]string{}
	for _, c := range i.stack.Components {
		names[c.Addr.String()] = secretName(c.Addr.Name)
	}
	return names
}

// secretName makes a secret's name of that of a component or a stack.
func secretName(of string) string {
	if name := referable(of); config.CheckSecretName(name) == nil {
		return name
	}
	return "secret"
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
