// Package config reads zsv's configuration: the *.zsv.hcl and *.zsv.json files of one directory, into a Config whose
// every part knows its place in the files. It touches no network and no secret store, and knows nothing of either.
//
// Files are parsed, evaluated and dropped one by one, on all processors: what stays in memory is the Config and the
// bytes of the files, for the snippets of messages. Only files that hold variables, locals or secret blocks are kept
// until those are known.
package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A Config is the configuration of one directory. Blocks are in the order of their places: files by name, then lines.
// A block with an error of its own is left out or kept as far as it could be read; the error is a diagnostic.
type Config struct {
	// Dir is the directory as the user named it, with slashes.
	Dir        string
	Settings   Settings
	Providers  []Provider
	Components []Component
	Stacks     []Stack
	Secrets    []Secret
	// Variables are the names of the variable blocks, sorted.
	Variables []string
	// Sensitive are those of them whose values must never be shown: declared so, or with an error in the block, which may
	// hide that.
	Sensitive []string
	Ignores   Ignores
	Lost      Lost

	sources  map[string][]byte
	literals literalCache
}

// Source returns the bytes of a file of the configuration by the name its ranges carry, or nil.
func (c *Config) Source(filename string) []byte { return c.sources[filename] }

// Files returns the names of the configuration's files that could be read, as ranges carry them, sorted: not of those that
// only set variables.
func (c *Config) Files() []string {
	names := slices.Sorted(maps.Keys(c.sources))
	return slices.DeleteFunc(names, func(name string) bool { return !IsConfigFile(name) })
}

// Settings are the zsv block.
type Settings struct {
	// ValidationLevel is empty where not set.
	ValidationLevel      string
	ValidationLevelRange hcl.Range
	DefaultStack         string
	DefaultStackRange    hcl.Range
	Rules                []RuleSetting
}

// A RuleSetting is one entry of the zsv block's rules.
type RuleSetting struct {
	Rule     Rule
	Severity Severity
	Range    hcl.Range
}

// A ProviderAddr names a provider.
type ProviderAddr struct{ Type, Name string }

// String returns the address as users write it, provider.TYPE.NAME.
func (a ProviderAddr) String() string { return address("provider", a.Type, a.Name) }

// A ComponentAddr names a component.
type ComponentAddr struct{ Type, Name string }

// String returns the address as users write it, component.TYPE.NAME.
func (a ComponentAddr) String() string { return address("component", a.Type, a.Name) }

// A Provider is a provider block. Its arguments are for the provider to read, which knows their names and types.
type Provider struct {
	Addr ProviderAddr
	// Body and Evaluation are what the provider's factory is given. Evaluation holds what the arguments refer to.
	Body       hcl.Body
	Evaluation *hcl.EvalContext
	// Broken says that the block refers to something that does not exist, which is reported already.
	Broken bool
	// Undecided says that an argument depends on something without a value, so that it is not known which store this is.
	Undecided bool
	NameRange hcl.Range
	DeclRange hcl.Range
}

// A Component is a component block.
type Component struct {
	Addr      ComponentAddr
	Flavor    string // empty where not set
	Arguments []Argument
	// Values are the strings of all arguments but flavor, in the order of the file.
	Values    []Value
	Keys      []MapKey
	NameRange hcl.Range
	DeclRange hcl.Range
}

// An Argument is the name of one argument of a component.
type Argument struct {
	Name  string
	Range hcl.Range
}

// A MapKey is a key of an object or a map that holds "{{", where no reference is looked for.
type MapKey struct {
	Text  string
	Range hcl.Range
}

// A Stack is a stack block.
type Stack struct {
	Name       string
	Secrets    ProviderChoice
	Components []ComponentUse
	// Incomplete says that the stack may have more components: one that is named does not exist or cannot be read.
	Incomplete bool
	Settings   []Value
	Env        []Value // the top-level values of env: one a variable
	Keys       []MapKey
	NameRange  hcl.Range
	DeclRange  hcl.Range
}

// Address returns the stack's address, stack.NAME.
func (s *Stack) Address() string { return address("stack", s.Name) }

// A ComponentUse is one component of a stack. The component exists.
type ComponentUse struct {
	Addr  ComponentAddr
	Range hcl.Range
}

// A ProviderChoice says which provider a block names.
type ProviderChoice struct {
	State ChoiceState
	Addr  ProviderAddr // where State is Chosen: it exists
	Range hcl.Range
}

// ChoiceState says whether a provider is named. The zero value is Unset.
type ChoiceState uint8

// The states of a choice. Undecided is a choice that cannot be read: it depends on a variable without a value, or is
// wrong, which is reported already.
const (
	Unset ChoiceState = iota
	Chosen
	Undecided
)

// A Secret is a secret block.
type Secret struct {
	Name     string
	Provider ProviderChoice
	Path     string // empty where not set
	// PathUndecided says that the path is written but cannot be read: it depends on something without a value, or is
	// wrong, which is reported already.
	PathUndecided bool
	Description   string
	Keys          []Key
	NameRange     hcl.Range
	DeclRange     hcl.Range
}

// Address returns the block's address, secret.NAME.
func (s *Secret) Address() string { return address("secret", s.Name) }

// A Key is a key block of a secret.
type Key struct {
	Name        string
	Description string
	Optional    bool
	Generate    *Generate // nil where not set
	NameRange   hcl.Range
	DeclRange   hcl.Range
}

// Generate says how `apply` makes a value for a key.
type Generate struct {
	Length   int
	Alphabet string // empty: the default alphabet
}

// address joins names as HCL's traversals are written: names that are no identifiers in brackets.
func address(root string, names ...string) string {
	var b strings.Builder
	b.WriteString(root)
	for _, name := range names {
		b.WriteString(step(name))
	}
	return b.String()
}

// step writes one attribute access: .name, or ["name"] where name is no identifier.
func step(name string) string {
	if isIdentifier(name) {
		return "." + name
	}
	return fmt.Sprintf("[%s]", quote(name))
}

// isIdentifier says whether HCL takes name for an identifier. HCL's own check runs its scanner, which is needed only for
// names beyond ASCII.
func isIdentifier(name string) bool {
	for i := range len(name) {
		switch b := name[i]; {
		case b >= 0x80:
			return hclsyntax.ValidIdentifier(name)
		case b == '_', 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z':
		case i > 0 && (b == '-' || '0' <= b && b <= '9'):
		default:
			return false
		}
	}
	return name != ""
}

// quote writes a string as an HCL literal on one line.
func quote(text string) string {
	quoted := strings.NewReplacer("${", "$${", "%{", "%%{").Replace(text)
	return fmt.Sprintf("%q", quoted)
}
