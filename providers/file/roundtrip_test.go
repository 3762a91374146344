package file

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
)

// pieces are what quoting and line breaking trip over.
var pieces = []string{
	"a", "0", "=", "@", "'", `"`, `\`, "\n", "\n\n", "\r\n", "\r", "\t", " ", "  ", "#", " #", ": ", "- ", "$", "${x}", "`", "{{", "%",
	"\x00", "\x1b", "\x7f", "\u0085", "\u2028", "\ufeff", "\ufffd", "\u00fc", "\U0001f511", "\xff", "\xc3", "\xed\xa0\x80",
	"|", ">", "---", "...", "null", "~", "&a", "*a", "!", "[", "]", "{", "}", ",", "\\n", "\\", "''", "\"\"",
}

// randomValue is made of a few pieces, or of bytes.
func randomValue(random *rand.Rand) string {
	var value strings.Builder
	length := random.IntN(12)
	for range length {
		if random.IntN(10) == 0 {
			value.WriteByte(byte(random.IntN(256)))
		} else {
			value.WriteString(pieces[random.IntN(len(pieces))])
		}
	}
	return value.String()
}

// What is written is read back byte by byte, or refused before anything is written.
func TestRandomValuesComeBack(t *testing.T) {
	t.Parallel()
	holdsText := utf8.ValidString
	for path, holds := range map[string]func(string) bool{
		"s.yaml": nil, "d": nil, "s.age": nil, "s.json": holdsText,
		".env": func(value string) bool { return holdsText(value) && !strings.Contains(value, "\x00") },
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(1, 2))
			checker := newChecker(t, t.TempDir(), fmt.Sprintf("path = %q", path), nil)
			change := providers.Change{Location: "S", Set: map[string]providers.Value{}}
			want := map[string]string{"large": strings.Repeat("0123456789abcdef", 1<<16)}
			for i := len(want); i < 1000; {
				value := randomValue(random)
				if holds == nil || holds(value) {
					want[fmt.Sprintf("k%d", i)] = value
					i++
				} else if err := checker.(providers.Writer).Vet(settingKey("k", value)); err == nil {
					t.Errorf("%q is not refused", value)
				}
			}
			query := providers.Query{Location: "S"}
			for key, value := range want {
				change.Set[key] = providers.NewValue(value)
				query.Keys = append(query.Keys, key)
			}
			_, err := writeTo(t, checker, change)
			must(t, err)
			must(t, checker.(providers.Fetcher).Fetch(t.Context(), []providers.Query{query}, func(_ int, f providers.Fetched) {
				for key, value := range want {
					if got := f.Values[key]; !got.IsSet() || got.Reveal() != value {
						t.Errorf("%q comes back as %q", value, got.Reveal())
					}
				}
			}))
		})
	}
}

// Each value on its own, beside others, in files of several layouts.
func TestRandomEdits(t *testing.T) {
	t.Parallel()
	for f, texts := range map[format][]string{
		yamlFormat{}: {commented, "s: {a: x, b: y}\nt:\n- z\n", "s:\r\n  a: x\r\n  b: |\r\n    y\r\nt: # c\r\n", "b: &b {a: x}\ns: *b\n"},
		jsonFormat{}: {`{"s": {"a": "x", "b": 1}, "t": [{}]}`, "{\r\n\t\"s\": {\"b\": null},\r\n\t\"t\": {}\r\n}"},
		dotenvFormat{}: {
			"S_A=x\nS_B='y\n'\nT_C=z # c\n", "export S_A = \"x\\n\" # c\r\nS_B=\r\nS_A=y",
		},
	} {
		for _, text := range texts {
			random := rand.New(rand.NewPCG(3, 4))
			for range 100 {
				checkEdit(t, f, text, uint8(random.IntN(256)), "S", "a", randomValue(random))
			}
		}
	}
}
