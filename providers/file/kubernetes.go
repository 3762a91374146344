package file

import (
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/internal/yamltext"
	"github.com/zsv-dev/zsv/providers"
)

// A manifest is a file of Kubernetes: one or several objects, of which those of kind Secret are the secrets. They are read
// and not written.
type manifest struct {
	contents
	values map[string]map[string]manifestValue
}

var _ register = (*manifest)(nil)

// A manifestValue is what a key of a Secret is set to.
type manifestValue struct {
	node      *yaml.Node
	isEncoded bool // in Base64: it stands in data, not in stringData
}

// isManifest says whether documents are those of Kubernetes. No map of secrets looks like one: there each is a map.
func isManifest(roots []*yaml.Node) bool {
	return len(roots) > 0 && yamltext.MemberText(roots[0], "apiVersion") != "" && yamltext.MemberText(roots[0], "kind") != ""
}

func parseManifest(roots []*yaml.Node, namespace string) (*manifest, error) {
	return readManifest(roots, manifestReader{namespace: namespace})
}

// A manifestReader takes the secrets out of the objects of a manifest.
type manifestReader struct {
	namespace string // those of others are left out; "" is any
	isSealed  bool   // SOPS encrypted values, of which Base64 cannot be judged
	shown     string // for commands, where it is sealed
	found     map[string][]manifestSecret
	seen      map[*yaml.Node]bool
}

// A manifestSecret is one object that is a secret, or is to become one.
type manifestSecret struct {
	node            *yaml.Node
	kind, namespace string
	problem         string // why it cannot be used; "" if it can
}

func readManifest(roots []*yaml.Node, r manifestReader) (*manifest, error) {
	r.found, r.seen = map[string][]manifestSecret{}, map[*yaml.Node]bool{}
	for _, root := range roots {
		if err := r.object(root); err != nil {
			return nil, err
		}
	}
	m := &manifest{contents: newContents(), values: map[string]map[string]manifestValue{}}
	for name, all := range r.found {
		m.byName[name], m.values[name] = r.secret(all)
	}
	return m, nil
}

// object notes an object, or those in a list, if they are secrets. Other kinds are none of a provider's business.
func (r *manifestReader) object(node *yaml.Node) error {
	if r.seen[node] { // an alias repeats it, or it is in itself
		return nil
	}
	r.seen[node] = true
	kinds := yamltext.MemberTexts(node, "kind")
	isOf := func(kinds []string) func(string) bool {
		return func(kind string) bool { return slices.Contains(kinds, kind) }
	}
	switch {
	case !yamltext.IsMap(node) || len(kinds) == 0 || len(yamltext.MemberTexts(node, "apiVersion")) == 0:
		return &malformed{node.Line, "an object of Kubernetes, with apiVersion and kind"}
	case r.isSealed && isNameless(node):
		return r.errNameless()
	case slices.ContainsFunc(kinds, isOf(listKinds)):
		return r.list(node)
	case slices.Contains(kinds, secretKind) && slices.Contains(yamltext.MemberTexts(node, "apiVersion"), "v1"):
		return r.note(node, secretKind)
	}
	if i := slices.IndexFunc(kinds, isOf(forerunners)); i >= 0 {
		return r.note(node, kinds[i])
	}
	return nil
}

// isNameless says whether an object was encrypted so that nobody sees what it is, or is called.
func isNameless(node *yaml.Node) bool {
	names := yamltext.MemberTexts(node, "kind")
	for _, metadata := range yamltext.Members(node, "metadata") {
		names = append(names, yamltext.MemberTexts(metadata, "name")...)
	}
	return slices.ContainsFunc(names, sops.IsCiphertext)
}

func (r *manifestReader) errNameless() error {
	return &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf("%q is a manifest of Kubernetes of which SOPS "+
		"encrypted the names, too; encrypt only its values: sops encrypt --encrypted-regex '^(data|stringData)$'", r.shown)}
}

const secretKind = "Secret"

var (
	// forerunners are the kinds of which a controller in the cluster makes a Secret.
	forerunners = []string{"SealedSecret", "ExternalSecret"}
	listKinds   = []string{"List", "SecretList"}
)

func (r *manifestReader) list(node *yaml.Node) error {
	if problem := ambiguityOf(node); problem != "" {
		return &malformed{node.Line, "a list in which each name stands once, and nothing is merged"}
	}
	items := yamltext.Member(node, "items")
	if items == nil || yamltext.IsNull(items) {
		return nil
	}
	if items.Kind != yaml.SequenceNode {
		return &malformed{items.Line, "a list of objects as items"}
	}
	for _, item := range items.Content {
		item = yamltext.Aliased(item)
		// items of a typed list need not say it again
		isSecret := yamltext.Member(item, "kind") == nil && yamltext.MemberText(node, "kind") == "SecretList"
		if err := r.item(item, isSecret); err != nil {
			return err
		}
	}
	return nil
}

