package file

import (
	"encoding/base64"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// sealName is the map in which SOPS notes, in a file that it encrypted, for whom, and what. In dotenv files it is the
// beginning of variables. It is no secret.
const sealName = "sops"

// A sopsSeal is what zsv needs of that.
type sopsSeal struct {
	// Which values are encrypted is said by one of these rules; none is "all but those of keys that end in _unencrypted".
	// A rule counts for all that stands below a key, too.
	encrypted, unencrypted func(name string) bool
	// isVague says that comments have a say in it.
	isVague bool
	// addresses are those of the Vault servers that can open it.
	addresses []string
}

// sealOf returns the seal in the first document; nil if there is none. A secret that is called sops has nothing of what makes
// it one.
func sealOf(roots []*yaml.Node) (*sopsSeal, error) {
	if len(roots) == 0 {
		return nil, nil
	}
	notes := lookUp(roots[0], sealName)
	note := func(name string) string {
		if found := lookUp(notes, name); isScalar(found) {
			return found.Value
		}
		return ""
	}
	switch {
	case notes == nil, !isSeal(note) && !isRemnant(notes, note):
		return nil, nil
	case !isSeal(note):
		return nil, &malformed{notes.Line, brokenSeal}
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
	return err == nil && isEncrypted(note("mac"))
}

// isRemnant says whether notes are what is left of a seal, as after a merge in git: the code, with or without a time, or for whom
// it is encrypted.
func isRemnant(notes *yaml.Node, note func(name string) string) bool {
	return note("mac") != "" && note("lastmodified") != "" || isCiphertext(note("mac")) || slices.ContainsFunc(sealKeys, func(name string) bool {
		list := lookUp(notes, name)
		return list != nil && list.Kind == yaml.SequenceNode
	})
}

// sealKeys are the lists in which SOPS notes who can open a file.
var sealKeys = []string{"age", "pgp", "kms", "gcp_kms", "azure_kv", "hckms", "hc_vault", "key_groups"}

// brokenSeal is what is expected where a part of the seal is gone.
const brokenSeal = "all that SOPS notes in a file that it encrypted, \"mac\" and \"lastmodified\" too; a part of it is gone or is " +
	"something else, so that sops refuses the file: take an older state of it"

// vetNotes refuses a seal that is there twice, or notes something twice: which one counts is a matter of the reader.
func vetNotes(root, notes *yaml.Node) error {
	own, _ := ownEntries(root)
	if again := own[sealName].again; again != 0 {
		return &malformed{again, "what SOPS notes, \"" + sealName + "\", once"}
	}
	own, _ = ownEntries(notes)
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if again := own[name].again; again != 0 {
			return &malformed{again, "each name once in what SOPS notes"}
		}
	}
	return nil
}

// noteSealAddresses notes the addresses of all that sops may take for the seal: up to version 3.12 it reads JSON as Go does,
// for which "Sops" is the same member, and merges what stands twice.
func (s *sopsSeal) noteSealAddresses(root *yaml.Node) {
	if root.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if strings.EqualFold(aliased(root.Content[i]).Value, sealName) {
			s.noteAddresses(aliased(root.Content[i+1]), map[*yaml.Node]bool{})
		}
	}
}

func isScalar(node *yaml.Node) bool {
	return node != nil && node.Kind == yaml.ScalarNode && !isNull(node) && node.Value != ""
}

// newSeal reads the rules of a seal. The error is a *malformed.
func newSeal(line int, note func(name string) string) (*sopsSeal, error) {
	s := &sopsSeal{}
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
		return nil, &malformed{line, "one rule in what SOPS notes, not several: " + strings.Join(rules, ", ")}
	}
	return s, nil
}

