package file

import (
	"bytes"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/internal/yamltext"
	"github.com/zsv-dev/zsv/providers"
)

// A textFormat is that of a file in YAML, JSON or dotenv. What SOPS encrypted is known by what SOPS notes in it, and manifests
// of Kubernetes by what every one of them has, unless the block says what it is. All else is plain.
type textFormat struct {
	as        string // the format, as written or by the path's name
	isStated  bool   // it is written
	syntax    string // formatYAML, formatJSON or formatDotenv
	namespace string // of Kubernetes; "" is any
	path      string // as written
	shown     string // for commands
	sops      *sops.Program
}

// plainFormats are the syntaxes by themselves.
var plainFormats = map[string]format{formatYAML: yamlFormat{}, formatJSON: jsonFormat{}, formatDotenv: dotenvFormat{}}

func (f textFormat) parse(text []byte) (document, error) {
	switch {
	case f.syntax == formatDotenv:
		return f.parseVariables(text)
	case f.mayBePlainAlone(text):
		return plainFormats[f.syntax].parse(text)
	}
	roots, err := parseTrees(text, f.syntax)
	if err != nil {
		return nil, err
	}
	sealing, err := readSeal(sops.SealIn(roots))
	isManifest := f.as == formatKubernetes || f.mayBeManifest() && isManifest(roots)
	switch {
	case err != nil:
		return nil, err
	case sealing != nil:
		return f.sealedDocument(text, roots, sealing, isManifest)
	case f.as == formatSOPS:
		return nil, notSealed(f.shown)
	case isManifest:
		return parseManifest(roots, f.namespace)
	default:
		return plainFormats[f.syntax].parse(text)
	}
}

// mayBePlainAlone says that there is no need to look for more in a text.
func (f textFormat) mayBePlainAlone(text []byte) bool {
	isSealed := bytes.Contains(text, []byte(sops.Name))
	isManifest := f.mayBeManifest() && bytes.Contains(text, []byte("apiVersion"))
	return f.as == f.syntax && !isSealed && !isManifest
}

// mayBeManifest says whether what looks like a manifest is one. Where the block says that it is YAML or JSON, it is not.
func (f textFormat) mayBeManifest() bool { return !f.isStated || f.as == formatSOPS }

// blank returns a store that is not there yet.
func (f textFormat) blank() (document, error) {
	switch f.as {
	case formatSOPS:
		return f.absent()
	case formatKubernetes:
		return &manifest{contents: newContents()}, nil
	default:
		return plainFormats[f.syntax].blank()
	}
}

func (f textFormat) vet(change providers.Change) error {
	switch {
	case f.as == formatKubernetes:
		return errManifest
	case f.as == formatSOPS:
		return vetSealed(change, f.syntax)
	default:
		return plainFormats[f.syntax].vet(change)
	}
}

// withoutKey returns a map without a key.
func withoutKey(root *yaml.Node, key string) *yaml.Node {
	rest := *root
	rest.Content = nil
	for i := 0; i+1 < len(root.Content); i += 2 {
		if yamltext.Aliased(root.Content[i]).Value != key {
			rest.Content = append(rest.Content, root.Content[i], root.Content[i+1])
		}
	}
	return &rest
}
