package release

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The image starts from a base without a shell, executes nothing while it is built, and does not run as root. The layout that
// it copies from is GoReleaser's.
func TestImageRecipe(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^#.*\n|^\n`).ReplaceAllString(string(text), "")
	instructions := map[string][]string{}
	for line := range strings.Lines(lines) {
		name, arguments, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !slices.Contains([]string{"FROM", "ARG", "COPY", "WORKDIR", "USER", "ENTRYPOINT", "CMD"}, name) {
			t.Errorf("%s: nothing is to be executed, downloaded or set while the image is built", line)
		}
		instructions[name] = append(instructions[name], arguments)
	}
	for name, wanted := range map[string]string{
		"FROM": `^gcr\.io/distroless/static-debian\d+:nonroot(@sha256:[0-9a-f]{64})?$`, "USER": `^65532:65532$`,
		"ENTRYPOINT": `^\["/usr/bin/zsv"\]$`, "CMD": `^\["--help"\]$`, "WORKDIR": `^/project$`, "ARG": `^TARGETPLATFORM$`,
	} {
		if has := instructions[name]; len(has) != 1 || !regexp.MustCompile(wanted).MatchString(has[0]) {
			t.Errorf("%s is %q, not one %s", name, has, wanted)
		}
	}
	for _, copied := range instructions["COPY"] {
		if !regexp.MustCompile(`^--chown=0:0 --chmod=0(755 \$TARGETPLATFORM/zsv|644 LICENSE) /usr/`).MatchString(copied) {
			t.Errorf("COPY %s: what is copied belongs to root, and is no more than the program and the licence", copied)
		}
	}
}
