package file

import (
	"encoding/json"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/dotenv"
	"github.com/zsv-dev/zsv/providers"
)

// seeds gives a fuzz target the texts of the other tests.
func seeds(f *testing.F, extension string) {
	f.Helper()
	for _, test := range formatTests {
		if strings.HasSuffix(test.path, extension) && len(test.text) < 10_000 {
			f.Add(test.text)
		}
	}
	for _, text := range unparsable[extension] {
		f.Add(text)
	}
}

// presentIn returns the secrets and keys that a parser takes for present.
func presentIn(found contents) map[[2]string]bool {
	all := map[[2]string]bool{}
	for name, secret := range found.byName {
		for key, answer := range secret.keys {
			if answer.Status == providers.Present {
				all[[2]string{name, key}] = true
			}
		}
	}
	return all
}

// FuzzYAML holds what is present against what the library decodes.
func FuzzYAML(f *testing.F) {
	seeds(f, ".yaml")
	f.Fuzz(func(t *testing.T, text string) {
		found, err := parseYAML([]byte(text))
		if err != nil {
			return
		}
		var decoded map[string]yaml.Node
		if yaml.Unmarshal([]byte(strings.TrimPrefix(text, "\ufeff")), &decoded) != nil {
			return // a name set twice somewhere, or a key that is no string: the library has nothing to hold against
		}
		for name := range presentIn(found.contents) {
			node, ok := decoded[name[0]]
			var keys map[string]any
			if ok && !isNullName(name[1]) && node.Decode(&keys) == nil && keys[name[1]] == nil {
				t.Errorf("%q is present, and not so for the library", name)
			}
		}
	})
}

// isNullName says whether a name, unquoted, is YAML's null, of which the library makes another key.
func isNullName(name string) bool {
	return name == "" || name == "~" || strings.EqualFold(name, "null")
}

// FuzzJSON holds what is present against what the library decodes.
func FuzzJSON(f *testing.F) {
	seeds(f, ".json")
	f.Fuzz(func(t *testing.T, text string) {
		found, err := parseJSON([]byte(text))
		if err != nil {
			return
		}
		var decoded map[string]any
		if err := json.Unmarshal([]byte(strings.TrimPrefix(text, "\ufeff")), &decoded); err != nil {
			t.Fatalf("the library refuses it: %v", err)
		}
		for name := range presentIn(found.contents) {
			if keys, ok := decoded[name[0]].(map[string]any); !ok || keys[name[1]] == nil {
				t.Errorf("%q is present, and not so for the library", name)
			}
		}
	})
}

// FuzzDotenv demands that each variable stands in the file as such, and that none goes missing by being written again.
func FuzzDotenv(f *testing.F) {
	seeds(f, ".env")
	f.Fuzz(func(t *testing.T, text string) {
		values := map[string]string{}
		if dotenv.Parse(text, func(a dotenv.Setting) { values[a.Name] = a.Value }) != nil {
			return
		}
		var again strings.Builder
		for name, value := range values {
			if !strings.Contains(text, name) {
				t.Errorf("the variable %q is not in the file", name)
			}
			again.WriteString(name + `="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + "\"\n")
		}
		err := dotenv.Parse(again.String(), func(a dotenv.Setting) {
			if values[a.Name] != a.Value {
				t.Errorf("the variable %q changes when it is written again", a.Name)
			}
			delete(values, a.Name)
		})
		if err != nil || len(values) != 0 {
			t.Errorf("written again, %d variables are gone: %v", len(values), err)
		}
	})
}
