package vault

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

// A layout is how another program keeps secrets in an engine: where, and in which form.
type layout string

const (
	// plainLayout has each secret at prefix and name, with its keys as they are.
	plainLayout layout = ""
	// managerLayout is that of ZenML's Vault secrets manager, which came before its secrets stores: below a scope, each secret
	// at its name, with the name of its schema beside its keys.
	managerLayout layout = "zenml_secrets_manager"
	// storeLayout is that of the secrets store of a ZenML server: each secret at its id, with its keys in a map, and beside it
	// one of the server's own.
	storeLayout layout = "zenml_secrets_store"
)

var layouts = []string{string(managerLayout), string(storeLayout)}

// What stands in the secrets of ZenML beside keys, or round them.
const (
	zenmlDirectory = "zenml"
	schemaKey      = "zenml_schema_name"
	anySchema      = "arbitrary" // of secrets that may have any keys
	valuesKey      = "zenml_secret_values"
	metadataKey    = "zenml_secret_metadata"
)

// decodeLayout reads the layout, which says what the prefix is.
func (a *arguments) decodeLayout(block *providers.Block) hcl.Diagnostics {
	a.layout = layout(block.String("layout", ""))
	switch {
	case block.Has("layout") && !slices.Contains(layouts, string(a.layout)):
		return block.Problem("layout", invalidArgument, fmt.Sprintf(`The argument "layout" must be %s. Leave it out for `+
			`secrets at their names.%s`, suggest.OneOf(layouts), suggest.DidYouMean(string(a.layout), layouts)))
	case block.Undecided("layout"):
		return nil
	case block.Has("scope") && a.layout != managerLayout:
		return block.Problem("scope", invalidArgument, fmt.Sprintf(
			`The argument "scope" is for layout = %q. Leave it out.`, managerLayout))
	case a.layout == plainLayout:
		return nil
	case block.Has("prefix"):
		return block.Problem("prefix", invalidArgument, `The argument "prefix" is for secrets that have no "layout": ZenML keeps `+
			`its own at paths of its own. Leave it out.`)
	case a.version == 1:
		return block.Problem("layout", invalidArgument, `ZenML keeps secrets in KV version 2 alone. Leave "kv_version" out, or `+
			`"layout".`)
	case a.layout == storeLayout:
		a.prefix = zenmlDirectory
		return nil
	default:
		return a.decodeScope(block)
	}
}

// decodeScope reads the scope of a secrets manager, which is the directory of its secrets.
func (a *arguments) decodeScope(block *providers.Block) hcl.Diagnostics {
	scope := block.String("scope", "")
	kind, name, isNamed := strings.Cut(scope, "/")
	switch {
	case block.Undecided("scope"):
		return nil
	case !block.Has("scope"):
		return block.Problem("layout", invalidArgument, fmt.Sprintf(
			`The argument "scope" is missing, which layout = %q needs: %s`, managerLayout, scopeForms))
	case scope == "none":
		return nil
	case scope == "global", isNamed && (kind == "component" || kind == "namespace") && isZenMLName(name) && name != "":
		a.prefix = zenmlDirectory + "/" + scope
		return nil
	}
	return block.Problem("scope", invalidArgument, `The argument "scope" is not one of a secrets manager of ZenML. `+
		`It is `+scopeForms+suggest.DidYouMean(kind, []string{"none", "global", "component", "namespace"}))
}

const scopeForms = `"none", "global", "component/ID" with the id of the secrets manager, or "namespace/NAME", as zenml ` +
	`secrets-manager describe shows.`

// isZenMLName says whether ZenML lets a secret or a namespace in Vault be called so.
func isZenMLName(name string) bool { return zenmlName().MatchString(name) }

var zenmlName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_+=.@-]*$`) })

// locate returns the path of a block that says it, where the layout knows better where that is: an id is enough.
func (l layout) locate(path string) string {
	if l == storeLayout && isID(path) {
		return zenmlDirectory + "/" + path
	}
	return path
}

// check refuses places in which the layout keeps nothing, and names that nothing can have there.
func (l layout) check(place, name string) error {
	switch l {
	case plainLayout:
		return nil
	case managerLayout:
		return vetName(name)
	case storeLayout:
	}
	if id, below := strings.CutPrefix(place, zenmlDirectory+"/"); below && isID(id) {
		return nil
	}
	return &providers.Error{Reason: providers.Unsupported, Detail: "a ZenML server keeps its secrets in Vault at their ids and " +
		"not at their names, so that this one cannot be found; write its id, which zenml secret list shows, as the path of a block " +
		`secret "NAME", or ask the server itself: provider "zenml"`}
}

// isID says whether a text is the id of a secret on a ZenML server: a UUID, as the server writes it.
func isID(text string) bool { return uuid().MatchString(text) }

var uuid = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
})

// vet refuses changes that ZenML would not know of, or could not read.
func (l layout) vet(change providers.Change) error {
	_, isSet := change.Set[schemaKey]
	switch {
	case l == storeLayout:
		return errKeptByServer
	case l == managerLayout && (isSet || slices.Contains(change.Remove, schemaKey)):
		return &providers.Error{Reason: providers.Invalid, Detail: fmt.Sprintf("%q is where ZenML notes the schema of a secret, and "+
			"no key of it", schemaKey)}
	default:
		return nil
	}
}

// vetName refuses names that ZenML does not let secrets have.
func vetName(name string) error {
	if isZenMLName(name) {
		return nil
	}
	return &providers.Error{Reason: providers.Invalid, Detail: fmt.Sprintf("ZenML lets no secret in Vault be called %q: only "+
		"ASCII letters, digits and the characters _+=.@- may be in its name", name)}
}

// errKeptByServer is why the secrets of a server are not changed behind its back.
var errKeptByServer = &providers.Error{Reason: providers.Unsupported, Detail: "the ZenML server notes in its database which " +
	"secrets it has in Vault, so they are changed through the server: with zenml secret, or by provider \"zenml\""}

// visible returns what stands in a secret as keys of it.
func visible[V any](l layout, found map[string]V) map[string]V {
	if _, ok := found[schemaKey]; l != managerLayout || !ok {
		return found
	}
	keys := make(map[string]V, len(found))
	for key, value := range found {
		if key != schemaKey {
			keys[key] = value
		}
	}
	return keys
}
