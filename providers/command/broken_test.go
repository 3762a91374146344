package command_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/command"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// shell returns a provider whose program is a text for the shell, which prints the canary wherever it can.
func shell(t *testing.T, text, check, rest string) *command.Provider {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("there is no shell")
	}
	run := fmt.Sprintf("run = [\"/bin/sh\", \"-c\", %q, \"program\", \"--\", \"{location}\"]\n", text)
	if check == "per key" {
		run = fmt.Sprintf("run = [\"/bin/sh\", \"-c\", %q, \"program\", \"--\", \"{location}\", \"{key}\"]\n", text) +
			"output = \"exit_code\"\n"
		check = ""
	}
	return newProvider(t, "check {\n"+run+check+"\n}\n"+rest, "", slog.New(slog.DiscardHandler))
}

// What is broken is unverified, with a reason, and soon; no value shows.
func TestBroken(t *testing.T) {
	t.Parallel()
	const canary = providertest.Canary
	const optional = "keys {\nobject = \"login\"\noptional = true\n}\nkeys {\nobject = \"data.keys\"\noptional = true\n}\n" +
		"keys {\nlist = \"fields\"\nname = \"label\"\nvalue = \"x.y\"\noptional = true\n}"
	const optionalRoot = "keys {\nlist = \".\"\nname = \"n\"\noptional = true\n}"
	show := "echo '{\"password\":\"" + canary + "\"}'; echo " + canary + " >&2; "
	for name, test := range map[string]struct {
		text, check, rest string
		reason            providers.Reason
		detail            string
	}{
		"fails":                         {show + "exit 7", "", "", "plugin", "/bin/sh exited with code 7, which command \"it\" in"},
		"says how to see":               {"exit 7", "", "", "plugin", "to see why, run: /bin/sh -c 'exit 7' program -- mlflow"},
		"crashes":                       {show + "kill -SEGV $$", "", "", "plugin", "was ended by signal 11"},
		"hangs":                         {show + "sleep 600", "", `timeout = "300ms"`, "timeout", "was not done within 300ms"},
		"waits for input":               {"read x || exit 1; exit 9", "", "", "plugin", "exited with code 1"},
		"floods":                        {"exec yes " + canary, "", "", "plugin", "printed more than 16 MiB"},
		"floods its errors":             {"head -c 3000000 /dev/zero >&2; exit 7", "", "", "plugin", "exited with code 7"},
		"leaves a process":              {show + "sleep 600 & exit 0", "", "", "plugin", "left processes behind"},
		"prints nothing":                {"exit 0", "", "", "plugin", "it ends too early, at byte 1"},
		"prints no JSON":                {"echo " + canary, "", "", "plugin", "it is not JSON, at byte 1"},
		"prints no object":              {"echo '[\"" + canary + "\"]'", "", "", "plugin", `an object of keys at "."`},
		"prints null":                   {"echo null", "", "", "plugin", `an object of keys at "."`},
		"prints two objects":            {show + show, "", "", "plugin", "something follows its end"},
		"a member twice":                {"echo '{\"a\":\"" + canary + "\",\"a\":\"\"}'", "", "", "plugin", "it has a member twice"},
		"cut short":                     {"printf '{\"a\":\"" + canary + "'", "", "", "plugin", "it ends too early"},
		"no UTF-8":                      {"printf '{\"\\377\":1}'", "", "", "plugin", "it is not UTF-8"},
		"too deep":                      {"head -c 100000 /dev/zero | tr '\\0' '['", "", "", "plugin", "nested too deeply"},
		"no such member":                {show, "keys { object = \"data\" }", "", "plugin", `an object of keys at "data"`},
		"null for optional keys":        {"echo null", optional, "", "plugin", `with an object at "."`},
		"a list for optional keys":      {"echo '[]'", optional, "", "plugin", `with an object at "."`},
		"a number for optional keys":    {"echo 42", optional, "", "plugin", `with an object at "."`},
		"false for optional keys":       {"echo false", optional, "", "plugin", `with an object at "."`},
		"a text for optional keys":      {"echo '\"not found\"'", optional, "", "plugin", `with an object at "."`},
		"null for an optional list":     {"echo null", optionalRoot, "", "plugin", `an array of keys at "."`},
		"no object for an optional one": {"echo '{\"login\":false}'", optional, "", "plugin", `an object of keys at "login"`},
		"no object above optional keys": {"echo '{\"data\":\"" + canary + "\"}'", optional, "", "plugin", `an object at "data"`},
		"items that are no objects": {"echo '{\"fields\":[\"" + canary + "\"]}'", optional, "", "plugin",
			`the names of keys in the array at "fields"`},
		"a value that is not there": {"echo '{\"fields\":[{\"label\":\"password\",\"x\":\"" + canary + "\"}]}'", optional, "", "plugin",
			`values at "x.y" in the array at "fields"`},
		"no such list":       {show, "keys { list = \"data\" }", "", "plugin", `an array of keys at "data"`},
		"no list of secrets": {show, "secret {\nlist = \"items\"\nname = \"x\"\n}", "", "plugin", `an array of secrets at "items"`},
		"names that are not": {"echo '{\"l\":[{\"n\":1}]}'", "keys {\nlist = \"l\"\nname = \"n\"\n}", "", "plugin",
			`names of keys in the array at "l"`},
		"another secret": {"echo '{\"t\":\"" + canary + "\"}'", "secret { name = \"t\" }", "", "invalid",
			"a secret of another name"},
		"no name": {show, "secret { name = \"t\" }", "", "plugin", `the name of a secret at "t"`},
		"present and missing": {"exit 0", "output = \"exit_code\"", "missing { exit_codes = [0] }", "plugin",
			"which is both present and missing"},
		"a state": {"echo DISABLED", "output = \"exit_code\"\npresent { stdout = \"^ENABLED$\" }", "", "plugin",
			"exited with code 0, which"},
		"a known reason": {show + "exit 7", "", "failure \"denied\" { exit_codes = [7] }", "denied", "exited with code 7; to see why"},
		"a known remedy": {show + "exit 7", "", "failure \"locked\" {\nstdout = \"pass\"\ndetail = \"unlock it\"\n}", "locked",
			"unlock it"},
		"not missing": {show + "exit 1", "", "failure \"denied\" { exit_codes = [1] }\nmissing { exit_codes = [1] }", "denied",
			"exited with code 1"},
		"lines of bytes": {"printf '\\377'", "output = \"lines\"", "", "plugin", "lines of text in UTF-8"},
		"other lines": {"echo " + canary, "output = \"lines\"\nlines = \"(?P<location>x)\"", "", "plugin",
			"lines as the definition has them"},
		"two of a name": {"echo '[{\"n\":\"mlflow\"},{\"n\":\"mlflow\"}]'", "secret {\nlist = \".\"\nname = \"n\"\n}", "", "invalid",
			"two secrets of this name"},
		"keys that fail": {show + "exit 7", "per key", "", "plugin", "exited with code 7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := check(t, shell(t, test.text, test.check, test.rest), providers.SecretAndKeyExists, "mlflow", "password")
			if answer.Secret != providers.Unverified || answer.Reason != test.reason || !strings.Contains(answer.Detail, test.detail) {
				t.Errorf("got %s for the reason %s: %s\nwant unverified for the reason %s: … %s …", answer.Secret, answer.Reason,
					answer.Detail,
					test.reason, test.detail)
			}
			if shown := fmt.Sprintf("%+v", answer); providertest.ShowsValue(shown) && !strings.Contains(answer.Detail,
				"to see why, run:") &&
				!strings.Contains(answer.Detail, "to see, run:") { // the program of this test has its text among the arguments
				t.Error("a value shows")
			}
		})
	}
}

