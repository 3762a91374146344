package plugin_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
)

func init() {
	broken["tells what it got"] = func() {
		line, _ := input.ReadBytes('\n')
		directory, _ := os.Getwd()
		told := told{Line: strings.TrimSuffix(string(line), "\n"), Args: os.Args[1:], Dir: directory, Environ: os.Environ()}
		text, _ := json.Marshal(told)
		_ = os.WriteFile(os.Getenv("STUB_TELLS"), text, 0o600)
		os.Exit(1)
	}
}

// told is what a program saw of its world.
type told struct {
	Line    string
	Args    []string
	Dir     string
	Environ []string
}

// tells returns what the program of a provider sees when it is asked something.
func tells(t *testing.T, p *place, kind, block string, ask func(*pluginwire.Provider)) (seen told) {
	t.Helper()
	p.install(p.path, kind)
	file := filepath.Join(t.TempDir(), "told")
	p.around.Environ = append([]string{"STUB_MODE=tells what it got", "STUB_TELLS=" + file}, p.around.Environ...)
	if p.around.PluginEnvironment == nil {
		p.around.PluginEnvironment = map[string][]string{}
	}
	p.around.PluginEnvironment[kind] = append(p.around.PluginEnvironment[kind], "STUB_*")
	ask(p.open(kind, block))
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &seen)
	}
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// A request is as the page on the protocol has it, to the letter.
func TestRequest(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.around.TrustedAddresses = []string{"https://a.example.com:8443", "not an address"}
	p.around.Environ = append(p.around.Environ, "A_B_HOST=HTTPS://User:canary@B.example.com:443/x?y", "A_B_PORT=1",
		"AB_HOST=http://c")
	block := `
		prefix      = "ml/"
		concurrency = 3
		timeout     = "10s"
		host        = "https://<a>&b"
		count       = 1
		ratio       = 0.1
		big         = 123456789012345678901234567890
		list        = ["a", 1, true, null, []]
		object      = { a = { b = null }, "c d" = false }
		nothing     = null
	`
	seen := tells(t, p, "a-b", block, func(provider *pluginwire.Provider) {
		location := provider.Locate("mlflow", "")
		asked := []providers.Query{{Location: location, Keys: []string{"a", "b"}}, {Location: "x\"y"}}
		_, _ = asks(t.Context(), t, provider, asked)
	})
	project, err := filepath.EvalSymlinks(p.project)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"protocol":1,"id":1,"method":"check","provider":{"type":"a-b","name":"main","arguments":{` +
		`"big":123456789012345678901234567890,"count":1,"host":"https://<a>&b",` +
		`"list":["a",1,true,null,[]],"object":{"a":{"b":null},"c d":false},"ratio":0.1}},` +
		`"trusted":{"addresses":["https://a.example.com:8443","https://b.example.com"],"paths":["` + project + `"]},` +
		`"directory":"` + p.around.Dir + `","timeout":9.5,"concurrency":3,"read_values":"fallback","level":"SECRET_AND_KEY_EXISTS",` +
		`"queries":[{"id":0,"location":"ml/mlflow","keys":["a","b"]},{"id":1,"location":"x\"y","keys":[]}]}`
	before, after, _ := strings.Cut(seen.Line, `"timeout":9.`)
	_, after, _ = strings.Cut(after, ",")
	if diff := cmp.Diff(want, before+`"timeout":9.5,`+after); diff != "" && runtime.GOOS != "windows" {
		t.Errorf("the request (-want +got):\n%s", diff)
	}
	if len(seen.Args) != 0 || seen.Dir != filepath.VolumeName(seen.Dir)+string(filepath.Separator) {
		t.Errorf("it is started with %q in %q", seen.Args, seen.Dir)
	}
}

// --read-values wins over the block, which wins over what is by itself.
func TestReadValues(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ block, flag, want string }{
		{"", "", "fallback"},
		{`read_values = "never"`, "", "never"},
		{`read_values = "never"`, "fallback", "fallback"},
		{`read_values = "fallback"`, "never", "never"},
	} {
		p := newPlace(t)
		p.around.ReadValues = test.flag
		seen := tells(t, p, "stub", test.block, func(provider *pluginwire.Provider) { _, _ = provider.Hello(t.Context()) })
		if !strings.Contains(seen.Line, `"read_values":"`+test.want+`"`) {
			t.Errorf("%q, %q: %s", test.block, test.flag, seen.Line)
		}
	}
	p := newPlace(t)
	if n := len(p.open("stub", `read_values = "fallback"`).Loosenings()); n != 1 {
		t.Errorf("%d loosenings", n)
	}
	p.around.ReadValues = "fallback"
	if n := len(p.open("stub", `read_values = "fallback"`).Loosenings()); n != 0 {
		t.Errorf("%d loosenings of what the user decides", n)
	}
}

// The environment has what the page says, and nothing else.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.around.PluginEnvironment = map[string][]string{"my-store": {"NAMED", "ARM_*"}, "other": {"OTHER"}}
	path := strings.Join([]string{p.path, "relative", p.project, filepath.Join(p.project, "sub"), "", "/usr/bin"},
		string(os.PathListSeparator))
	p.around.Environ = []string{"PATH=" + path, "HOME=/home/a", "HOME=/home/b", "LANG=C", "LC_ALL=C", "XDG_DATA_HOME=/x",
		"https_proxy=p", "MY_STORE_TOKEN=t", "MY_STORE=no", "MY_STOREX=no", "NAMED=n", "NAMED_TOO=no", "ARM_A=a", "OTHER=no",
		"AWS_SECRET_ACCESS_KEY=no",
		"LD_PRELOAD=no", "PYTHONPATH=no", "BASH_ENV=no", "ZSV_CONFIG=no", "=C:=no", "no"}
	seen := tells(t, p, "my-store", "", func(provider *pluginwire.Provider) { _, _ = provider.Hello(t.Context()) })
	want := []string{"ARM_A=a", "HOME=/home/a", "LANG=C", "LC_ALL=C", "MY_STORE_TOKEN=t", "NAMED=n",
		"PATH=" + p.path + string(os.PathListSeparator) + "/usr/bin", "XDG_DATA_HOME=/x", "https_proxy=p"}
	seen.Environ = slices.DeleteFunc(seen.Environ, func(entry string) bool {
		return strings.HasPrefix(entry, "STUB_") || strings.HasPrefix(entry, "SYSTEMROOT=")
	})
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(seen.Environ))); diff != "" && runtime.GOOS != "windows" {
		t.Errorf("the environment (-want +got):\n%s", diff)
	}
}

// What is wrong with a block is said at its place; nothing of it is run.
func TestBlocks(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for block, want := range map[string]string{
		"auth \"token\" {}":               "An external provider has no blocks, it has arguments of any type. Write",
		"prefix = []":                     `The argument "prefix" must be a string, not tuple.`,
		"prefix = \"../\"":                `The argument "prefix" has a segment "." or "..". Nothing is asked for there`,
		"prefix = \"a//b\"":               `The argument "prefix" has two slashes in a row.`,
		"concurrency = 0":                 `The argument "concurrency" must be a whole number from 1 to 1024.`,
		"timeout = \"soon\"":              `The argument "timeout" must be a duration greater than zero`,
		"read_values = \"nevr\"":          `The argument "read_values" must be "fallback" or "never". Did you mean "never"?`,
		"host = \"{{a.b}}\"":              `The argument "host" holds a reference, which nothing would resolve`,
		"list = [{ a = [\"x{{a.b}}\"] }]": `The argument "list" holds a reference`,
		"object = { \"{{a.b}}\" = 1 }":    `The argument "object" holds a reference`,
	} {
		provider, diags := p.make("stub", block)
		if provider != nil || len(diags) != 1 || !strings.Contains(diags[0].Detail, want) || diags[0].Subject == nil {
			t.Errorf("%s: %v", block, diags)
		}
	}
}

// All that is wrong with a block is said at once.
func TestAllThatIsWrongWithABlock(t *testing.T) {
	t.Parallel()
	_, diags := newPlace(t).make("stub", "auth \"token\" {}\nmore {}\nconcurrency = 0\ntimeout = \"x\"\nread_values = \"y\"\n"+
		"prefix = \"..\"\nhost = \"{{a.b}}\"\n")
	lines := map[int]bool{}
	for _, d := range diags {
		lines[d.Subject.Start.Line] = true
	}
	for line := 1; line <= 7; line++ {
		if !lines[line] {
			t.Errorf("nothing is said of line %d: %v", line, diags)
		}
	}
}

// What a program finds wrong with its block is said at its place, with the line that allows what is not trusted.
func TestRemedies(t *testing.T) {
	t.Parallel()
	const block = "pth = \"s.db\"\nhost = \"https://Evil.example:443/x\"\nfile = \"/etc/hostname\"\nmore = { a = [\"http://b\"] }\n"
	for said, want := range map[string]string{
		`"reason":"invalid","detail":"there is no argument \"pth\""`: `test.zsv.hcl:1:1: there is no argument "pth"`,
		`"reason":"invalid","detail":"it is odd"`:                    `test.zsv.hcl:1:1: it is odd`,
		`"reason":"untrusted","detail":"'host' is https://evil.example"`: `test.zsv.hcl:2:1: 'host' is https://evil.example; the line for ` +
			`"/home/me/zsv.hcl": trusted_addresses = ["https://evil.example"]`,
		`"reason":"untrusted","detail":"not /etc/hostname"`: `test.zsv.hcl:1:1: not /etc/hostname; the line for "/home/me/zsv.hcl": ` +
			`trusted_paths = ["/etc/hostname"]`,
		`"reason":"untrusted","detail":"not http://b"`: `test.zsv.hcl:1:1: not http://b; the line for "/home/me/zsv.hcl": ` +
			`trusted_addresses = ["http://b"]`,
		`"reason":"untrusted","detail":"not that"`:     `test.zsv.hcl:1:1: not that`,
		`"reason":"denied","detail":"not \"pth\""`:     `not "pth"`,
		`"reason":"untrusted","detail":"s.db in .git"`: `test.zsv.hcl:1:1: s.db in .git`,
	} {
		p := newPlace(t)
		p.install(p.path, "stub")
		p.around.ConfigFile = "/home/me/zsv.hcl"
		p.around.Environ = append(p.around.Environ, "STUB_MODE=replies")
		provider := p.open("stub", block+"check = "+strconv.Quote(`"error":{`+said+`}`))
		answers, err := asks(t.Context(), t, provider, queries)
		if err != nil || answers[0].Detail != want {
			t.Errorf("%v, got %s, want %s", err, answers[0].Detail, want)
		}
	}
}
