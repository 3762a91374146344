package mask

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
)

func TestMask(t *testing.T) {
	t.Parallel()
	const key = "-----BEGIN KEY-----\nMIIBVQIBADANBgkq\r\n  hkiG9w0BAQEFAASC\nabc\n-----END KEY-----\n"
	tests := map[string]struct {
		values   []string
		in, want string
	}{
		"a value":                        {[]string{"s3cret"}, "x s3cret y", "x *** y"},
		"no value":                       {nil, "x s3cret y", "x s3cret y"},
		"an empty value":                 {[]string{""}, "x s3cret y", "x s3cret y"},
		"the beginning of one":           {[]string{"s3cret"}, "s3cre", "s3cre"},
		"the beginning, then the value":  {[]string{"aab"}, "aaaab", "aa***"},
		"one after another":              {[]string{"one", "two"}, "onetwo one two", "*** *** ***"},
		"one that begins with another":   {[]string{"abc", "abcdef"}, "abcdef abcde", "*** ***de"},
		"one in another":                 {[]string{"bcd", "abcde"}, "abcdx abcde", "a***x ***"},
		"two that overlap":               {[]string{"abcd", "cdef"}, "abcdef", "***"},
		"one that overlaps with itself":  {[]string{"aba"}, "xababay", "x***y"},
		"one that looks like a mask":     {[]string{"**"}, "a**b", "a***b"},
		"any bytes":                      {[]string{"\xff\x00\n"}, "\xff\xff\x00\n\x00", "\xff***\x00"},
		"a value with blanks at its end": {[]string{" s3cret\n"}, "s3cret- s3cret\n", "***-***"},
		"all lines of a key":             {[]string{key}, key, "***"},
		"a line of a key": {[]string{key}, "  MIIBVQIBADANBgkq\n  hkiG9w0BAQEFAASC\n  abc\n",
			"  ***\n  ***\n  abc\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := New(valuesOf(test.values...))
			for size := 1; size <= len(test.in); size++ {
				if diff := cmp.Diff(test.want, masked(t, m, test.in, func() int { return size })); diff != "" {
					t.Fatalf("in pieces of %d (-want +got):\n%s", size, diff)
				}
			}
		})
	}
}

// TestEncodings has other programs' writers encode a value.
func TestEncodings(t *testing.T) {
	t.Parallel()
	const value = "p<ä>s \"w\"/$1'\\\n=😀&%+end"
	goJSON, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"Go's JSON":         string(goJSON),
		"JavaScript's JSON": `"p<ä>s \"w\"/$1'\\\n=😀&%+end"`,
		"Python's JSON":     `"p<\u00e4>s \"w\"/$1'\\\n=\ud83d\ude00&%+end"`,
		"PHP's JSON":        `"p<\u00e4>s \"w\"\/$1'\\\n=\ud83d\ude00&%+end"`,
		"a form":            `"` + url.QueryEscape(value) + `"`,
		"a path":            `"` + url.PathEscape(value) + `"`,
		"Go's user":         `"` + strings.TrimPrefix(url.UserPassword("", value).String(), ":") + `"`,
		"Python's quote":    `"p%3C%C3%A4%3Es%20%22w%22/%241%27%5C%0A%3D%F0%9F%98%80%26%25%2Bend"`,
		"JavaScript's URI":  `"p%3C%C3%A4%3Es%20%22w%22%2F%241'%5C%0A%3D%F0%9F%98%80%26%25%2Bend"`,
		"base64":            `"` + base64.StdEncoding.EncodeToString([]byte(value)) + `"`,
		"base64 of URLs":    `"` + base64.RawURLEncoding.EncodeToString([]byte(value)) + `"`,
		"dotenv":            `"p<ä>s \"w\"/\$1'\\` + "\n" + `=😀&%+end"`,
	} {
		got := masked(t, New(valuesOf(value)), "x"+text+"y", func() int { return 3 })
		if got != `x"***"y` {
			t.Errorf("%s: %s is shown as %s", name, text, got)
		}
	}
}

