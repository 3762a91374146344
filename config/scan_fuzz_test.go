package config_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/config"
)

// scanSource scans one file.
func scanSource(t testing.TB, name, source string) *config.Scan {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	scan, diags := config.ScanFiles(config.ScanOptions{WorkingDir: dir, Paths: []string{name}})
	for _, d := range diags {
		if d.Range != nil && (d.Range.End.Byte > len(source) || d.Range.Start.Byte > d.Range.End.Byte) {
			t.Errorf("%s: %s is at %v, outside of the file", name, d.Summary, d.Range)
		}
	}
	return scan
}

const mark = "{{name.key}}"

// checkScanned holds that each reference of a scan stands in its file where the scan says: as it is, if that is how it is
// written, else it begins and ends where something does that stands for it.
func checkScanned(t *testing.T, scan *config.Scan, source string) (found int) {
	t.Helper()
	for _, b := range scan.Blocks {
		for _, v := range b.Values {
			for start := 0; ; found++ {
				at := strings.Index(v.Text[start:], mark)
				if at < 0 {
					break
				}
				start += at
				checkScannedPlace(t, scan, v, start, source)
				start += len(mark)
			}
		}
	}
	return found
}

func checkScannedPlace(t *testing.T, scan *config.Scan, v config.Value, start int, source string) {
	t.Helper()
	source = strings.TrimPrefix(source, "\ufeff")
	place, _ := scan.Config.Place(v, start, start+len(mark))
	if place.Start.Byte < 0 || place.End.Byte > len(source) || place.Start.Byte >= place.End.Byte {
		t.Fatalf("%s is at %v, outside of the file", v.Attribute, place)
	}
	text := source[place.Start.Byte:place.End.Byte]
	if text != mark && !strings.ContainsAny(text, "\\\n\r\t${%\u0085\u2028\u2029") && !strings.Contains(text, mark) {
		t.Errorf("%s of %q is at %q", v.Attribute, v.Text, text)
	}
	if line := 1 + strings.Count(source[:place.Start.Byte], "\n"); place.Start.Line != line {
		t.Errorf("%s is in line %d, want %d", v.Attribute, place.Start.Line, line)
	}
}