// What a program says on standard error is shown only if the user allows it, without control characters and not for ever.
func TestStderr(t *testing.T) {
	t.Parallel()
	text := `printf 'warning\nerror: \033[31mno\033[0m entry\342\200\256\n\n' >&2; exit 3`
	for rest, want := range map[string]bool{"": false, "show_stderr = false": false, "show_stderr = true": true} {
		answer := check(t, shell(t, text, "", rest), providers.SecretExists, "mlflow")
		if got := strings.Contains(answer.Detail, `code 3 and said "error:  [31mno [0m entry", which`); got != want {
			t.Errorf("%s: %s", rest, answer.Detail)
		}
	}
	long := check(t, shell(t, `head -c 5000 /dev/zero | tr '\0' x >&2; exit 3`, "", "show_stderr = true"), providers.SecretExists,
		"mlflow")
	if !strings.Contains(long.Detail, strings.Repeat("x", 200)+"…") || strings.Contains(long.Detail, strings.Repeat("x", 201)) {
		t.Errorf("%s", long.Detail)
	}
}

// Neither credentials nor values show in what a program says, in whatever form.
func TestStderrHidesValues(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a credential":                 `echo "bad token $MINE_TOKEN" >&2; exit 3`,
		"one that begins another":      `echo "bad token $MINE_LONGER" >&2; exit 3`,
		"one with a harmless name":     `echo "bad $MINE_PAT" >&2; exit 3`,
		"the password of a proxy":      `echo "no way through $https_proxy" >&2; exit 3`,
		"encoded":                      `printf %s "$MINE_TOKEN" | base64 >&2; exit 3`,
		"a line of many":               `echo "at line-two-canary" >&2; exit 3`,
		"a value that it printed":      `echo '{"k":"value-canary"}'; echo "got value-canary" >&2; exit 3`,
		"a value that it half printed": `echo 'value-canary'; echo "got value-canary" >&2; exit 3`,
		"a part of a line":             `echo 'pw: canary-value'; echo "got canary-value." >&2; exit 3`,
		"a part of JSON that is cut":   `printf '{"k":"canary-value" '; echo "got <xcanary-valuex>" >&2; exit 3`,
		"a part of JSON":               `echo '{"k":"host=h;pw=canary-value"}'; echo "got pw=canary-value" >&2; exit 3`,
		"one that is cut":              `head -c 65530 /dev/zero | tr '\0' '\n' >&2; echo "$MINE_TOKEN" >&2; exit 3`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if runtime.GOOS == "windows" {
				t.Skip("there is no shell")
			}
			surroundings := around(t, define(t, "environment = [\"MINE_*\"]\nshow_stderr = true\ncheck { run = [\"/bin/sh\", \"-c\", "+
				fmt.Sprintf("%q", text)+", \"sh\", \"{location}\"] }"), nil)
			surroundings.Environ = append(surroundings.Environ, "MINE_TOKEN=canary-token", "MINE_LONGER=canary-token-canary-rest",
				"MINE_PAT=canary-pat", "https_proxy=http://me:canary-pw@proxy:3128", "MINE_KEYS=line-one-canary\nline-two-canary")
			checker, diags := command.New(parse(t, `command = "it"`), nil, surroundings)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			answer := check(t, checker, providers.SecretExists, "mlflow")
			told, _, _ := strings.Cut(answer.Detail, "; to see why, run:") // where the text of the test is
			if !strings.Contains(told, "exited with code 3") || strings.Contains(told, "canary") ||
				strings.Contains(told, "Y2FuYXJ5") {
				t.Error(told)
			}
		})
	}
}

