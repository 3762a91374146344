package file

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/dotenv"
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

// sealOf returns the seal in the first document; nil if there is none. A secret that is called sops has neither of the
// entries that make it one.
func sealOf(roots []*yaml.Node) (*sopsSeal, error) {
	if len(roots) == 0 {
		return nil, nil
	}
	notes := lookUp(roots[0], sealName)
	if !isScalar(lookUp(notes, "mac")) || !isScalar(lookUp(notes, "lastmodified")) {
		return nil, nil
	}
	s, err := newSeal(notes.Line, func(name string) string {
		if found := lookUp(notes, name); isScalar(found) {
			return found.Value
		}
		return ""
	})
	if err != nil {
		return nil, err
	}
	for _, root := range roots {
		s.noteSealAddresses(root)
	}
	return s, nil
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
	s := &sopsSeal{isVague: note("encrypted_comment_regex") != "" || note("unencrypted_comment_regex") != ""}
	for name, rule := range map[string]*func(string) bool{"encrypted_regex": &s.encrypted, "unencrypted_regex": &s.unencrypted} {
		if source := note(name); source != "" {
			pattern, err := regexp.Compile(source)
			if err != nil {
				return nil, &malformed{line, "a regular expression as " + name + " in what SOPS notes"}
			}
			*rule = pattern.MatchString
		}
	}
	for name, rule := range map[string]*func(string) bool{"encrypted_suffix": &s.encrypted, "unencrypted_suffix": &s.unencrypted} {
		if suffix := note(name); suffix != "" {
			*rule = func(name string) bool { return strings.HasSuffix(name, suffix) }
		}
	}
	if s.encrypted == nil && s.unencrypted == nil && !s.isVague {
		s.unencrypted = func(name string) bool { return strings.HasSuffix(name, "_unencrypted") }
	}
	return s, nil
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
	switch {
	case s.encrypted != nil:
		return slices.ContainsFunc(path, s.encrypted)
	case s.unencrypted != nil:
		return !slices.ContainsFunc(path, s.unencrypted)
	default:
		return true
	}
}

// isBare says whether a value that is to be encrypted is not. What is empty or null is never encrypted.
func (s *sopsSeal) isBare(node *yaml.Node, path ...string) bool {
	return !s.isVague && isScalar(node) && !isEncrypted(node.Value) && s.wants(path...)
}

// isEncrypted says whether a value is one that SOPS encrypted.
func isEncrypted(value string) bool {
	return strings.HasPrefix(value, "ENC[AES256_GCM,") && strings.HasSuffix(strings.TrimRight(value, "\n"), "]")
}

// bareKey is the answer for a key whose value someone wrote into a sealed file by hand: sops will refuse the whole file.
func bareKey(line int, shown string) providers.Key {
	where := ""
	if line > 0 {
		where = fmt.Sprintf(" in line %d", line)
	}
	return invalidKey("its value%s stands there in clear text, where SOPS would have encrypted it, so that sops refuses the file; "+
		"take it out, and set it with: sops edit %s", where, shell.Quote(shown))
}

// notSealed is about a file that is said to be encrypted.
func notSealed(shown string) error {
	return &malformed{expected: `what SOPS notes in a file that it encrypted, "` + sealName + `"; this one is in clear text: ` +
		`encrypt it with ` +
		"sops encrypt --in-place " + shell.Quote(shown)}
}

// variablesSeal returns the seal in variables; nil if there is none.
func variablesSeal(settings []dotenv.Setting) (*sopsSeal, error) {
	notes := map[string]string{}
	for _, setting := range settings {
		if name, ok := strings.CutPrefix(setting.Name, sealName+"_"); ok {
			notes[name] = setting.Value
		}
	}
	if notes["mac"] == "" || notes["lastmodified"] == "" {
		return nil, nil
	}
	s, err := newSeal(0, func(name string) string { return notes[name] })
	if err != nil {
		return nil, err
	}
	for name, value := range notes {
		if strings.HasSuffix(strings.ToLower(name), addressName) && value != "" {
			s.addresses = append(s.addresses, value)
		}
	}
	slices.Sort(s.addresses)
	return s, nil
}
