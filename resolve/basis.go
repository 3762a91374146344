package resolve

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// A Basis is what a plan was made from: as long as it stays the same, a saved plan is about the same secrets in the same
// stores. It covers the whole configuration, whichever stacks the plan looks at. It holds no value of a secret, and no hash
// of one: of the files that set variables, only what they make of the arguments and the references counts.
type Basis struct {
	// Directory is the configuration's, relative to the directory that zsv was started in, with slashes.
	Directory  string           `json:"directory"`
	Level      providers.Level  `json:"level"`
	Files      []FileBasis      `json:"files"`      // by name
	Providers  []ProviderBasis  `json:"providers"`  // in the order of the files
	References []ReferenceBasis `json:"references"` // by stack and place
}

// A FileBasis is one file of the configuration.
type FileBasis struct {
	Name   string `json:"name"`   // without the directory
	SHA256 string `json:"sha256"` // of its text without a byte order mark, in hexadecimal digits
}

// A ProviderBasis is one configured provider.
type ProviderBasis struct {
	Provider    string `json:"provider"`              // provider.TYPE.NAME
	Description string `json:"description,omitempty"` // the store that it leads to, as in Store
	// Arguments are the block's, evaluated, by name: those of the block auth "jwt" as auth.jwt.NAME. A block with an error in it
	// has none.
	Arguments map[string]json.RawMessage `json:"arguments"`
}

// A ReferenceBasis is one place that needs a secret, and where that is looked for.
type ReferenceBasis struct {
	Stack    string `json:"stack,omitempty"`
	Provider string `json:"provider"`
	Location string `json:"location"`
	Secret   string `json:"secret"`
	Key      string `json:"key,omitempty"`
	CheckUse
}

// Basis returns what the plan is made from.
func (p *Plan) Basis() *Basis {
	return &Basis{Directory: p.cfg.Dir, Level: p.level.Level, Files: p.fileBasis(), Providers: p.providerBasis(),
		References: p.referenceBasis()}
}

func (p *Plan) fileBasis() []FileBasis {
	files := []FileBasis{}
	for _, name := range p.cfg.Files() {
		sum := sha256.Sum256(p.cfg.Source(name))
		files = append(files, FileBasis{Name: path.Base(name), SHA256: hex.EncodeToString(sum[:])})
	}
	return files
}

func (p *Plan) providerBasis() []ProviderBasis {
	all := []ProviderBasis{}
	for i := range p.cfg.Providers {
		block := &p.cfg.Providers[i]
		b := ProviderBasis{Provider: block.Addr.String(), Arguments: map[string]json.RawMessage{}}
		if store := p.stores[block.Addr]; store.usable() {
			b.Description, b.Arguments = store.describe(), argumentBasis(block)
		}
		all = append(all, b)
	}
	return all
}

// argumentBasis returns the arguments of a provider's block that is in order. One that is not may hold a secret, in an argument
// that no provider takes or from a sensitive variable; nothing rests on it, since its error keeps the plan from being used.
func argumentBasis(block *config.Provider) map[string]json.RawMessage {
	arguments := map[string]json.RawMessage{}
	for _, argument := range block.Values() {
		arguments[argument.Name] = json.RawMessage(withoutCredentials(argument.Value))
	}
	return arguments
}

// withoutCredentials blots out what nobody should have written into an argument.
func withoutCredentials(text string) string {
	source := []byte(text)
	var shown strings.Builder
	end := 0
	for _, s := range merged(slices.Concat(urlPasswords(source), credentials(source))) {
		shown.WriteString(text[end:s.start] + "***")
		end = s.end
	}
	return shown.String() + text[end:]
}

func (p *Plan) referenceBasis() []ReferenceBasis {
	extraction := p.extraction
	if len(p.options.Stacks) > 0 {
		extraction = Extract(p.cfg, NewRules(p.cfg, p.options.Rules), nil) // rules of its own: the plan's remember their use
	}
	all := make([]ReferenceBasis, len(extraction.Uses))
	for i, use := range extraction.Uses {
		all[i] = ReferenceBasis{Stack: use.Stack, Provider: use.Provider.String(), Location: p.locate(use.Provider, use.Reference.Name),
			Secret: use.Reference.Name, Key: use.Reference.Key, CheckUse: checkUse(use)}
	}
	return all
}