// That holds also where the user says that values are not read; all else is shown.
func TestStderrHidesOutput(t *testing.T) {
	t.Parallel()
	text := `echo '{"k": "canary-value"}'; echo 'no canary-value for the key k' >&2; exit 3`
	answer := check(t, shell(t, text, `output = "exit_code"
		reads_values = false`, "show_stderr = true"), providers.SecretExists, "mlflow")
	if !strings.Contains(answer.Detail, `and said "no *** for the key k"`) {
		t.Error(answer.Detail)
	}
}

// The program gets what it needs, and no more of the environment.
func TestSurroundings(t *testing.T) {
	t.Parallel()
	text := `test "$(pwd)" = / && test -z "$SECRET$TOKEN" && test -n "$PATH" && test "$MINE_A" = 1 && ! read x && test "$2" = ` +
		`"a b;\$(id)'" && echo '{"k": 0}'`
	p := shell(t, text, "", "environment = [\"MINE_*\"]")
	answer := check(t, p, providers.SecretAndKeyExists, "a b;$(id)'", "k")
	if answer.Secret != providers.Unverified {
		t.Errorf("without the variable the secret is %s", answer.Secret)
	}
	commands := define(t, "environment = [\"MINE_*\"]\ncheck { run = [\"/bin/sh\", \"-c\", "+fmt.Sprintf("%q",
		text)+", \"program\", \"--\", \"{location}\"] }")
	surroundings := around(t, commands, slog.New(slog.DiscardHandler))
	surroundings.Environ = append(surroundings.Environ, "MINE_A=1", "TOKEN=canary")
	checker, diags := command.New(parse(t, `command = "it"`), nil, surroundings)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	answer = check(t, checker, providers.SecretAndKeyExists, "a b;$(id)'", "k")
	if answer.Keys["k"].Status != providers.Present || answer.ValuesRead != 1 {
		t.Errorf("got %+v", answer)
	}
}