func (r *manifestReader) item(node *yaml.Node, isSecret bool) error {
	switch {
	case !isSecret:
		return r.object(node)
	case r.isSealed && isNameless(node):
		return r.errNameless()
	default:
		return r.note(node, secretKind)
	}
}

// note notes an object under each name that it may have: of a name that stands twice, readers take one or the other.
func (r *manifestReader) note(node *yaml.Node, kind string) error {
	var namespaces []string
	names, isGenerated := targetsOf(node, kind), false
	for _, metadata := range yamltext.Members(node, "metadata") {
		names = append(names, yamltext.MemberTexts(metadata, "name")...)
		namespaces = append(namespaces, yamltext.MemberTexts(metadata, "namespace")...)
		isGenerated = isGenerated || yamltext.MemberText(metadata, "generateName") != ""
	}
	switch {
	case len(names) == 0 && isGenerated: // nobody knows what it will be called
		return nil
	case len(names) == 0:
		return &malformed{node.Line, "a name, as text, in the metadata of the " + kind + " that begins here"}
	case r.namespace != "" && len(namespaces) > 0 && !slices.Contains(namespaces, r.namespace):
		return nil
	}
	noted := manifestSecret{node: node, kind: kind, problem: ambiguityOf(node)}
	if len(namespaces) > 0 {
		noted.namespace = namespaces[0]
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		r.found[name] = append(r.found[name], noted)
	}
	return nil
}

// targetsOf returns the names that a forerunner gives the Secret, beside its own.
func targetsOf(node *yaml.Node, kind string) []string {
	spec := yamltext.Member(node, "spec")
	switch kind {
	case "ExternalSecret":
		return yamltext.MemberTexts(yamltext.Member(spec, "target"), "name")
	case "SealedSecret":
		return yamltext.MemberTexts(yamltext.Member(yamltext.Member(spec, "template"), "metadata"), "name")
	default:
		return nil
	}
}

// ambiguityOf says why readers differ about what an object is, or is called; "" if they do not.
func ambiguityOf(node *yaml.Node) string {
	for _, part := range append([]*yaml.Node{node}, yamltext.Members(node, "metadata")...) {
		if part.Kind != yaml.MappingNode {
			continue
		}
		own, merges := ownEntries(part)
		if len(merges) > 0 {
			return fmt.Sprintf("a part of it is merged with \"<<\" (line %d); write it out", part.Line)
		}
		for _, name := range slices.Sorted(maps.Keys(own)) {
			if entry := own[name]; entry.again != 0 {
				return fmt.Sprintf("its %q is set twice, in lines %d and %d; remove one", name, entry.line, entry.again)
			}
		}
	}
	return ""
}

// secret reads the one object of a name. Of several none counts: which one is meant, nobody has said.
func (r *manifestReader) secret(all []manifestSecret) (*secret, map[string]manifestValue) {
	all = preferSecrets(all)
	first := all[0]
	switch {
	case len(all) > 1:
		return &secret{problem: r.severalOf(all)}, nil
	case first.problem != "":
		return &secret{problem: first.problem}, nil
	case first.kind != secretKind:
		return &secret{isNone: true, reason: providers.Unsupported, problem: fmt.Sprintf("the file has %s %s (line %d), of which the "+
			"cluster makes the Secret of that name; zsv reads manifests of kind Secret, and cannot see what will be in this one",
			articleOf(first.kind), first.kind, first.node.Line)}, nil
	default:
		return r.keys(first.node)
	}
}

func articleOf(word string) string {
	if strings.ContainsRune("AEIOU", rune(word[0])) {
		return "an"
	}
	return "a"
}

// preferSecrets leaves forerunners out where there are Secrets.
func preferSecrets(all []manifestSecret) []manifestSecret {
	secrets := slices.DeleteFunc(slices.Clone(all), func(s manifestSecret) bool { return s.kind != secretKind })
	if len(secrets) > 0 {
		return secrets
	}
	return all
}

