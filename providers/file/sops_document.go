package file

import (
	"context"
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/internal/yamltext"
	"github.com/zsv-dev/zsv/providers"
)

// A sealed document tells its names by itself. Its values are read and changed by a program, which ends with a context.
type sealed interface {
	document
	// open returns the store with its values. The error is a *providers.Error, or that of ctx.
	open(ctx context.Context) (store, error)
	// change makes a change, as write does.
	change(ctx context.Context, change providers.Change) ([]byte, providers.Written, error)
}

// A sealedDocument is a file in YAML or JSON that SOPS encrypted: a map of secrets, or a manifest of Kubernetes.
type sealedDocument struct {
	contents
	sops.Text
	format     textFormat
	isManifest bool
	several    bool                 // it has several documents
	values     map[imageName]string // as they stand there, encrypted
	survey     sops.Survey
}

var _ interface {
	sealed
	register
} = (*sealedDocument)(nil)

// sealedDocument reads the names of a text that SOPS encrypted.
func (f textFormat) sealedDocument(text []byte, roots []*yaml.Node, s *sops.Seal, isManifest bool) (
	*sealedDocument, error,
) {
	d := &sealedDocument{Text: f.sealedText(text, s), format: f,
		isManifest: isManifest, several: len(roots) > 1, values: map[imageName]string{}}
	for i, root := range roots {
		roots[i] = withoutKey(root, sops.Name)
		d.survey.Tree(s, roots[i])
	}
	if f.as == formatSOPS && d.survey.IsClear() {
		return nil, notSealed(f.shown)
	}
	if isManifest {
		return d, d.readManifest(roots, f.namespace)
	}
	if d.several {
		return nil, &malformed{roots[1].Line, "the end of the text: zsv reads one document, and here a second one begins"}
	}
	if isNamelessData(roots[0]) {
		return nil, &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf("%q was encrypted as a whole (SOPS calls "+
			"that binary), so that no names are in clear; encrypt it as YAML, JSON or dotenv", f.shown)}
	}
	return d, d.readMap(roots[0])
}

// isNamelessData says whether a document is what SOPS makes of a file that it knows no names in.
func isNamelessData(root *yaml.Node) bool {
	data := yamltext.Member(root, "data")
	return len(root.Content) == 2 && yamltext.IsScalar(data) && sops.IsEncrypted(data.Value)
}

// readMap reads a map of secrets.
func (d *sealedDocument) readMap(root *yaml.Node) (err error) {
	if !yamltext.IsMap(root) {
		return &malformed{root.Line, "a map of secrets, each a map of keys"}
	}
	reader := &yamlReader{flat: map[*yaml.Node]map[string]yamlEntry{}, isSealed: true}
	if d.contents, err = reader.contents(root); err != nil {
		return err
	}
	for name, entry := range reader.flat[root] {
		for key, entry := range reader.flat[yamltext.Aliased(entry.value)] {
			d.note(name, key, yamltext.Aliased(entry.value), entry.line, name, key)
		}
	}
	return nil
}

// note notes a value as it stands there, at a path of names.
func (d *sealedDocument) note(name, key string, node *yaml.Node, line int, path ...string) {
	d.values[imageName{name, key, true}] = node.ShortTag() + " " + node.Value
	keys := d.byName[name].keys
	if keys == nil || keys[key].Status != providers.Present || !yamltext.IsScalar(node) {
		return
	}
	if found := d.Seal.FaultOf(node.Value, path...); found != sops.NoFault {
		keys[key] = found.Key(line, d.Shown)
	}
}

// readManifest reads a manifest of Kubernetes.
func (d *sealedDocument) readManifest(roots []*yaml.Node, namespace string) error {
	m, err := readManifest(roots, manifestReader{namespace: namespace, isSealed: true, shown: d.Shown})
	if err != nil {
		return err
	}
	d.contents = m.contents
	for name, values := range m.values {
		for key, value := range values {
			d.note(name, key, value.node, value.node.Line, value.path(key)...)
		}
	}
	return nil
}

// Fetch hands out nothing: the document is to be opened first.
func (*sealedDocument) Fetch(providers.Query) providers.Fetched {
	return providers.Fetched{Reason: providers.Locked, Detail: "the file was not decrypted"}
}

// open decrypts the values. They come as JSON, whose texts mean one thing to all who read them, unless it has no form for
// several documents, or for maps that are merged.
func (d *sealedDocument) open(ctx context.Context) (store, error) {
	syntax := formatJSON
	if d.several || d.survey.HasMerge {
		syntax = formatYAML
	}
	plain, err := d.Decrypt(ctx, syntax)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	opened, err := d.opened(plain, syntax)
	if err != nil {
		return nil, notWhatWasSealed(d.Text)
	}
	return promised{d.Text, d, opened}, nil
}

func (d *sealedDocument) opened(plain []byte, syntax string) (store, error) {
	if !d.isManifest {
		return plainFormats[syntax].parse(plain)
	}
	roots, err := parseTrees(plain, syntax)
	if err != nil {
		return nil, err
	}
	return parseManifest(roots, d.format.namespace)
}

// rename is nothing that sops does.
func (d *sealedDocument) rename(_, _ string) ([]byte, error) {
	return nil, d.ByHand("sops does not rename what it encrypted")
}

// sealedText returns a text with what SOPS notes in it.
func (f textFormat) sealedText(text []byte, s *sops.Seal) sops.Text {
	return sops.Text{Syntax: f.syntax, Shown: f.shown, Source: text, Seal: s, Program: f.sops}
}

// isSealed says whether all that is secret in a store is encrypted.
func isSealed(found store) bool {
	switch found := found.(type) {
	case *ageDocument:
		return true
	case *sealedDocument:
		return !found.survey.HasBare && !found.survey.IsClear()
	case *sealedVariables:
		return !found.survey.HasBare && !found.survey.IsClear()
	default:
		return false
	}
}

// isRefused says whether sops will refuse a store as a whole, be it that most of it is in order.
func isRefused(found store) bool {
	switch found := found.(type) {
	case *sealedDocument:
		return found.survey.IsRefused
	case *sealedVariables:
		return found.survey.IsRefused
	default:
		return false
	}
}

// refusedBySOPS says what that means for who goes on from a plan in which all other keys are present.
func refusedBySOPS(shown string) string {
	return fmt.Sprintf("sops refuses %q as a whole, because a value in it is not encrypted as the others are, so that none of its "+
		"values can be had, as by zsv run; to see it, run: sops decrypt %s", shown, shell.Quote(shown))
}