// A program that the project brings is not run, whatever PATH says.
func TestProjectsProgram(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the program is a script for a shell")
	}
	surroundings := around(t, define(t, `check { run = ["storetool", "{location}"] }`), slog.New(slog.DiscardHandler))
	marker := filepath.Join(t.TempDir(), "ran")
	script := "#!/bin/sh\ntouch " + marker + "\necho '{}'\n"
	if err := os.WriteFile(filepath.Join(surroundings.ProjectDir, "storetool"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{surroundings.ProjectDir, ".", ""} {
		surroundings.Environ = []string{"PATH=" + path + string(os.PathListSeparator) + "/usr/bin"}
		checker, diags := command.New(parse(t, `command = "it"`), nil, surroundings)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		answer := check(t, checker, providers.SecretExists, "mlflow")
		if answer.Secret != providers.Unverified || answer.Reason != providers.Plugin || !strings.Contains(answer.Detail, "storetool") {
			t.Errorf("with %q: %+v", path, answer)
		}
	}
	if _, err := os.Stat(marker); err == nil {
		t.Error("the program ran")
	}
}

// A location that cannot be an argument is refused before anything is run; so is one that the user has left out.
func TestRefusedLocations(t *testing.T) {
	t.Parallel()
	p := newProvider(t, "locations = \"[^X]*\"\ncheck { run = [\"/bin/sh\", \"-c\", \"echo '{}'\", \"{location}\"] }", "", nil)
	for location, reason := range map[string]providers.Reason{
		"--help": providers.Invalid, "a\nb": providers.Invalid, "": providers.Invalid, "../x": providers.Invalid,
		"@/etc/passwd": providers.Invalid, "file:///etc/passwd": providers.Invalid, "teamX": providers.Untrusted,
	} {
		for _, level := range []providers.Level{providers.SecretExists, providers.SecretAndKeyExists} {
			answer := check(t, p, level, location, "k")
			if answer.Secret != providers.Unverified || answer.Reason != reason || strings.ContainsAny(answer.Detail, "\n\x00") {
				t.Errorf("%q: %+v", location, answer)
			}
		}
	}
	if p.Requests() != 0 {
		t.Errorf("%d programs were run", p.Requests())
	}
}

// The values that a program discloses are counted as far as anybody can know.
func TestValuesRead(t *testing.T) {
	t.Parallel()
	const object = `echo '{"a":"1","b":null,"c":"","l":[{"n":"x","v":"1"},{"n":"y"}]}'`
	const list = "keys {\nlist = \"l\"\nname = \"n\"\n"
	for name, test := range map[string]struct {
		text, check string
		level       providers.Level
		never       bool
		want        int
	}{
		"members":                     {object, "", providers.SecretAndKeyExists, false, 3},
		"members, at the lower level": {object, "", providers.SecretExists, false, 3},
		"said not to be":              {object, "reads_values = false", providers.SecretAndKeyExists, true, 0},
		"items without a value":       {object, list + "}", providers.SecretAndKeyExists, false, 2},
		"items with a value":          {object, list + "value = \"v\"\n}", providers.SecretAndKeyExists, false, 1},
		"an exit code":                {"exit 0", `output = "exit_code"`, providers.SecretExists, false, 0},
		"an exit code, with text":     {"echo x", `output = "exit_code"`, providers.SecretExists, false, 1},
		"said to be":                  {"exit 0", "output = \"exit_code\"\nreads_values = true", providers.SecretExists, false, 1},
		"lines":                       {"echo mlflow", `output = "lines"`, providers.SecretExists, true, 0},
	} {
		p := shell(t, test.text, test.check, "")
		if answer := check(t, p, test.level, "mlflow", "a"); answer.ValuesRead != test.want || answer.Secret != providers.Present {
			t.Errorf("%s: %d values of a %s secret, want %d", name, answer.ValuesRead, answer.Secret, test.want)
		}
	}
}

// --read-values never: what may read values is not run.
func TestReadsNever(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]providers.Status{
		"check { run = [\"/bin/sh\", \"-c\", \"echo '{}'\", \"{location}\"] }":                                   providers.Unverified,
		"check {\nrun = [\"/bin/sh\", \"-c\", \"echo '{}'\", \"{location}\"]\nreads_values = false\n}":           providers.Present,
		"check {\nrun = [\"/bin/sh\", \"-c\", \"echo mlflow\", \"{location}\"]\noutput = \"lines\"\n}":           providers.Present,
		"check {\nrun = [\"/bin/sh\", \"-c\", \"exit 0\", \"{location}\", \"{key}\"]\noutput = \"exit_code\"\n}": providers.Unverified,
	} {
		surroundings := around(t, define(t, source), nil)
		surroundings.ReadValues = "never"
		checker, _ := command.New(parse(t, `command = "it"`), nil, surroundings)
		answer := check(t, checker, providers.SecretAndKeyExists, "mlflow", "k")
		if answer.Secret != want || want == providers.Unverified && answer.Reason != providers.Unsupported {
			t.Errorf("%s: %+v", source, answer)
		}
		keys, err := checker.(providers.KeyLister).ListKeys(t.Context(), "mlflow")
		if err != nil || want == providers.Unverified && keys.Reason != providers.Unsupported {
			t.Errorf("%s: %+v, %v", source, keys, err)
		}
		if requests := checker.(providers.Counter).Requests(); want == providers.Unverified && requests != 0 {
			t.Errorf("%s: %d runs", source, requests)
		}
	}
}

