package functions_test

import (
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// deepText is YAML with a text of many words in many lists: each word may begin a line when it is written again, and each
// line is indented by all the lists.
func deepText(lists, words int) string {
	return strings.Repeat("[", lists) + `"` + strings.Repeat("a ", words) + `"` + strings.Repeat("]", lists)
}

// What yamlencode would write is bounded by its indentation, which may be many times as long as the value.
func TestYAMLIndentation(t *testing.T) {
	t.Parallel()
	decode, encode := functions.Table()["yamldecode"], functions.Table()["yamlencode"]
	for _, test := range []struct {
		lists, words int
		want         string // the error; empty: none
	}{
		{lists: 10, words: 10_000}, {lists: 100, words: 10_000}, {lists: 400, words: 1_000},
		{lists: 100, words: 25_000, want: tooLong}, {lists: 400, words: 6_000, want: tooLong},
	} {
		value, err := decode.Call([]cty.Value{cty.StringVal(deepText(test.lists, test.words))})
		if err != nil {
			t.Fatal(err)
		}
		written, err := encode.Call([]cty.Value{value})
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%d lists, %d words: %v", test.lists, test.words, err)
		case test.want == "" && len(written.AsString()) > 4<<20:
			t.Errorf("%d lists, %d words: %d bytes", test.lists, test.words, len(written.AsString()))
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%d lists, %d words: %v, want %s", test.lists, test.words, err, test.want)
		}
	}
}
