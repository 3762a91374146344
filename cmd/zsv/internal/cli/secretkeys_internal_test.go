package cli

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func rewritten(args ...string) []string {
	r := newInvocation(&Process{Stdin: &bytes.Buffer{}, Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}, Dir: "/"})
	return keysAsSettings(r.rootCommand(), args)
}

func TestKeysAsSettings(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"secret create s --k=v":                                    "secret create s --set=k=v",
		"secret register s --k=v --l=@f":                           "secret register s --set=k=v --set=l=@f",
		"secret update s --k=a=b --x.y-z= --é=v":                   "secret update s --set=k=a=b --set=x.y-z= --set=é=v",
		"secret --chdir d create --k=v s":                          "secret --chdir d create --set=k=v s",
		"--chdir d --var a=b secret create s --k=v":                "--chdir d --var a=b secret create s --set=k=v",
		"secret create s --format=v --provider=p --set=k=v":        "secret create s --format=v --provider=p --set=k=v",
		"secret create s --provider --k=v":                         "secret create s --provider --k=v",
		"secret create s --values --k=v --l=w":                     "secret create s --values --k=v --set=l=w",
		"secret create s -v --k=v --l=w":                           "secret create s -v --k=v --set=l=w",
		"secret create s -iv --k=v --l=w":                          "secret create s -iv --k=v --set=l=w",
		"secret create s -vx --k=v":                                "secret create s -vx --set=k=v",
		"secret create s -i --k=v":                                 "secret create s -i --set=k=v",
		"secret create s --interactive --k=v":                      "secret create s --interactive --set=k=v",
		"secret update s -r k --r=v --v=w --i=x --h=y":             "secret update s -r k --set=r=v --set=v=w --set=i=x --set=h=y",
		"secret create s --k=v -- --l=w":                           "secret create s --set=k=v -- --l=w",
		"secret create s --help=v --k":                             "secret create s --help=v --k",
		"secret create s --=v ---k=v -k=v":                         "secret create s --set==v --set=-k=v -k=v",
		"secret get s --k=v":                                       "secret get s --k=v",
		"plan --k=v":                                               "plan --k=v",
		"nonsense create --k=v":                                    "nonsense create --k=v",
		"secret create s --version=1 --name=x --output=y --file=z": "secret create s --set=version=1 --set=name=x --set=output=y --set=file=z",
	} {
		if diff := cmp.Diff(strings.Fields(want), rewritten(strings.Fields(args)...)); diff != "" {
			t.Errorf("zsv %s (-want +got):\n%s", args, diff)
		}
	}
}

// FuzzKeysAsSettings holds that no argument is lost, and that only the spelling of options changes.
func FuzzKeysAsSettings(f *testing.F) {
	for _, args := range []string{"s\n--k=v", "s\n--set\n--k=v", "--\n--k=v", "-r\n-i\n--\xff=\x00", "--=\n---\n-", "--values=x\n--chdir\n.\n--k="} {
		f.Add(args)
	}
	f.Fuzz(func(t *testing.T, text string) {
		args := append([]string{"secret", "update"}, strings.Split(text, "\n")...)
		got := rewritten(slices.Clone(args)...)
		if len(got) != len(args) {
			t.Fatalf("%d arguments became %d", len(args), len(got))
		}
		for i := range args {
			if got[i] != args[i] && got[i] != "--set="+strings.TrimPrefix(args[i], "--") {
				t.Errorf("%q became %q", args[i], got[i])
			}
		}
	})
}