// addRule notes a rule by its name.
func (s *sopsSeal) addRule(line int, name, source string) error {
	matches := func(name string) bool { return strings.HasSuffix(name, source) }
	if strings.HasSuffix(name, "_regex") {
		pattern, err := regexp.Compile(source)
		if err != nil {
			return &malformed{line, "a regular expression as " + name + " in what SOPS notes"}
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

// noteAddresses notes all addresses of Vault in what SOPS notes, in whatever depth, since SOPS finds them by several ways. A node
// that several aliases stand for, or that is in itself, is looked at once.
func (s *sopsSeal) noteAddresses(node *yaml.Node, seen map[*yaml.Node]bool) {
	if seen[node] {
		return
	}
	seen[node] = true
	for i, child := range node.Content {
		child = aliased(child)
		isValue := node.Kind == yaml.MappingNode && i%2 == 1 && isScalar(child)
		if isValue && strings.EqualFold(aliased(node.Content[i-1]).Value, addressName) {
			s.addresses = append(s.addresses, child.Value)
		}
		s.noteAddresses(child, seen)
	}
}

const addressName = "vault_address"

// wants says whether the value at a path of names is to be encrypted.
func (s *sopsSeal) wants(path ...string) bool {
	return s.encrypts(slices.ContainsFunc(path, s.isNamed))
}

// isNamed says whether the rule is about a name.
func (s *sopsSeal) isNamed(name string) bool {
	return s.encrypted != nil && s.encrypted(name) || s.unencrypted != nil && s.unencrypted(name)
}

// encrypts says whether a value is to be encrypted, of which one of the names on its path isNamed or none.
func (s *sopsSeal) encrypts(isNamed bool) bool {
	return s.encrypted == nil && s.unencrypted == nil || isNamed == (s.encrypted != nil)
}

// A fault is what is wrong with how a value stands in a file that SOPS encrypted.
type fault int

const (
	noFault fault = iota
	// bare is in clear where it is to be encrypted: someone wrote it by hand.
	bare
	// garbled begins as SOPS begins what it encrypts, and goes on otherwise.
	garbled
	// stray is encrypted where SOPS takes values as they stand, so that it would be handed out encrypted.
	stray
	// unsure is in clear where comments say what is to be encrypted.
	unsure
)

// faultOf says what is wrong with a value at a path of names.
func (s *sopsSeal) faultOf(value string, path ...string) fault {
	return s.fault(value, s.wants(path...))
}

// fault says what is wrong with a value that is to be encrypted, or is not to be. What is empty is never encrypted.
func (s *sopsSeal) fault(value string, isWanted bool) fault {
	isClosed := isCiphertext(value)
	switch {
	case value == "":
		return noFault
	case isClosed && !isEncrypted(value):
		return garbled
	case s.isVague && !isClosed:
		return unsure
	case s.isVague || isClosed == isWanted:
		return noFault
	case isClosed:
		return stray
	default:
		return bare
	}
}

// isCiphertext says whether a value is meant to be one that SOPS encrypted.
func isCiphertext(value string) bool { return strings.HasPrefix(value, "ENC[AES256_GCM,") }

// isEncrypted says whether a value is one that SOPS encrypted.
func isEncrypted(value string) bool { return typeOfEncrypted(value) != "" }

// typeOfEncrypted returns the type that SOPS notes with a value that it encrypted; "" if it did not.
func typeOfEncrypted(value string) string {
	parts := ciphertext().FindStringSubmatch(value)
	if parts == nil {
		return ""
	}
	for _, part := range parts[1:4] {
		if _, err := base64.StdEncoding.DecodeString(part); err != nil {
			return ""
		}
	}
	return parts[4]
}

// isEncryptedText says whether a value is text that SOPS encrypted.
func isEncryptedText(value string) bool {
	kind := typeOfEncrypted(value)
	return kind == "str" || kind == "bytes"
}

var ciphertext = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^ENC\[AES256_GCM,data:([^,]+),iv:([^,]+),tag:([^,]+),type:(str|int|float|bytes|bool|time)\]\n?$`)
})

// key is the answer for a key with a fault: sops will refuse the whole file, or hand out something else than the value.
func (f fault) key(line int, shown string) providers.Key {
	where := ""
	if line > 0 {
		where = fmt.Sprintf(" in line %d", line)
	}
	switch f {
	case garbled:
		return invalidKey("its value%s begins as one that SOPS encrypted and does not go on so, so that sops refuses the file; take "+
			"an older state of it, or set it anew with: sops edit %s", where, shell.Quote(shown))
	case stray:
		return invalidKey("its value%s is encrypted, and what SOPS notes says that it is in clear text, so that sops would hand it "+
			"out encrypted; set it anew with: sops edit %s", where, shell.Quote(shown))
	case unsure:
		return providers.Key{Reason: providers.Unsupported, Detail: fmt.Sprintf("its value%s is in clear text, and in this file "+
			"comments say what SOPS encrypts, which zsv does not judge; give the file another rule, such as encrypted_regex",
			where)}
	default:
		return invalidKey("its value%s stands there in clear text, where SOPS would have encrypted it, so that sops refuses the "+
			"file; take it out, and set it with: sops edit %s", where, shell.Quote(shown))
	}
}

// unsealedKey is the answer for a key whose value SOPS encrypted, in a file that has no seal.
func unsealedKey(line int) providers.Key {
	return invalidKey("its value in line %d is encrypted by SOPS, and what SOPS notes with that is not in the file, so that nobody "+
		"can decrypt it; take a state of the file that has it, or write the value anew", line)
}

// notSealed is about a file that is said to be encrypted.
func notSealed(shown string) error {
	return &malformed{expected: `what SOPS notes in a file that it encrypted, "` + sealName + `", and a value that it encrypted; ` +
		"this one is in clear text: encrypt it with sops encrypt --in-place " + shell.Quote(shown)}
}
