package sops

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/yamltext"
)

// Name is the map in which SOPS notes, in a file that it encrypted, for whom, and what. In dotenv files it is the
// beginning of variables. It is no secret.
const Name = "sops"

// A Seal is what zsv needs of that.
type Seal struct {
	// Which values are encrypted is said by one of these rules; none is "all but those of keys that end in _unencrypted".
	// A rule counts for all that stands below a key, too.
	encrypted, unencrypted func(name string) bool
	// isVague says that comments have a say in it.
	isVague bool
	// addresses are those of the Vault servers that can open it.
	addresses []string
}

// SealIn returns the seal in the first document; nil if there is none. A secret that is called sops has nothing of what makes
// it one. The error is a *yamltext.Malformed.
func SealIn(roots []*yaml.Node) (*Seal, error) {
	if len(roots) == 0 {
		return nil, nil
	}
	notes := yamltext.Member(roots[0], Name)
	note := func(name string) string {
		if found := yamltext.Member(notes, name); yamltext.IsScalar(found) {
			return found.Value
		}
		return ""
	}
	switch {
	case notes == nil, !isSeal(note) && !isRemnant(notes, note):
		return nil, nil
	case !isSeal(note):
		return nil, &yamltext.Malformed{Line: notes.Line, Expected: brokenSeal}
	}
	if err := vetNotes(roots[0], notes); err != nil {
		return nil, err
	}
	s, err := newSeal(notes.Line, note)
	if err != nil {
		return nil, err
	}
	for _, root := range roots {
		s.noteSealAddresses(root)
	}
	return s, nil
}

// isSeal says whether notes have what every seal has: when the file was encrypted, and the code that authenticates it.
func isSeal(note func(name string) string) bool {
	_, err := time.Parse(time.RFC3339, note("lastmodified"))
	return err == nil && IsEncrypted(note("mac"))
}

// isRemnant says whether notes are what is left of a seal, as after a merge in git: the code, with or without a time, or for whom
// it is encrypted.
func isRemnant(notes *yaml.Node, note func(name string) string) bool {
	isList := func(name string) bool {
		list := yamltext.Member(notes, name)
		return list != nil && list.Kind == yaml.SequenceNode
	}
	return note("mac") != "" && note("lastmodified") != "" || IsCiphertext(note("mac")) || slices.ContainsFunc(sealKeys, isList)
}

// sealKeys are the lists in which SOPS notes who can open a file.
var sealKeys = []string{"age", "pgp", "kms", "gcp_kms", "azure_kv", "hckms", "hc_vault", "key_groups"}

// brokenSeal is what is expected where a part of the seal is gone.
const brokenSeal = `all that SOPS notes in a file that it encrypted, "mac" and "lastmodified" too; a part of it is gone or is ` +
	"something else, so that sops refuses the file: take an older state of it"

// vetNotes refuses a seal that is there twice, or notes something twice: which one counts is a matter of the reader.
func vetNotes(root, notes *yaml.Node) error {
	if all := yamltext.Members(root, Name); len(all) > 1 {
		return &yamltext.Malformed{Line: all[1].Line, Expected: "what SOPS notes, \"" + Name + "\", once"}
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(notes.Content); i += 2 {
		name := yamltext.Aliased(notes.Content[i])
		if name.Kind == yaml.ScalarNode && seen[name.Value] {
			return &yamltext.Malformed{Line: name.Line, Expected: "each name once in what SOPS notes"}
		}
		seen[name.Value] = true
	}
	return nil
}

// newSeal reads the rules of a seal. The error is a *yamltext.Malformed.
func newSeal(line int, note func(name string) string) (*Seal, error) {
	s := &Seal{}
	var rules []string
	for _, name := range []string{"encrypted_regex", "unencrypted_regex", "encrypted_suffix", "unencrypted_suffix",
		"encrypted_comment_regex", "unencrypted_comment_regex"} {
		if source := note(name); source != "" {
			rules = append(rules, name)
			if err := s.addRule(line, name, source); err != nil {
				return nil, err
			}
		}
	}
	switch len(rules) {
	case 0:
		s.unencrypted = func(name string) bool { return strings.HasSuffix(name, "_unencrypted") }
	case 1:
	default:
		return nil, &yamltext.Malformed{Line: line, Expected: "one rule in what SOPS notes, not several: " + strings.Join(rules, ", ")}
	}
	return s, nil
}

// addRule notes a rule by its name.
func (s *Seal) addRule(line int, name, source string) error {
	matches := func(name string) bool { return strings.HasSuffix(name, source) }
	if strings.HasSuffix(name, "_regex") {
		pattern, err := regexp.Compile(source)
		if err != nil {
			return &yamltext.Malformed{Line: line, Expected: "a regular expression as " + name + " in what SOPS notes"}
		}
		matches = pattern.MatchString
	}
	switch {
	case strings.HasSuffix(name, "_comment_regex"):
		s.isVague = true
	case strings.HasPrefix(name, "unencrypted"):
		s.unencrypted = matches
	default:
		s.encrypted = matches
	}
	return nil
}

// wants says whether the value at a path of names is to be encrypted.
func (s *Seal) wants(path ...string) bool {
	return s.encrypts(slices.ContainsFunc(path, s.isNamed))
}

// isNamed says whether the rule is about a name.
func (s *Seal) isNamed(name string) bool {
	return s.encrypted != nil && s.encrypted(name) || s.unencrypted != nil && s.unencrypted(name)
}

// encrypts says whether a value is to be encrypted, of which one of the names on its path isNamed or none.
func (s *Seal) encrypts(isNamed bool) bool {
	return s.encrypted == nil && s.unencrypted == nil || isNamed == (s.encrypted != nil)
}
