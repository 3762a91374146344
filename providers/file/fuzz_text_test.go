package file

import (
	"encoding/base64"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/providers"
)

// FuzzText reads what may be plain, a manifest, or encrypted by SOPS, and holds what is said of it against itself, and
// manifests against what the library decodes.
func FuzzText(f *testing.F) {
	for _, test := range manifestTests {
		f.Add(test.text, uint8(0))
	}
	for i, extension := range []string{".yaml", ".json", ".env"} {
		for _, text := range unparsable[extension] {
			f.Add(text, uint8(i))
		}
	}
	f.Add("s:\n  a: "+encrypted+"\n  b: bare\n  c_unencrypted: x\n"+
		"sops: {"+notes+", hc_vault: [{vault_address: x}]}\n", uint8(0))
	f.Add("export S_A="+encrypted+"\nsops_mac="+encrypted+"\nsops_lastmodified=2026-01-01T00:00:00Z\n", uint8(2))
	f.Fuzz(func(t *testing.T, text string, number uint8) {
		syntax := []string{formatYAML, formatJSON, formatDotenv}[number%3]
		as := []string{syntax, formatSOPS, formatKubernetes}[number/3%3]
		if syntax == formatDotenv && as == formatKubernetes {
			return
		}
		found, err := textFormat{as: as, syntax: syntax, path: "s", shown: "s"}.parse([]byte(text))
		if err != nil {
			return
		}
		if all, ok := found.(catalog); ok {
			checkCatalog(t, all)
		}
		if m, ok := found.(*manifest); ok && syntax == formatYAML {
			checkManifest(t, m, text)
		}
	})
}

// checkCatalog holds what a store lists against what it answers, and hands out.
func checkCatalog(t *testing.T, all catalog) {
	t.Helper()
	names, err := all.List()
	must(t, err)
	for _, name := range names {
		keys := all.ListKeys(name)
		answer := all.Answer(providers.Query{Location: name, Keys: keys.Keys})
		if answer.Secret == providers.Missing || answer.Secret != keys.Secret {
			t.Errorf("%q is listed, and %s", name, answer.Secret)
		}
		fetched := all.Fetch(providers.Query{Location: name, Keys: keys.Keys})
		_, isSealed := all.(sealed)
		for _, key := range keys.Keys {
			state := answer.Keys[key]
			_, handedOut := fetched.Values[key]
			if state.Status == providers.Missing || !isSealed && (state.Status == providers.Present) != handedOut || isSealed && handedOut {
				t.Errorf("%q.%q is listed, %v, and handed out: %t", name, key, state, handedOut)
			}
		}
	}
}

// checkManifest looks for what is present in what the library decodes.
func checkManifest(t *testing.T, m *manifest, text string) {
	t.Helper()
	var object struct {
		Kind       string
		Data       map[string]string
		StringData map[string]string `yaml:"stringData"`
	}
	if yaml.Unmarshal([]byte(text), &object) != nil || object.Kind != "Secret" || len(m.byName) != 1 {
		return
	}
	for name := range presentIn(m.contents) {
		_, isText := object.StringData[name[1]]
		_, err := base64.StdEncoding.DecodeString(object.Data[name[1]])
		_, isData := object.Data[name[1]]
		if !isText && (!isData || err != nil) {
			t.Errorf("%q is present, and not so for the library", name)
		}
	}
}
