package config

import (
	"bytes"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// What a file is cut into to count its tokens changes nothing about how many there are.
func FuzzCountTokens(f *testing.F) {
	for _, seed := range []string{
		"a = \"b\"\n", "a = \"${upper(\"{}\")} b\"\n", "a = <<E\n text ${1} \"\n E\nb = 2\n", "/* a \" \n */ b = 1\n", "/* a\n",
		"a = \"\n b \" c\n", "x = \"${ {~} } a\"\n", "# ' \" <<E\n", "<<-Edition\n", "1e+5e", "\x00é\u0301\\@$", "/", "*/ /* \"", "~} }",
		strings.Repeat("a text ", 100) + "\"", "\"" + strings.Repeat("%{ if 1 }", 100),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, seed []byte) {
		if len(seed) == 0 {
			return // there is nothing to repeat
		}
		const step = 100
		src := bytes.Repeat(seed, 1+10*step/len(seed))
		want := 0
		tokens, _ := lexer(hclsyntax.LexConfig).lexEnded(src, "", hcl.InitialPos)
		for _, token := range tokens {
			want += weightOf(token.Type)
		}
		got := countTokens(src, step)
		if got > maxTokens && want > maxTokens {
			return // it stops there
		}
		if got != want {
			t.Errorf("%d tokens, wanted %d", got, want)
		}
		if most := tokensAtMost(src); most < want {
			t.Errorf("at most %d tokens, but there are %d", most, want)
		}
	})
}
