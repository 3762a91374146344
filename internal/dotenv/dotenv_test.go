package dotenv_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/dotenv"
)

// Values are right byte by byte, or the file is refused.
func TestValues(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"A=x":                           "x",
		"A=x\r\n":                       "x",
		"A = x \n":                      "x",
		"  A=\tx\t\n":                   "x",
		"export A=x":                    "x",
		"export\tA=x":                   "x",
		"A=":                            "",
		"A=\r\n":                        "",
		"A=''":                          "",
		`A=""`:                          "",
		"A=a#b":                         "a#b",
		"A=#b":                          "#b",
		"A=a #b":                        "a",
		"A= # b":                        "",
		"A='a #b' # c":                  "a #b",
		"A=$HOME":                       "$HOME",
		`A="${HOME} $(id)"`:             "${HOME} $(id)",
		"A=p@$$w0rd!":                   "p@$$w0rd!",
		"A=x=y==":                       "x=y==",
		"A=a b  c":                      "a b  c",
		`A=a\nb`:                        `a\nb`,
		`A='a\nb'`:                      `a\nb`,
		`A="a\nb\t\"c\" \\n \$d \q"`:    "a\nb\t\"c\" \\n $d \\q",
		"A=\"one\ntwo\r\n\"":            "one\ntwo\r\n",
		"A='one\ntwo'":                  "one\ntwo",
		`A='say "x"'`:                   `say "x"`,
		`A="it's"`:                      "it's",
		`A=pa"ss'word`:                  `pa"ss'word`,
		`A={"k":"v"}`:                   `{"k":"v"}`,
		"A=\u00fc\U0001f511":            "\u00fc\U0001f511",
		"A=`id`":                        "`id`",
		"A=x\nA=y":                      "y",
		"# A=x\n\n \t\nA=y\n#":          "y",
		"A=\"-----BEGIN\nx\n-----END\"": "-----BEGIN\nx\n-----END",
	} {
		got := map[string]string{}
		if err := dotenv.Parse(text, func(a dotenv.Setting) { got[a.Name] = a.Value }); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if diff := cmp.Diff(map[string]string{"A": want}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	var got []string
	text := "a=1\nB_2=\n3C=x\nd.e=x\nf-g=x\nexport=x\nexportH=x\nI='\nJ=x\n'\nK=x"
	if err := dotenv.Parse(text, func(a dotenv.Setting) { got = append(got, a.Name) }); err != nil {
		t.Fatal(err)
	}
	want := []string{"a", "B_2", "3C", "d.e", "f-g", "export", "exportH", "I", "K"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	const assignment, closing, comment = "NAME=VALUE, the name of ASCII letters, digits and _",
		"a closing quote for the one that opens here", "nothing but a comment after the closing quote"
	for text, want := range map[string]dotenv.Malformed{
		"A=x\nhunter2":         {2, assignment},
		"A: x":                 {1, assignment},
		"=x":                   {1, assignment},
		"A B=x":                {1, assignment},
		"export A":             {1, assignment},
		"\u00dc=x":             {1, assignment},
		"A='x\n\n":             {1, closing},
		"\nA=\"x\\\"":          {2, closing},
		"A='it''s'":            {1, comment},
		"A='x'y":               {1, comment},
		"A=\"x\ny\" z # w":     {2, comment},
		"A='\n\n'\nB=x\nC":     {5, assignment},
		"A=\"a\nb\"\n\nB='x'y": {4, comment},
	} {
		var got *dotenv.Malformed
		if err := dotenv.Parse(text, func(dotenv.Setting) {}); !errors.As(err, &got) || *got != want {
			t.Errorf("%q: got %v, want %v", text, err, &want)
		}
	}
}

// What Quote writes is read as it was.
func FuzzQuote(f *testing.F) {
	for _, value := range []string{"", "x", "a b", "it's", "it's `a`", "'\\`", `say "x"`, "one\ntwo\r\n", "$HOME", `back\slash`, "#", " "} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if strings.Contains(value, "\x00") {
			return
		}
		var got []string
		text := "A=" + dotenv.Quote(value) + " # comment\nB=x"
		if err := dotenv.Parse(text, func(a dotenv.Setting) { got = append(got, a.Value) }); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if diff := cmp.Diff([]string{value, "x"}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	})
}

// To a shell, what Quote writes is the value too, unless there is a carriage return in it, and never a command.
func TestShellsReadWhatQuoteWrites(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh, whose reading this is about: install one")
	}
	parts := []string{"'", "`", `"`, `\`, "$", "$(touch made)", "`touch made`", "\n", "\r", "!", "#", " ", "\\`", `\$`, "%", "x", "é"}
	for _, first := range parts {
		for _, second := range parts {
			for _, value := range []string{first + second, "it's" + first + second, second + first + "'"} {
				dir := t.TempDir()
				command := exec.Command("sh", "-c", "A="+dotenv.Quote(value)+"\n"+`printf %s "$A"`)
				command.Dir = dir
				got, err := command.CombinedOutput()
				if err != nil || string(got) != value && !strings.Contains(value, "\r") {
					t.Errorf("%q: sh reads %q, %v", value, got, err)
				}
				if made, _ := os.ReadDir(dir); len(made) > 0 {
					t.Fatalf("%q: sh runs it as a command", value)
				}
			}
		}
	}
}

func TestIsName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		".env": true, "prod.env": true, ".env.prod": true, "dir/.ENV": true, "dir/PROD.Env": true,
		"": false, "env": false, "x.env.prod": false, ".envrc": false, "prod.env/x.yaml": false, ".env.d/x": false,
	} {
		if got := dotenv.IsName(name); got != want {
			t.Errorf("%q: %t, want %t", name, got, want)
		}
	}
}
