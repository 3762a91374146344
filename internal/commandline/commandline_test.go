package commandline_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/commandline"
)

func inHome(path string) string { return "/home/me" + path[1:] }

var known = []string{"location", "key", "vault"}

func TestTemplate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		placeholders string
		filled       string
	}{
		"":                              {"", ""},
		"--format":                      {"", "--format"},
		"{location}":                    {"location", "mlflow"},
		"op://{vault}/{location}/{key}": {"vault location key", "op://ML/mlflow/password"},
		"{location}{location}":          {"location location", "mlflowmlflow"},
		"{{location}}":                  {"", "{location}"},
		"{{.Name}} {{json .}} {} { x }": {"", "{{.Name}} {{json .}} {} { x }"},
		"{{{location}}}":                {"", "{{location}}"},
		"{0}{a b}{location":             {"", "{0}{a b}{location"},
		"${key}":                        {"key", "$password"},
	} {
		template, problem := commandline.ParseTemplate(text, known)
		if problem != "" {
			t.Errorf("%s: %s", text, problem)
			continue
		}
		if got := strings.Join(template.Placeholders(), " "); got != want.placeholders {
			t.Errorf("%s: the placeholders are %q, want %q", text, got, want.placeholders)
		}
		operation := commandline.Operation{Run: []commandline.Template{template}}
		line, err := operation.Fill(map[string]string{"location": "mlflow", "key": "password", "vault": "ML"}, inHome)
		if err != nil || line[0] != want.filled {
			t.Errorf("%s: filled it is %q, %v, want %q", text, line, err, want.filled)
		}
		again, problem := commandline.ParseTemplate(template.String(), known)
		if problem != "" || cmp.Diff(template.Placeholders(), again.Placeholders()) != "" || again.String() != template.String() {
			t.Errorf("%s: written again it is %q, which is %q, %s", text, template, again, problem)
		}
	}
}

func TestUnknownPlaceholder(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"x{locaton}": `There is no placeholder "{locaton}" here. Did you mean "{location}"? Text in braces that is no placeholder ` +
			`is written "{{locaton}}".`,
		"{other}": `There is no placeholder "{other}" here. Write "{key}", "{location}" or "{vault}". Text in braces that is no ` +
			`placeholder is written "{{other}}".`,
	} {
		if _, problem := commandline.ParseTemplate(text, known); problem != want {
			t.Errorf("%s: %s", text, problem)
		}
	}
}

// What comes from a project never becomes an option, a file to read or a way out of its place.
func TestFillRefuses(t *testing.T) {
	t.Parallel()
	const option, file = `begins with "-"`, `begins with "@" or an address`
	const behind = `has "@" or an address behind a "="`
	for name, test := range map[string]struct {
		run      string
		location string
		want     string
	}{
		"a name":                        {"get {location}", "team/mlflow", ""},
		"a blank, quotes, shell":        {"get {location}", `a b'"$(id);|&*`, ""},
		"a slash at the beginning":      {"get {location}", "/ml//prod/", ""},
		"nothing":                       {"get {location}", "", "the location is empty"},
		"a newline":                     {"get {location}", "a\nb", `the location "a\nb" has a control character`},
		"NUL":                           {"get {location}", "a\x00", "control character"},
		"a way out":                     {"get {location}", "a/../b", `segment "." or ".."`},
		"a way out on Windows":          {"get {location}", `a\..`, `segment "." or ".."`},
		"two dots alone":                {"get {location}", `..`, `segment "." or ".."`},
		"dots in a name":                {"get {location}", `a..b/.c`, ""},
		"an option":                     {"get {location}", "--vault=x", option},
		"a dash":                        {"get {location}", "-", option},
		"an option with more behind it": {"get {location}/x", "-o", option},
		"behind --":                     {"get -- {location}", "--vault=x", ""},
		"before --":                     {"get {location} --", "--vault=x", option},
		"behind an option's name":       {"get --name={location}", "-x", ""},
		"in the middle":                 {"get x-{location}", "-x", ""},
		"a file":                        {"get {location}", "file:///etc/passwd", file},
		"a file behind =":               {"get --name={location}", "fileb:///etc/passwd", file},
		"a file behind --":              {"get -- {location}", "@/etc/passwd", file},
		"an at in the middle":           {"get op://{location}", "@x", ""},
		"a key with a file":             {"get {location}", "a=@/etc/passwd", behind},
		"a key with a file, behind =":   {"get --id={location}", "a=@/etc/passwd", behind},
		"a key with a file, behind --":  {"get -- {location}", "a=file:///etc/passwd", behind},
		"a key before a placeholder":    {"get a={location}", "@/etc/passwd", file},
		"a key and an at of the user's": {"get {location}@host", "a=", behind},
		"an at behind a name":           {"get {location}", "a=me@example.com", ""},
		"a made-up --":                  {"get {location} x", "--", option},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var operation commandline.Operation
			for _, argument := range strings.Fields(test.run) {
				template, problem := commandline.ParseTemplate(argument, known)
				if problem != "" {
					t.Fatal(problem)
				}
				operation.Run = append(operation.Run, template)
			}
			line, err := operation.Fill(map[string]string{"location": test.location}, inHome)
			switch {
			case test.want == "" && err != nil, test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %q and %v, want the error %q", line, err, test.want)
			case err == nil && len(line) != len(operation.Run):
				t.Errorf("%d arguments became %d", len(operation.Run), len(line))
			}
		})
	}
}

