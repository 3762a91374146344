package file

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// A ground is a project with secrets beside it.
type ground struct {
	base, project string
	trusted       []string
}

// newGround returns base/project/config, and files that hold a secret "a" with the key "b" inside and outside.
func newGround(t *testing.T) *ground {
	t.Helper()
	base := canonical(t.TempDir())
	g := &ground{base: base, project: filepath.Join(base, "project")}
	for _, name := range []string{"project/config/s.yaml", "project/s.yaml", "outside/s.yaml", "project2/s.yaml"} {
		write(t, base, name, "a: {b: x}")
	}
	return g
}

func (g *ground) checker(t *testing.T, path string) providers.Checker {
	t.Helper()
	checker, diags := New(body(t, fmt.Sprintf("path = %q", path)), nil, providers.Surroundings{
		Dir: filepath.Join(g.project, "config"), ProjectDir: g.project, TrustedPaths: g.trusted,
		ConfigFile: "/home/me/.config/zsv/config.hcl", Log: slog.New(slog.DiscardHandler),
	})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return checker
}

func (g *ground) link(t *testing.T, target, name string) {
	t.Helper()
	must(t, os.Symlink(target, filepath.Join(g.base, name)))
}

func TestWhatIsRead(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{
		"beside the configuration":              "s.yaml",
		"in the project above":                  "../s.yaml",
		"by its absolute path":                  "BASE/project/s.yaml",
		"by a detour":                           "../../project/s.yaml",
		"by a relative link":                    "relative.yaml",
		"by an absolute link":                   "absolute.yaml",
		"by a link to a directory":              "up/s.yaml",
		"by a link out and in again":            "detour.yaml",
		"through a link that leads to the root": "BASE/entrance/s.yaml",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGround(t)
			g.trusted = []string{filepath.Join(g.base, "entrance")}
			g.link(t, "../s.yaml", "project/config/relative.yaml")
			g.link(t, filepath.Join(g.project, "s.yaml"), "project/config/absolute.yaml")
			g.link(t, "..", "project/config/up")
			g.link(t, "../../../"+filepath.Base(g.base)+"/project/s.yaml", "project/config/detour.yaml")
			g.link(t, "outside", "entrance")
			path := strings.ReplaceAll(path, "BASE", g.base)
			if got := verdict(t, g.checker(t, path), "a.b"); got != "present" {
				t.Errorf("%s: %s, want present", path, got)
			}
		})
	}
}

func TestWhatIsNotRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ path, leads string }{
		"an absolute path":             {"BASE/outside/s.yaml", "BASE/outside/s.yaml"},
		"a path that leaves":           {"../../outside/s.yaml", "BASE/outside/s.yaml"},
		"a name like the project's":    {"../../project2/s.yaml", "BASE/project2/s.yaml"},
		"a link that leaves":           {"link.yaml", "BASE/outside/s.yaml"},
		"a link by links":              {"links.yaml", "BASE/outside/s.yaml"},
		"a directory that leaves":      {"dir/s.yaml", "BASE/outside/s.yaml"},
		"a link to what is not there":  {"dangling.yaml", "BASE/outside/none.yaml"},
		"what is not there":            {"../../outside/none.yaml", "BASE/outside/none.yaml"},
		"what is nowhere":              {"/nowhere/s.yaml", "/nowhere/s.yaml"},
		"a file of the system":         {"/etc/passwd", "/etc/passwd"},
		"the way to the project":       {"../..", "BASE"},
		"a process's view of the root": {"/proc/self/root/etc/s.yaml", "/proc/self/root/etc/s.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGround(t)
			g.link(t, "../../outside/s.yaml", "project/config/link.yaml")
			g.link(t, "link.yaml", "project/config/links.yaml")
			g.link(t, filepath.Join(g.base, "outside"), "project/config/dir")
			g.link(t, "../../outside/none.yaml", "project/config/dangling.yaml")
			path, leads := strings.ReplaceAll(test.path, "BASE", g.base), strings.ReplaceAll(test.leads, "BASE", g.base)
			where := fmt.Sprintf("%q leads to %q,", path, leads)
			if path == leads {
				where = fmt.Sprintf("%q is", path)
			}
			want := fmt.Sprintf("error untrusted: %s outside the project and was not opened; to allow it, add to "+
				`"/home/me/.config/zsv/config.hcl": trusted_paths = [%q]`, where, leads)
			if got := verdict(t, g.checker(t, path), "a.b"); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// What is git's own is neither read nor written, by whatever way it is reached.
func TestGitsOwnIsNoStore(t *testing.T) {
	t.Parallel()
	g := newGround(t)
	g.link(t, ".git", "project/config/.git-link")
	if err := os.MkdirAll(filepath.Join(g.base, "project/config/.git/hooks"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{".git/hooks/pre-push.env", ".git-link/hooks/x.yaml", "../config/.GIT/x.yaml", ".git"} {
		checker := g.checker(t, path)
		if got := verdict(t, checker, "a.b"); !strings.Contains(got, "untrusted") || !strings.Contains(got, "git's own") {
			t.Errorf("%s is read: %s", path, got)
		}
		_, err := checker.(providers.Writer).Write(t.Context(), providers.Change{Location: "A",
			Set: map[string]providers.Value{"k": providers.NewValue("canary")}})
		if reason, _ := providers.ReasonOf(err); reason != providers.Untrusted {
			t.Errorf("%s is written: %v", path, err)
		}
	}
	store := g.checker(t, ".").(providers.Writer)
	_, err := store.Write(t.Context(), providers.Change{Location: ".git/hooks", Set: map[string]providers.Value{
		"post-checkout": providers.NewValue("canary")}})
	if reason, detail := providers.ReasonOf(err); reason != providers.Invalid || !strings.Contains(detail, "git's own") {
		t.Errorf("a secret in .git is written: %v", err)
	}
}

// The line that a message says to add is what makes the file readable.
func TestTheProposedLineHelps(t *testing.T) {
	t.Parallel()
	g := newGround(t)
	g.link(t, "../../outside/s.yaml", "project/config/link.yaml")
	before := verdict(t, g.checker(t, "link.yaml"), "a.b")
	_, line, _ := strings.Cut(before, "trusted_paths = [\"")
	g.trusted = []string{strings.TrimSuffix(line, "\"]")}
	if got := verdict(t, g.checker(t, "link.yaml"), "a.b"); got != "present" {
		t.Errorf("with %q allowed: %s, want present", g.trusted, got)
	}
	for _, path := range []string{"../../outside/other.yaml", "../../outside"} {
		if got := verdict(t, g.checker(t, path), "a.b"); !strings.Contains(got, "untrusted") {
			t.Errorf("with one file allowed, %s beside it: %s", path, got)
		}
	}
}

func TestQuoteHCL(t *testing.T) {
	t.Parallel()
	if got, want := quoteHCL(`/a "b"/${c}/%{d}`), `"/a \"b\"/$${c}/%%{d}"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzFollow holds the promise that nothing is read but what the roots allow, whatever the links are.
func FuzzFollow(f *testing.F) {
	f.Add("s.yaml", "../outside")
	f.Add("l", "/")
	f.Add("l/l/outside/s.yaml", "..")
	f.Add("../l", "project/../../../outside/s.yaml")
	f.Fuzz(func(t *testing.T, path, target string) {
		base := canonical(t.TempDir())
		project := filepath.Join(base, "project")
		must(t, os.Mkdir(project, 0o700))
		if os.Symlink(target, filepath.Join(project, "l")) != nil {
			return
		}
		at, err := newTrust(providers.Surroundings{Dir: project, ProjectDir: project}).reach(path)
		if err != nil || at.path == "" {
			return
		}
		real, err := filepath.EvalSymlinks(at.path)
		if err != nil || real != at.path || !isBelow(real, at.root) {
			t.Errorf("%q with a link to %q reaches %q, which is %q (%v), not below %q", path, target, at.path, real, err, at.root)
		}
	})
}
