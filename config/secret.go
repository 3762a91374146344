package config

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

var inSecret = notIn("secret", "a secret block says where a secret lives, before any secret can be read")

func (r *reader) secret(b block) Secret {
	s := Secret{Name: b.labels[0].text, NameRange: b.labels[0].at, DeclRange: b.declRange}
	r.address = s.Address()
	r.report(b.body.check("A secret", blockShapes["secret"])...)
	if err := CheckSecretName(s.Name); err != nil {
		r.report(configError("Invalid secret name", sentence(err), s.NameRange))
	}
	s.Provider = r.providerChoice(b.body.get("provider"))
	s.Path, s.PathUndecided = r.secretPath(b.body.get("path"))
	s.Description, _ = r.text(b.body.get("description"), inSecret)
	seen := map[string]bool{}
	for _, keyBlock := range b.body.blocks {
		key := r.key(keyBlock)
		if seen[key.Name] {
			r.report(configError("Duplicate key block", fmt.Sprintf("The key %q is declared more than once. Remove one of "+
				"the blocks.", key.Name), key.DeclRange))
			continue
		}
		seen[key.Name] = true
		s.Keys = append(s.Keys, key)
	}
	return s
}

// secretPath refuses paths that lead elsewhere than they say: client libraries clean them. A path that is written but
// cannot be read is undecided, unless it is null.
func (r *reader) secretPath(a *attribute) (path string, undecided bool) {
	value, state := r.decide(a, cty.String, inSecret)
	if state != Chosen {
		return "", state == Undecided
	}
	path = value.AsString()
	if looksLikeReference(path) {
		r.report(configError("Secret not allowed here", string(inSecret), a.expr.Range()))
		return "", true
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "" || segment == "." || segment == ".." || strings.ContainsFunc(segment, isControl) {
			r.report(configError("Invalid path", fmt.Sprintf("The path %q has a segment %q. A path has no empty, \".\" or "+
				"\"..\" segments: it could lead out of its place in the store.", path, segment), a.expr.Range()))
			return "", true
		}
	}
	return path, false
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func (r *reader) key(b block) Key {
	k := Key{Name: b.labels[0].text, NameRange: b.labels[0].at, DeclRange: b.declRange}
	r.report(b.body.check("A key", blockShapes["secret"].blocks["key"])...)
	if err := CheckKeyName(k.Name); err != nil {
		r.report(configError("Invalid key", sentence(err), k.NameRange))
	}
	k.Description, _ = r.text(b.body.get("description"), inSecret)
	k.Optional = r.flag(b.body.get("optional"), false, inSecret)
	k.Generate = r.generate(b.body.get("generate"))
	return k
}

const (
	minGenerated = 8
	maxGenerated = 4096
)

// generate reads generate = { length = N, alphabet = "…" }.
func (r *reader) generate(a *attribute) *Generate {
	if a == nil {
		return nil
	}
	value, ok := r.scalar(a, cty.DynamicPseudoType, inSecret)
	if !ok {
		return nil
	}
	g, problem := readGenerate(value)
	if problem != "" {
		r.report(configError("Invalid generate", problem+" Write generate = { length = 32 }, and alphabet = \"…\" in it "+
			"where the value may hold only some characters.", a.expr.Range()))
		return nil
	}
	return g
}

func readGenerate(value cty.Value) (g *Generate, problem string) {
	if !value.Type().IsObjectType() && !value.Type().IsMapType() {
		return nil, "It takes an object."
	}
	g = &Generate{}
	for it := value.ElementIterator(); it.Next(); {
		name, element := it.Element()
		switch {
		case name.AsString() == "length" && element.Type() == cty.Number && !element.IsNull():
			length, accuracy := element.AsBigFloat().Int64()
			if accuracy != big.Exact || length < minGenerated || length > maxGenerated {
				return nil, fmt.Sprintf("The length must be a whole number from %d to %d.", minGenerated, maxGenerated)
			}
			g.Length = int(length)
		case name.AsString() == "alphabet" && element.Type() == cty.String && !element.IsNull():
			g.Alphabet = element.AsString()
			if len([]rune(g.Alphabet)) < 2 {
				return nil, "The alphabet must have at least two characters."
			}
		default:
			return nil, fmt.Sprintf("It has no %q of that type.", name.AsString())
		}
	}
	if g.Length == 0 {
		return nil, "It needs a length."
	}
	return g, ""
}
