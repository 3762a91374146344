package config_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
)

// writeTree writes files below a directory.
func writeTree(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// What git ignores is not scanned, by the same patterns: git itself is the judge here, and is not asked by a scan.
func TestScanLeavesOutWhatGitIgnores(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	writeTree(t, dir, map[string]string{
		".gitignore": "# comment\n*.auto.yaml\n/top.yaml\nbuild/\n!keep.auto.yaml\ndocs/*.json\n**/deep/x.yaml\na/**/z.yaml\n" +
			"q?.yaml\n[ab]c.yaml\n[!a]d.yaml\ntrailing.yaml   \n\\#hash.yaml\nfoo/bar\n*.tmp/\nlit\\*.yaml\nout/**\n!out/in.yaml\n",
		"sub/.gitignore": "*.yaml\n!good.yaml\n/only.json\n", "sub/deeper/.gitignore": "!back.yaml\n",
		"x.auto.yaml": "", "keep.auto.yaml": "", "top.yaml": "", "in/top.yaml": "", "build/a.yaml": "", "in/build/a.yaml": "",
		"docs/a.json": "", "docs/in/a.json": "", "in/docs/a.json": "", "in/deep/x.yaml": "", "deep/x.yaml": "", "a/z.yaml": "",
		"a/b/z.yaml": "", "a/b/c/z.yaml": "", "q1.yaml": "", "q12.yaml": "", "ac.yaml": "", "cc.yaml": "", "ad.yaml": "", "bd.yaml": "",
		"trailing.yaml": "", "#hash.yaml": "", "foo/bar/a.yaml": "", "in/foo/bar/a.yaml": "", "d.tmp/a.yaml": "", "lit*.yaml": "",
		"litx.yaml":   "",
		"out/in.yaml": "", "out/x/in.yaml": "", "sub/a.yaml": "", "sub/good.yaml": "", "sub/only.json": "", "sub/in/only.json": "",
		"sub/deeper/back.yaml": "", "sub/deeper/a.yaml": "", "build.yaml": "", "sub/x.tf": "", "a.tfvars": "", "a.txt": "",
		"a.zsv.hcl":    "",
		".hidden.yaml": "", ".hidden/a.yaml": "", "node_modules/a.json": "", "vendor/a.yaml": "", "package-lock.json": "",
		"excluded.yaml": "",
	})
	if runtime.GOOS == "windows" {
		t.Skip("names with stars cannot be")
	}
	git := func(args ...string) string {
		command := exec.Command("git", append([]string{"-C", dir, "-c", "core.excludesFile=" + os.DevNull}, args...)...)
		output, err := command.Output()
		if err != nil {
			t.Fatalf("git %q: %v", args, err)
		}
		return string(output)
	}
	git("init", "--quiet")
	if err := os.WriteFile(filepath.Join(dir, ".git/info/exclude"), []byte("excluded.yaml\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var want []string
	for name := range strings.SplitSeq(git("ls-files", "-z", "--others", "--exclude-standard"), "\x00") {
		isScanned := slices.Contains([]string{".yaml", ".json", ".tf", ".tfvars"}, filepath.Ext(name))
		ours := strings.HasPrefix(name, ".") || strings.HasPrefix(name, "node_modules/") || strings.HasPrefix(name, "vendor/") ||
			name == "package-lock.json"
		if isScanned && !ours {
			want = append(want, name)
		}
	}
	slices.Sort(want)
	scan, diags := config.ScanFiles(config.ScanOptions{WorkingDir: dir, Paths: []string{"."}})
	if diff := cmp.Diff(want, scan.Names); diff != "" || len(diags) > 0 {
		t.Errorf("git and the scan do not agree (-git +scan):\n%s%v", diff, diags)
	}
	below, _ := config.ScanFiles(config.ScanOptions{WorkingDir: dir, Paths: []string{"sub/deeper", "sub", "top.yaml"}})
	want = slices.DeleteFunc(want, func(name string) bool { return !strings.HasPrefix(name, "sub/") })
	if diff := cmp.Diff(append(want, "top.yaml"), below.Names); diff != "" {
		t.Errorf("a file that is named is scanned whatever git says, and each file once:\n%s", diff)
	}
}

// Patterns of --exclude are those of .gitignore.
func TestScanExcludes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeTree(t, dir, map[string]string{"a.yaml": "", "legacy/a.yaml": "", "in/legacy/a.yaml": "", "in/b.yaml": "", "c.json": ""})
	for patterns, want := range map[string]string{
		"":                     "a.yaml c.json in/b.yaml in/legacy/a.yaml legacy/a.yaml",
		"legacy/":              "a.yaml c.json in/b.yaml",
		"/legacy":              "a.yaml c.json in/b.yaml in/legacy/a.yaml",
		"in/*.yaml":            "a.yaml c.json in/legacy/a.yaml legacy/a.yaml",
		"*.yaml !in/**/a.yaml": "c.json in/legacy/a.yaml",
		"in/legacy/a.yaml *.j": "a.yaml c.json in/b.yaml legacy/a.yaml",
	} {
		scan, _ := config.ScanFiles(config.ScanOptions{WorkingDir: dir, Paths: []string{"."}, Exclude: strings.Fields(patterns)})
		if got := strings.Join(scan.Names, " "); got != want {
			t.Errorf("--exclude %q: scanned %s, want %s", patterns, got, want)
		}
	}
}

// Links are not followed, so that nothing outside of what is named is read. The user may name one.
func TestScanFollowsNoLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeTree(t, dir, map[string]string{"outside/secret.yaml": `a: "{{a.b}}"`, "inside/own.yaml": `a: "{{c.d}}"`})
	for link, to := range map[string]string{"inside/file.yaml": "../outside/secret.yaml", "inside/dir": "../outside",
		"named": "outside"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skipf("no links: %v", err)
		}
	}
	scan, diags := config.ScanFiles(config.ScanOptions{WorkingDir: dir, Paths: []string{"inside"}})
	if diff := cmp.Diff([]string{"inside/own.yaml"}, scan.Names); diff != "" || len(diags) > 0 {
		t.Errorf("%s%v", diff, diags)
	}
	scan, _ = config.ScanFiles(config.ScanOptions{WorkingDir: dir, Paths: []string{"named"}})
	if diff := cmp.Diff([]string{"named/secret.yaml"}, scan.Names); diff != "" {
		t.Error(diff)
	}
}