// A list that may read values is not run where none may be read, and what it discloses counts.
func TestListReadsValues(t *testing.T) {
	t.Parallel()
	const checked = "check {\nrun = [\"/bin/sh\", \"-c\", \"case $1 in a) echo 1;; *) exit 1;; esac\", \"sh\", \"{location}\"]\n" +
		"output = \"exit_code\"\nreads_values = false\n}\nmissing { exit_codes = [1] }\n"
	list := func(output, rest string) string {
		return checked + fmt.Sprintf("list {\nrun = [\"/bin/sh\", \"-c\", %q]\n%s\n}", "echo '"+output+"'", rest)
	}
	const named = "secret {\nlist = \".\"\nname = \"name\"\n}"
	for name, test := range map[string]struct {
		definition string
		counted    int  // where a list may be run
		never      bool // may it be run where no values may be read
	}{
		"values beside the names":       {list(`[{"name":"a","password":"v"},{"name":"b","password":"w"}]`, named), 2, false},
		"said to be none":               {list(`[{"name":"a","id":"v"}]`, named+"\nreads_values = false"), 0, true},
		"said to be read":               {list(`[{"name":"a"}]`, named+"\nreads_values = true"), 1, false},
		"names alone":                   {list(`["a","b"]`, "secret { list = \".\" }"), 0, true},
		"names alone, within something": {list(`{"d":["a"],"x":"v"}`, "secret { list = \"d\" }"), 0, false},
		"lines":                         {list("a", "output = \"lines\""), 0, true},
		"lines with values":             {list("a", "output = \"lines\"\nreads_values = true"), 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, never := range []bool{false, true} {
				surroundings := around(t, define(t, test.definition), nil)
				if never {
					surroundings.ReadValues = "never"
				}
				checker, _ := command.New(parse(t, `command = "it"`), nil, surroundings)
				wantCounted := test.counted
				if never && !test.never {
					wantCounted = 0
				}
				for location, status := range map[string]providers.Status{"a": providers.Present, "x": providers.Missing} {
					answer := check(t, checker, providers.SecretExists, location)
					if answer.Secret != status || answer.ValuesRead != wantCounted {
						t.Errorf("%s, never %t: %+v", location, never, answer)
					}
				}
				_, err := checker.(providers.Lister).List(t.Context())
				if refused := never && !test.never; refused != (err != nil) || err != nil && !strings.Contains(err.Error(), "in its block list") {
					t.Errorf("never %t: %v", never, err)
				}
			}
		})
	}
}

// A list answers at the lower level in one run, without a value, and it names what a missing secret may be.
func TestList(t *testing.T) {
	t.Parallel()
	definition := `
check { run = ["/bin/sh", "-c", "test $1 != mlflw && echo '{\"k\":\"v\"}'", "sh", "{location}"] }
list {
  run    = ["/bin/sh", "-c", "echo ml/mlflow; echo ml/slack; echo other"]
  output = "lines"
}
missing { exit_codes = [1] }`
	p := newProvider(t, definition, `prefix = "ml/"`, nil)
	if answer := check(t, p, providers.SecretExists, p.Locate("slack", ""), "k"); answer.Secret != providers.Present ||
		answer.ValuesRead != 0 {
		t.Errorf("%+v", answer)
	}
	answer := check(t, p, providers.SecretExists, p.Locate("slak", ""), "k")
	if answer.Secret != providers.Missing || !slices.Contains(answer.Available, "ml/slack") {
		t.Errorf("%+v", answer)
	}
	if p.Requests() != 2 {
		t.Errorf("%d runs", p.Requests())
	}
	answer = check(t, p, providers.SecretAndKeyExists, "mlflw", "k")
	if answer.Secret != providers.Missing || !slices.Contains(answer.Available, "ml/mlflow") || p.Requests() != 4 {
		t.Errorf("%+v after %d runs", answer, p.Requests())
	}
	names, err := p.List(t.Context())
	if err != nil || !slices.Equal(names, []string{"mlflow", "slack"}) {
		t.Errorf("listed %q, %v", names, err)
	}
}