// Whoever gives a parameter an empty default makes the arguments with it optional; a project's own value is never home.
func TestFill(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		run    string
		values map[string]string
		want   string
	}{
		"left out":                         {"op --vault={vault} {location}", map[string]string{"location": "a"}, "op a"},
		"a part left out":                  {"op {vault}/{location} -- {location}", map[string]string{"location": "a"}, "op -- a"},
		"given":                            {"op --vault={vault} {location}", map[string]string{"location": "a", "vault": "ML"}, "op --vault=ML a"},
		"home":                             {"cat ~/{location}", map[string]string{"location": "~/a"}, "cat /home/me/~/a"},
		"no home":                          {"cat {location}", map[string]string{"location": "~/a"}, "cat ~/a"},
		"home, after one that is left out": {"cat {vault} ~/{location}", map[string]string{"location": "a"}, "cat /home/me/a"},
	} {
		var operation commandline.Operation
		for _, argument := range strings.Fields(test.run) {
			template, _ := commandline.ParseTemplate(argument, known)
			operation.Run = append(operation.Run, template)
		}
		line, err := operation.Fill(test.values, inHome)
		if got := strings.Join(line, " "); got != test.want || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestPath(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]commandline.Path{".": {}, "data": {"data"}, "data.items": {"data", "items"}} {
		got, ok := commandline.ParsePath(text)
		if diff := cmp.Diff(want, got); diff != "" || !ok || got.String() != text {
			t.Errorf("%s: %v, %v (-want +got):\n%s", text, got, ok, diff)
		}
	}
	for _, text := range []string{"", "..", ".data", "data.", "a..b"} {
		if path, ok := commandline.ParsePath(text); ok {
			t.Errorf("%q is the path %q", text, path)
		}
	}
}

func TestOutcome(t *testing.T) {
	t.Parallel()
	failed := func(code int) bool { return code != 0 }
	gone := regexp.MustCompile(`isn't an item`)
	for name, test := range map[string]struct {
		outcome commandline.Outcome
		code    int
		want    bool
	}{
		"the text":               {commandline.Outcome{Stderr: gone}, 1, true},
		"not for success":        {commandline.Outcome{Stderr: gone}, 0, false},
		"the code and the text":  {commandline.Outcome{ExitCodes: []int{1, 4}, Stderr: gone}, 4, true},
		"another code":           {commandline.Outcome{ExitCodes: []int{1}, Stderr: gone}, 2, false},
		"another text":           {commandline.Outcome{Stderr: regexp.MustCompile("^nothing")}, 1, false},
		"both streams":           {commandline.Outcome{Stdout: regexp.MustCompile("^out$"), Stderr: gone}, 1, true},
		"the wrong stream":       {commandline.Outcome{Stdout: gone}, 1, false},
		"success, where it says": {commandline.Outcome{ExitCodes: []int{0}, Stderr: gone}, 0, true},
	} {
		if got := test.outcome.Fits(test.code, []byte("out"), []byte(`"x" isn't an item`), failed); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
