package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
)

// Whatever a value is, the configuration has it afterwards, and each name too.
func TestComponentAddKeepsValues(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.zsv.hcl"), []byte("provider \"env\" \"ci\" {}\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	values := []string{"", " ", "plain", `"`, `\`, `\n`, "two\nlines", "\r\n", "\ttab", "${x}", "%{if}", "$${x}", "$", "%", "{{a.b}}",
		"x{{a.b}}y", "#", "<<EOT\n", "é", "日本語", "\u202eoverridden", "\u0001\u001b[31m", "😀", "\\u0041", "'", "`", "true", "null", "007",
		"{{", "[x", "@@at", "\ufeffmark"}
	var want []string
	for i, value := range values {
		name := fmt.Sprintf("\"${é} %d/", i)
		cmd := exec.Command("zsv", "component", "add", "a type", name, "--x="+value, "--rule", "embedded-reference=off")
		cmd.Dir = dir
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%q: %v: %s", value, err, output)
		}
		want = append(want, name+"="+strings.TrimPrefix(value, "@"))
	}
	cfg, _ := config.Load(config.Options{WorkingDir: dir, Dir: ".", Static: true})
	var got []string
	for _, c := range cfg.Components {
		for _, v := range c.Values {
			got = append(got, c.Addr.Name+"="+v.Text)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-given +read):\n%s", diff)
	}
}