// What cannot be scanned is said; what is beside it is scanned.
func TestScanSaysWhatItCannotRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	large := strings.Repeat("# x\n", 3<<20)
	writeTree(t, dir, map[string]string{
		"a.yaml": `a: "{{a.b}}"`, "large.yaml": large + `a: "{{c.d}}"`, "data.json": `"` + strings.Repeat("x", 9<<20) + `"`,
		"bad.yaml": "a: \"{{a.b}}\xff\"", "bad.json": "\"{{a.b}}\xff\"", "deep.json": strings.Repeat("[",
			600) + `"{{a.b}}"` + strings.Repeat("]", 600),
		"main.zsv.hcl": "", "words": "a: \"{{e.f}}\"", "object": `{"a": "{{g.h}}"}`,
	})
	scan, diags := config.ScanFiles(config.ScanOptions{WorkingDir: dir, Paths: []string{".", "nowhere", "main.zsv.hcl", "words",
		"object"}})
	found := map[string]bool{}
	for _, d := range diags {
		name := "-"
		if d.Range != nil {
			name = d.Range.Filename
		}
		found[name+" "+d.Summary] = true
	}
	want := []string{"- A file of zsv's own", "- Cannot read the path", "bad.json Invalid UTF-8", "bad.yaml Invalid UTF-8",
		"deep.json Nested too deeply", "large.yaml File too large"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(found))); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if len(scan.Blocks) != 3 {
		t.Errorf("%d blocks, want those of a.yaml, words and object", len(scan.Blocks))
	}
}

// A scan gives the same result each time, however its work is shared out.
func TestScanIsDeterministic(t *testing.T) {
	t.Parallel()
	dir, err := filepath.Abs("../resolve/testdata/scan")
	if err != nil {
		t.Fatal(err)
	}
	options := config.ScanOptions{WorkingDir: dir, Paths: []string{"."}}
	first, firstDiags := config.ScanFiles(options)
	for range 5 {
		again, diags := config.ScanFiles(options)
		if diff := cmp.Diff(dumpScan(first), dumpScan(again)) + cmp.Diff(firstDiags, diags); diff != "" {
			t.Fatal(diff)
		}
	}
}

func dumpScan(scan *config.Scan) string {
	var b strings.Builder
	for _, block := range scan.Blocks {
		b.WriteString(block.Address + "\n")
		dumpValues(&b, scan.Config, block.Values, block.Keys)
	}
	return b.String()
}

// Data is no concern of a scan, whatever the words in it are. What has the names of a component's secret is, if it is broken.
func TestScanLeavesDataAlone(t *testing.T) {
	t.Parallel()
	const words = `"The secret of this ice cream: its price"`
	large := strings.Repeat(`{"text": "`+strings.Repeat("x", 100)+`"},`, 90_000)
	data := map[string]string{
		"reviews.json":    `{"text": ` + words + "}\n" + `{"text": "What a flavor: vanilla", "label": 0}` + "\n",
		"large.json":      "[" + large + `{"text": ` + words + `}, "flavor"]`,
		"vocabulary.json": `{"secret": 17, "flavor": 18, "client_secret": "x"} {}`,
		"notes.yaml":      "title: the secret of flavor\nbad: [\n",
		"deep.json":       strings.Repeat("[", 600) + `"secret flavor"` + strings.Repeat("]", 600),
	}
	concerns := map[string]string{
		"a.json":       `{"flavor": "s3", "configuration": {"authentication_secret": "aws"}`,
		"b.yaml":       "a:\n  flavor: s3\n  configuration: { authentication_secret: aws }\nbad: [\n",
		"c.json":       "[" + large + `{"flavor" : "s3", "configuration": {"authentication_secret":"aws"}}]`,
		"d.json":       `{"configuration": "{\"secret\": \"aws\"}", "flavor": "s3"`,
		"e.yaml":       "- flavor: s3\n  configuration: {path: x, secret: aws}\nbad: [\n",
		"main.tf.json": `{"a": "secret", "b": "flavor"`,
	}
	dir := t.TempDir()
	writeTree(t, dir, data)
	writeTree(t, dir, concerns)
	_, diags := config.ScanFiles(config.ScanOptions{WorkingDir: dir, Paths: []string{"."}})
	var found []string
	for _, d := range diags {
		found = append(found, d.Range.Filename)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(concerns)), slices.Compact(found)); diff != "" {
		t.Errorf("files that cannot be read (-want +got):\n%s%v", diff, diags)
	}
}
