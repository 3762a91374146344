package mask

import (
	"bytes"
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestFoldedBase64 folds the value at every width, as encoders and as documents with indented blocks do.
func TestFoldedBase64(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for _, length := range []int{4, 32, 57, 58, 200} {
		value := randomHex(random, length)
		m := New(valuesOf(value))
		for width := 4; width <= 80; width++ {
			for _, lineBreak := range []string{"\n", "\r\n", "\n    "} {
				text := fold(base64.RawStdEncoding.EncodeToString([]byte(value)), width, lineBreak)
				got := masked(t, m, "a: "+text+"\nb", func() int { return 1 + random.IntN(9) })
				if got != "a: ***\nb" {
					t.Fatalf("%d bytes in lines of %d, apart by %q: %q is shown as %q", length, width, lineBreak, text, got)
				}
			}
		}
	}
}

// TestFoldedBase64InTheMiddle has the value begin and end anywhere in the lines that programs fold at.
func TestFoldedBase64InTheMiddle(t *testing.T) {
	t.Parallel()
	const value = "correct horse battery staple, correct horse battery staple"
	m := New(valuesOf(value))
	for _, width := range []int{60, 64, 72, 76} {
		for before := range 120 {
			whole := strings.Repeat("u", before) + value + "vvvv"
			text := fold(base64.StdEncoding.EncodeToString([]byte(whole)), width, "\n")
			got := masked(t, m, text, func() int { return 1 })
			left := strings.NewReplacer(hidden, "", "\n", "").Replace(got)
			if len(left) > (before*8+5)/6+8 || strings.Count(got, hidden) != 1 {
				t.Errorf("%d bytes before, in lines of %d: %q is shown as %q", before, width, text, got)
			}
		}
	}
}

// TestBreaksInVeryShortLines shows what is given up to hold no line back: three characters at most.
func TestBreaksInVeryShortLines(t *testing.T) {
	t.Parallel()
	m := New(valuesOf("correct horse"))
	for text, want := range map[string]string{
		"x Y\n29ycmVjdCBob3JzZQ==\n": "x Y\n***\n", "Y29\nycmVjdCBob3JzZQ\n": "Y29\n***\n", "Y29y\ncmVjdCBob3JzZQ\n": "***\n",
		"Y\n2\n9\ny\nc\nmVjdCBob3JzZQ": "Y\n2\n9\n***", "Y29ycmVjdCBob3JzZ\n Q\n= =": "***\n= =",
	} {
		for size := range 3 {
			if got := masked(t, m, text, func() int { return size + 1 }); got != want {
				t.Errorf("%q is shown as %q, want %q", text, got, want)
			}
		}
	}
}

// TestLinesAreNotHeldBack writes lines for which somebody waits, of which the last characters are those of a value.
func TestLinesAreNotHeldBack(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := New(valuesOf("correct horse")).Writer(&out) // Y29ycmVjdCBob3JzZQ==
	for _, step := range []struct{ in, want string }{
		{"READY\n", "READY\n"},
		{"It is Y2", "It is "},
		{"\r", "Y2\r"},
		{"\n", "\n"},
		{"Y29ycmVjdCBob3JzZQ", "***"}, {"=", ""}, {"=", ""}, {"=", "="}, {"\n", "\n"},
		{"Y29ycmVjdCBob3JzZQ", "***"}, {"\n", "\n"},
		{"Y29yc\n", ""}, {"  ", ""}, {"mVjX", "Y29yc\n  mVjX"},
		{strings.Repeat("A", 59) + "Y\n", strings.Repeat("A", 59)}, {"2", ""}, {"A", "Y\n2A"},
	} {
		out.Reset()
		write(t, w, step.in)
		if got := out.String(); got != step.want {
			t.Errorf("after %q: %q came through, want %q", step.in, got, step.want)
		}
	}
}

// TestRandomFolding compares with the plainest way to do it, on texts in which strings and gaps begin, end and overlap all
// the time.
func TestRandomFolding(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		strs, tree := map[string]int{}, newTrie()
		for range random.IntN(6) {
			s, padding := letters(random, "ab", 1+random.IntN(8)), random.IntN(3)
			strs[s] = max(strs[s], padding)
			tree.add([]byte(s), padding)
		}
		text := letters(random, "abababab\n\r =", random.IntN(200))
		if random.IntN(2) == 0 {
			text = letters(random, "abababababababababababababababab\n", random.IntN(400))
		}
		marked := make([]bool, len(text))
		markUnfolded(marked, text, strs)
		got := masked(t, &Mask{newTrie(), tree}, text, func() int { return 1 + random.IntN(20) })
		if want := shown(text, marked); got != want {
			t.Fatalf("strings %q in %q: got %q, want %q", strs, text, got, want)
		}
	}
}

func letters(random *rand.Rand, of string, length int) string {
	var b strings.Builder
	for range length {
		b.WriteByte(of[random.IntN(len(of))])
	}
	return b.String()
}

func fold(text string, width int, lineBreak string) string {
	var b strings.Builder
	for i := 0; i < len(text); i += width {
		if i > 0 {
			b.WriteString(lineBreak)
		}
		b.WriteString(text[i:min(i+width, len(text))])
	}
	return b.String()
}