// TestBase64InTheMiddle finds a value in what was encoded together with other text. Characters that are made of the
// value's bits and of others' stay.
func TestBase64InTheMiddle(t *testing.T) {
	t.Parallel()
	const value = "correct horse battery staple"
	m := New(valuesOf(value))
	for before := range 9 {
		for after := range 4 {
			text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("u", before) + value + strings.Repeat("v", after)))
			got := masked(t, m, text, func() int { return 5 })
			if len(strings.TrimRight(strings.ReplaceAll(got, hidden, ""), "=")) > (before*8+5)/6+(after*8+5)/6+1 {
				t.Errorf("%d bytes before and %d after: %s is shown as %s", before, after, text, got)
			}
		}
	}
}

// TestNothingIsHeldBackInVain writes byte by byte, and looks at what has come through.
func TestNothingIsHeldBackInVain(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := New(valuesOf("s3cret", "sesame!")).Writer(&out)
	for _, step := range []struct{ in, want string }{
		{"Password: ", "Password: "}, {"s", ""}, {"e", ""}, {"x", "sex"}, {"s3cre", ""}, {"s", "s3cre"}, {"3cret", "***"},
		{"s", ""}, {"s", "s"},
	} {
		out.Reset()
		write(t, w, step.in)
		if got := out.String(); got != step.want {
			t.Errorf("after %q: %q came through, want %q", step.in, got, step.want)
		}
	}
	out.Reset()
	if err := w.Flush(); err != nil || out.String() != "s" {
		t.Errorf("in the end %q came through, want s; error %v", out.String(), err)
	}
}

// TestRandomText compares with the plainest way to do it, on texts in which values begin, end, overlap and nest all the
// time.
func TestRandomText(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var strs []string
		for range random.IntN(6) {
			strs = append(strs, randomText(random, 1+random.IntN(8)))
		}
		text := randomText(random, random.IntN(200))
		got := masked(t, &Mask{trieOf(strs), newTrie()}, text, func() int { return 1 + random.IntN(20) })
		if want := shown(text, plainly(text, strs)); got != want {
			t.Fatalf("values %q in %q: got %q, want %q", strs, text, got, want)
		}
	}
}

// FuzzMask demands of any values and any text that no value comes through, and that the rest does, unchanged.
func FuzzMask(f *testing.F) {
	f.Add("s3cret", "line 1\nline 2", "x s3cret y line 1\nline 2 czNjcmV0 z", uint8(3))
	f.Add("a", "aa", "aaaa", uint8(1))
	f.Add("\"\\$'", "ä ö", `{"a": "\"\\$'"} %C3%A4+%C3%B6`, uint8(2))
	f.Add("correct horse", "", "x Y29ycmVj\ndCBob3Jz\r\n  ZQ== Y\n29ycmVjdCBob3JzZQ", uint8(4))
	f.Fuzz(func(t *testing.T, one, other, text string, size uint8) {
		if len(one)+len(other)+len(text) > 1000 {
			return // The plainest way is slow, and long texts find no more than short ones.
		}
		m := New(valuesOf(one, other))
		got := masked(t, m, text, func() int { return int(size)%64 + 1 })
		marked := plainly(text, append(patternsOf(one), patternsOf(other)...))
		for _, value := range []string{one, other} {
			markUnfolded(marked, text, base64Of(value))
		}
		if want := shown(text, marked); got != want {
			t.Fatalf("values %q and %q in %q: got %q, want %q", one, other, text, got, want)
		}
		for _, value := range []string{one, other} {
			if value != "" && !strings.Contains(value, "*") && strings.Contains(got, value) {
				t.Fatalf("%q shows %q", got, value)
			}
		}
	})
}

