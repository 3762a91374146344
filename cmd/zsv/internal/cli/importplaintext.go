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

// A holder is a block of the configuration that has values: a component, or a stack.
type holder struct {
	address   string
	component *config.Component // nil for a stack
	values    []config.Value
}

// holders are those of the configuration as it is to be.
func (d *draft) holders() []holder {
	var all []holder
	for n := range d.after.cfg.Components {
		c := &d.after.cfg.Components[n]
		all = append(all, holder{c.Addr.String(), c, c.Values})
	}
	for n := range d.after.cfg.Stacks {
		s := &d.after.cfg.Stacks[n]
		all = append(all, holder{address: s.Address(), values: slices.Concat(s.Settings, s.Env)})
	}
	return all
}

// replacePlaintext puts references where secrets stand in plain text: the file is for version control. The plan says that
// they are missing, until their values are in the store. Only the user's own word, --rule plaintext-secret=off, has them
// written down: the configuration may come from anyone.
func (i *importing) replacePlaintext(d *draft) error {
	leaves := d.leavesByPath()
	keep, names := i.writesPlaintext(), d.newNames()
	for _, h := range d.holders() {
		for _, v := range h.values {
			l, known := leaves[[2]string{h.address, v.Attribute}]
			switch {
			case v.Range.Filename != d.to.name:
			case !known:
				return misread(h.address)
			case !resolve.HoldsPlaintext(h.component, v, l.Within):
			case keep:
				d.plaintext = append(d.plaintext, view.PlainValue{Address: h.address, Attribute: v.Attribute,
					ImportedPlace: d.shownPlace(l.Place)})
			default:
				reference := names.take(d.secretFor(h), v)
				l.Kind, l.Text = stackfile.String, reference.String()
				d.replaced = append(d.replaced, view.ReplacedValue{Address: h.address, Attribute: v.Attribute,
					Reference: reference.String(), ImportedPlace: d.shownPlace(l.Place)})
			}
		}
	}
	if len(d.replaced) == 0 {
		return nil
	}
	return i.compose(d)
}

// writesPlaintext says whether the user has it that secrets are written down.
func (i *importing) writesPlaintext() bool {
	last := config.RuleSetting{}
	for _, setting := range i.rules {
		if setting.Rule == config.RulePlaintextSecret {
			last = setting
		}
	}
	return last.Rule != "" && last.Severity == config.Off
}

// leavesByPath are the values of the stack, by the address of their block and their attribute. That of the stack itself is as
// the configuration has it.
func (d *draft) leavesByPath() map[[2]string]stackfile.Leaf {
	block := ""
	for n := range d.after.cfg.Stacks {
		if s := &d.after.cfg.Stacks[n]; s.Name == d.stack.Name {
			block = s.Address()
		}
	}
	all := map[[2]string]stackfile.Leaf{}
	for address, leaves := range d.stack.Leaves(block) {
		for _, l := range leaves {
			all[[2]string{address, l.Path}] = l
		}
	}
	return all
}

// secretFor returns the name that the secret for a component's or the stack's values would have.
func (d *draft) secretFor(h holder) string {
	if h.component != nil {
		return secretName(h.component.Addr.Name)
	}
	return secretName(d.stack.Name)
}

// newNames are names of secrets and keys that nothing has yet.
type newNames struct {
	references map[resolve.Reference]bool
	// secrets are those that have a meaning already: one that is declared, or on the server.
	secrets map[string]bool
}

func (d *draft) newNames() newNames {
	taken := newNames{map[resolve.Reference]bool{}, map[string]bool{}}
	for _, use := range d.after.uses {
		taken.references[use.Reference] = true
	}
	if d.server != nil && d.writing.Provider.Type == zenmlProvider.Type {
		taken.secrets = d.server()
	}
	for n := range d.after.cfg.Secrets {
		taken.secrets[d.after.cfg.Secrets[n].Name] = true
	}
	return taken
}

// take returns a reference for a value.
func (n newNames) take(secret string, v config.Value) resolve.Reference {
	base := secret
	for count := 2; n.secrets[secret]; count++ {
		secret = base + "_" + strconv.Itoa(count)
	}
	reference := resolve.Reference{Name: secret, Key: keyFor(v.Name)}
	if n.references[reference] {
		reference.Key = keyFor(v.Attribute)
	}
	base = reference.Key
	for count := 2; n.references[reference]; count++ {
		reference.Key = base + "_" + strconv.Itoa(count)
	}
	n.references[reference] = true
	return reference
}

// isMadeFor says whether a reference may be one that take made for a value of a component.
func isMadeFor(reference resolve.Reference, component string, v config.Value) bool {
	name, number, _ := strings.Cut(strings.TrimPrefix(reference.Name, secretName(component)), "_")
	_, err := strconv.Atoi(number)
	isName := reference.Name == secretName(component) || name == "" && err == nil
	return isName && slices.Contains([]string{keyFor(v.Name), keyFor(v.Attribute)}, reference.Key)
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