// Whatever stands in a string of JSON, the reference in it is where the scan says, and what is JSON is read.
func FuzzScanJSON(f *testing.F) {
	for _, seed := range []string{`{"a": "{{name.key}}"}`,
		`["\u007b{name.k\u0065y}}", {"é": "😀{{name.key}}"}]`, `"{{name.key}}"`,
		`{"a":{"b":["x {{name.key}} y \"{{name.key}}\""]}}`, "\ufeff{\"a\":\n\t\"{{name.key}}\"}", `{"a": "{{name.key}}`,
		`[[[["\ud83d\ude00{{name.key}}"]]]]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		scan := scanSource(t, "a.json", source)
		found := checkScanned(t, scan, source)
		var any any
		if utf8.ValidString(source) && json.Unmarshal([]byte(strings.TrimPrefix(source, "\ufeff")),
			&any) == nil && found < countMarks(any) {
			t.Errorf("found %d references, want %d", found, countMarks(any))
		}
	})
}

// countMarks counts the references in the values of a document, but for names.
func countMarks(value any) int {
	count := 0
	switch value := value.(type) {
	case string:
		return strings.Count(value, mark)
	case []any:
		for _, item := range value {
			count += countMarks(item)
		}
	case map[string]any:
		for _, item := range value {
			count += countMarks(item)
		}
	}
	return count
}

// The same of YAML, in all its ways to write a string.
func FuzzScanYAML(f *testing.F) {
	for _, seed := range []string{"a: '{{name.key}}'", "a: \"x\\x7b{name.key}} {{name.key}}\"", "a: |\n  x\n  {{name.key}}\n",
		"a: >-\n  x\n\n  {{name.key}}\n   y\n",
		"a: &x \"{{name.key}}\"\nb: *x\n", "- [1, '{{name.key}}', {a: \"{{name.key}}\"}]\n---\n- !!str '{{name.key}}'\n",
		"a: x\n  {{name.key}}\n  y\n",
		"a: 'it''s\n\n  {{name.key}}'", "a: \"x\\\n  {{name.key}}\"\r\nb: >2\r\n   {{name.key}}\r\n", "é: \"日本 {{name.key}}\"",
		"a: {{name.key}}", "? '{{name.key}}'\n: |1+\n {{name.key}}\n\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		scan := scanSource(t, "a.yaml", source)
		found := checkScanned(t, scan, source)
		if documents := wantedInYAML(source); found < documents && len(scan.Passed) == 0 {
			t.Errorf("found %d references, want %d", found, documents)
		}
	})
}

// wantedInYAML counts the references in the first document that are text.
func wantedInYAML(source string) (count int) {
	defer func() {
		if recover() != nil {
			count = 0
		}
	}()
	var document yaml.Node
	source = strings.TrimPrefix(source, "\ufeff")
	if yaml.Unmarshal([]byte(source), &document) != nil {
		return 0
	}
	return countInNode(&document)
}

func countInNode(node *yaml.Node) int {
	count := 0
	if node.Kind == yaml.ScalarNode && node.ShortTag() == "!!str" {
		count = strings.Count(node.Value, mark)
	}
	for i, inner := range node.Content {
		if node.Kind != yaml.MappingNode || i%2 == 1 {
			count += countInNode(inner)
		}
	}
	return count
}

// The same of HCL, where texts are put together too.
func FuzzScanHCL(f *testing.F) {
	const instances = "r \"x\" \"y\" {\n for_each = toset([\"name\"])\n a = \"{{${each.key}.key}}\"\n"
	for _, seed := range []string{`a = "{{name.key}}"`, "a = <<EOT\n  {{name.key}}\nEOT\n",
		"a = <<-EOT\n  x ${b}\n    {{name.key}}\n  EOT\n",
		`a = format("{{%s.%s}}", "name", "key")`, `locals { n = "name" }` + "\n" + `b "c" "d" { e = "x{{${local.n}.key}}" }`,
		`a = { for k in ["name"] : k => "{{${k}.key}}" }`, `a = join("", ["{{", var.x, ".key}}"])`, `a = "%{if x}{{name.key}}%{endif}"`,
		instances + " dynamic \"b\" {\n content { c = \"{{name.key}}\" }\n}\n}\n",
		`a = jsonencode({ b = ["{{name.key}}"] })[0].x[*]`, `a = "$${{name.key}} \u007b{name.key}}"`,
		`a = chomp(<<EOT` + "\n{{name.key}}\nEOT\n)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		checkScanned(t, scanSource(t, "a.tf", source), source)
		_ = scanSource(t, "a.tf.json", source)
	})
}

// Whatever bytes a file has, of whatever name, the scan comes to an end, and its places are in the file as it is shown.
func FuzzScanBytes(f *testing.F) {
	for _, seed := range []string{"\xff\xfea\x00:\x00", "\xfe\xff\x00a", "\x00\x00\xfe\xff", "a\x00\x00\x00", "{\"a\": \"{{name.key}}\"}",
		"x={{name.key}}\n", "stack_name: x\nc: &a {flavor: s3, configuration: {<<: *a, authentication_secret: *a}}", "\x00GITCRYPT\x00",
		"{\"format_version\": \"1\", \"resource_changes\": [{\"type\": \"zenml_stack_component\", " +
			"\"change\": {\"after_unknown\": {\"configuration\": true}}}]}", "{\"a\": \"${b}{{name.key}}\"}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		for _, name := range []string{"a.env", "a.json", "a.yaml", "a.tftpl", "a.tf.json", "a.tfvars"} {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, name), []byte(source), 0o600); err != nil {
				t.Fatal(err)
			}
			scan, _ := config.ScanFiles(config.ScanOptions{WorkingDir: dir, Paths: []string{name}})
			for _, b := range scan.Blocks {
				for _, v := range b.Values {
					for _, c := range v.Computed() {
						_, _ = scan.Config.Place(v, c.Start, c.End)
					}
					_, _ = v.Unfinished()
				}
			}
		}
	})
}
