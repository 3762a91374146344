package providertest

import (
	"fmt"
	"strings"
	"sync"
)

// oddValues are values that quoting, parsers and shells trip over. All that can are known again by the canary. They are made
// when they are needed, because the kit of zsv provider test is a part of every zsv.
var oddValues = sync.OnceValue(func() []string {
	return []string{
		"", Canary, "-", "null", "~", "true", "no", "007", "1e3", "0x1F", "1_000", "12:30:45", "2024-01-01", ".inf",
		"12345678901234567890",
		Canary + "\n", Canary + "\nsecond line\n\nfourth", "\n" + Canary, "\r\n" + Canary + "\r\n", Canary + "\r",
		" " + Canary, Canary + " ", "\t" + Canary + "\t", "@" + Canary, "@@" + Canary, "@-", "--" + Canary, "=" + Canary, Canary + "==",
		"'" + Canary + "'", `"` + Canary + `"`, "'" + Canary, Canary + `"`, `it's "` + Canary + `"`, Canary + `\`,
		`\` + Canary + `\n\t\"\$`,
		"$HOME" + Canary, "${" + Canary + "}", "$(id)" + Canary, "`id`" + Canary, "%s%d" + Canary, "{{" + Canary + ".key}}",
		"#" + Canary, Canary + " # no comment", Canary + ": x", "- " + Canary, "|\n  " + Canary, "---\n" + Canary + "\n...\n",
		"{" + Canary + "}", "[" + Canary + "]", "&" + Canary, "*" + Canary, "!" + Canary, "export A=" + Canary, "A=1\nB=" + Canary,
		Canary + "\x00", "\x00" + Canary, Canary + "\x1b[31m", Canary + "\x7f\u0085\u2028\u2029", "\ufeff" + Canary,
		"\u65e5\u672c\U0001f511" + Canary, "u\u0308\u202e" + Canary, Canary + "\ufffd",
		Canary + "\xff\xfe", "\xc3" + Canary, Canary + "\xed\xa0\x80",
		Canary + strings.Repeat("0123456789abcdef", 4096), strings.Repeat(Canary+"\n", 1000),
		"-----BEGIN PRIVATE KEY-----\n" + Canary + "\n-----END PRIVATE KEY-----\n",
	}
})

// holdsValue says whether the store can hold a value.
func (s *session) holdsValue(value string) bool {
	return s.subject.HoldsValue == nil || s.subject.HoldsValue(value)
}

// heldValues returns the odd values that the store can hold, each under a key of its own.
func (s *session) heldValues() map[string]string {
	held := map[string]string{}
	for i, value := range oddValues() {
		if s.holdsValue(value) {
			held[fmt.Sprintf("v%02d", i)] = value
		}
	}
	return held
}