// severalOf says why several objects of one name are none.
func (r *manifestReader) severalOf(all []manifestSecret) string {
	first, second := all[0], all[1]
	if first.namespace == second.namespace {
		return twice(first.node.Line, second.node.Line)
	}
	var namespaces []string
	for _, one := range all {
		if one.namespace != "" && !slices.Contains(namespaces, one.namespace) {
			namespaces = append(namespaces, one.namespace)
		}
	}
	if r.namespace != "" || len(namespaces) == 1 {
		return fmt.Sprintf("the file has it in the namespace %q and, in another object, without one (lines %d and %d); name the "+
			"namespace in both, or remove one", namespaces[0], first.node.Line, second.node.Line)
	}
	slices.Sort(namespaces)
	return fmt.Sprintf("the file has one of that name in several namespaces: %s; write namespace = %s in the provider's block to "+
		"say which one is meant", quotedList(namespaces), quoteHCL(namespaces[0]))
}

func quotedList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = strconv.Quote(name)
	}
	return strings.Join(quoted, ", ")
}

// keys reads the keys of a Secret. What stands in stringData counts, as for Kubernetes.
func (r *manifestReader) keys(node *yaml.Node) (*secret, map[string]manifestValue) {
	found, values := &secret{keys: map[string]providers.Key{}}, map[string]manifestValue{}
	for _, part := range []struct {
		name      string
		isEncoded bool
	}{{"data", true}, {"stringData", false}} {
		entries := yamltext.Member(node, part.name)
		switch {
		case entries == nil || yamltext.IsNull(entries):
			continue
		case !yamltext.IsMap(entries):
			return &secret{problem: fmt.Sprintf("its %s is not a map of keys (line %d)", part.name, entries.Line)}, nil
		}
		if problem := r.entries(found.keys, values, entries, part.isEncoded); problem != "" {
			return &secret{problem: problem}, nil
		}
	}
	return found, values
}

// entries reads the keys in data or stringData.
func (r *manifestReader) entries(keys map[string]providers.Key, values map[string]manifestValue, node *yaml.Node,
	isEncoded bool,
) (problem string) {
	own, merges := ownEntries(node)
	if len(merges) > 0 {
		return fmt.Sprintf("its keys are merged with \"<<\" (line %d); write them out", node.Line)
	}
	for name, entry := range own {
		value := manifestValue{yamltext.Aliased(entry.value), isEncoded}
		keys[name], values[name] = r.key(entry, value), value
	}
	return ""
}

func (r *manifestReader) key(entry yamlEntry, value manifestValue) providers.Key {
	answer := entry.key()
	switch {
	case answer.Status == providers.Missing, answer.Status == providers.Unverified:
		return answer
	case value.node.ShortTag() != "!!str", r.isSealed && sops.IsEncryptedOther(value.node.Value):
		return invalidKey("its value in line %d is not text, which is all that Kubernetes takes; write it in quotes", entry.line)
	case sops.IsCiphertext(value.node.Value) && !r.isSealed:
		return unsealedKey(entry.line)
	case !value.isEncoded || sops.IsCiphertext(value.node.Value):
		return answer
	}
	text, ok := value.text()
	if !ok {
		return invalidKey("its value in line %d is not in Base64, as data in a Secret is; encode it, or write it under stringData",
			entry.line)
	}
	return textKey(text == "")
}

// path returns the names that lead to a value in its object.
func (v manifestValue) path(key string) []string {
	if v.isEncoded {
		return []string{"data", key}
	}
	return []string{"stringData", key}
}

// text returns a value as the cluster would hand it over.
func (v manifestValue) text() (string, bool) {
	if !v.isEncoded {
		return v.node.Value, true
	}
	text, err := base64.StdEncoding.DecodeString(v.node.Value) // which, like Kubernetes, passes over line breaks
	return string(text), err == nil
}

// Fetch hands out values.
func (m *manifest) Fetch(query providers.Query) providers.Fetched {
	return m.fetch(query, func(key string) (providers.Value, bool) {
		value, ok := m.values[query.Location][key]
		if !ok {
			return providers.Value{}, false
		}
		text, ok := value.text()
		return providers.NewValue(text), ok
	})
}

// errManifest is why a manifest is not changed.
var errManifest = &providers.Error{Reason: providers.Unsupported, Detail: "zsv does not change manifests of Kubernetes; write " +
	"the key under stringData in the file, or change the Secret in the cluster"}

// isManifestStore says whether what was read is a manifest, perhaps one that SOPS encrypted.
func isManifestStore(found store) bool {
	sealed, isSealed := found.(*sealedDocument)
	_, isPlain := found.(*manifest)
	return isPlain || isSealed && sealed.isManifest
}

func (*manifest) write(providers.Change) ([]byte, providers.Written, error) {
	return nil, providers.Written{}, errManifest
}

func (*manifest) remove(string) ([]byte, error) { return nil, errManifest }

func (*manifest) rename(_, _ string) ([]byte, error) { return nil, errManifest }
