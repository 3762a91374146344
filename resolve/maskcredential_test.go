package resolve

import (
	"strings"
	"testing"
)

// What is a credential by its looks is hidden wherever it stands, in files that parse and others.
func TestMaskCredentials(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`recipients = ["AGE-SECRET-KEY-1CANARY2X", "age1ql3z"]`: `recipients = ["***", "age1ql3z"]`,
		`path = "age-secret-key-1canary"`:                       `path = "***"`,
		`# for now hvs.CANARYcanary-canary_0123 will do`:        `# for now *** will do`,
		`path = "hvs.short, hvac.example.com"`:                  `path = "hvs.short, hvac.example.com"`,
	} {
		for _, around := range []string{"", "}"} {
			source := "provider \"file\" \"x\" {\n  " + text + "\n}\n" + around
			got := shown("a.zsv.hcl", source)
			if strings.Contains(strings.ToLower(got), "canary") || !strings.Contains(got, want) {
				t.Errorf("want %s in\n%s", want, got)
			}
		}
	}
}