// TestFailure passes on the error of the writer behind the mask.
func TestFailure(t *testing.T) {
	t.Parallel()
	w := New(valuesOf("s3cret")).Writer(failing{})
	if _, err := w.Write([]byte("s3cr")); err != nil {
		t.Errorf("error %v for what is held back", err)
	}
	if err := w.Flush(); err == nil {
		t.Error("no error for what cannot be written")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, fmt.Errorf("broken pipe") }

func BenchmarkMask(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var values []providers.Value
	for range 1000 {
		values = append(values, providers.NewValue(randomHex(random, 32)))
	}
	m := New(values)
	text := []byte(strings.Repeat("2026-01-02 03:04:05 INFO epoch 17: loss 0.0312, accuracy 0.9871\n", 1000))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := m.Writer(&bytes.Buffer{}).Write(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	values := valuesOf(many(10, func() string { return lines64(random, 100_000) })...)
	b.SetBytes(10 * 100_000)
	b.ReportAllocs()
	for b.Loop() {
		New(values)
	}
}

func randomHex(random *rand.Rand, length int) string {
	var b strings.Builder
	for range length {
		fmt.Fprintf(&b, "%x", random.IntN(16))
	}
	return b.String()
}

func randomText(random *rand.Rand, length int) string {
	var b strings.Builder
	for range length {
		b.WriteByte("ab\n"[random.IntN(3)])
	}
	return b.String()
}

// plainly marks every byte of every occurrence.
func plainly(text string, strs []string) []bool {
	marked := make([]bool, len(text))
	for _, s := range strs {
		for i := 0; s != "" && i+len(s) <= len(text); i++ {
			if text[i:i+len(s)] == s {
				mark(marked[i : i+len(s)])
			}
		}
	}
	return marked
}

func mark(marked []bool) {
	for i := range marked {
		marked[i] = true
	}
}

// shown replaces what is marked.
func shown(text string, marked []bool) string {
	var b strings.Builder
	for i := range len(text) {
		if !marked[i] {
			b.WriteByte(text[i])
		} else if i == 0 || !marked[i-1] {
			b.WriteString(hidden)
		}
	}
	return b.String()
}

// markUnfolded marks every occurrence of strings in base64, each with how many "=" may follow it.
func markUnfolded(marked []bool, text string, strs map[string]int) {
	for s, padding := range strs {
		for i := range len(text) {
			start, end := unfolded(text, i, s)
			if start < 0 {
				continue
			}
			for n := 0; n < padding && end < len(text) && text[end] == '='; n++ {
				end++
			}
			mark(marked[start:end])
		}
	}
}

var lineBreak = regexp.MustCompile(`^[\r\n][\r\n\t ]*`)

// unfolded says from where to where a string that begins at an offset is to be masked. That a gap is one, and no part of
// a longer one, is known where the character before it was a part of the string.
func unfolded(text string, start int, s string) (from, to int) {
	from, to = start, start
	for n := range len(s) {
		if n > 0 {
			gap := len(lineBreak.FindString(text[to:]))
			if gap > 0 && n < 4 && to-len(strings.TrimRight(text[:to], inBase64)) < 60 {
				from = to + gap
			}
			to += gap
		}
		if to == len(text) || text[to] != s[n] && text[to:to+1] != forURLs[s[n]] {
			return -1, -1
		}
		to++
	}
	return from, to
}

const inBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"

var forURLs = map[byte]string{'+': "-", '/': "_"}

func patternsOf(value string) (all []string) {
	for pattern := range patterns(value) {
		all = append(all, string(pattern))
	}
	return all
}

func base64Of(value string) map[string]int {
	all := map[string]int{}
	for pattern, padding := range base64Patterns(value) {
		all[string(pattern)] = max(all[string(pattern)], padding)
	}
	return all
}

func trieOf(strs []string) *trie {
	t := newTrie()
	for _, s := range strs {
		t.add([]byte(s), 0)
	}
	return t
}

func masked(t *testing.T, m *Mask, text string, size func() int) string {
	t.Helper()
	var out bytes.Buffer
	w := m.Writer(&out)
	for text != "" {
		n := min(size(), len(text))
		write(t, w, text[:n])
		text = text[n:]
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func write(t *testing.T, w *Writer, text string) {
	t.Helper()
	if n, err := w.Write([]byte(text)); n != len(text) || err != nil {
		t.Fatalf("wrote %d of %d bytes, error %v", n, len(text), err)
	}
}

func valuesOf(texts ...string) []providers.Value {
	var values []providers.Value
	for _, text := range texts {
		values = append(values, providers.NewValue(text))
	}
	return values
}
