package strictjson_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/strictjson"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]any{
		"null":                        nil,
		" true\r\n":                   true,
		"false":                       false,
		"0":                           strictjson.Number("0"),
		"-0.5e+10":                    strictjson.Number("-0.5e+10"),
		`""`:                          "",
		`"a\u0000"`:                   "a\x00",
		`"\"\\\/\b"`:                  "\"\\/\b",
		`"\f\n\r\t"`:                  "\f\n\r\t",
		`"\u00e9é"`:                   "éé",
		`"\ufffd"`:                    "\ufffd",
		`"\ud83d\udd11 \uD83D\uDD11"`: "\U0001f511 \U0001f511",
		`[]`:                          []any{},
		`[ 1 , [ ] ]`:                 []any{strictjson.Number("1"), []any{}},
		`{}`:                          strictjson.Object{},
		`{"a":1,"A":{"":null}}`:       strictjson.Object{"a": strictjson.Number("1"), "A": strictjson.Object{"": nil}},
	} {
		got, err := strictjson.Parse([]byte(text), 4)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                         "it ends too early, at byte 1",
		"nul":                      "it is not JSON, at byte 1",
		"nullx":                    "something follows its end, at byte 5",
		"{}{}":                     "something follows its end, at byte 3",
		"{} \x00":                  "something follows its end, at byte 4",
		"\xef\xbb\xbf{}":           "it is not JSON, at byte 1",
		"{\"a\":\"\xff\"}":         "it is not UTF-8, at byte 7",
		"{\"a\":\"\xed\xa0\x80\"}": "it is not UTF-8, at byte 7",
		`{"a":1,"b":2,"a":1}`:      "it has a member twice, at byte 14",
		`{"a":{"x":1,"\u0078":1}}`: "it has a member twice, at byte 13",
		`{"a":1,}`:                 "the name of a member is missing, at byte 8",
		`{a:1}`:                    "the name of a member is missing, at byte 2",
		`{"a" 1}`:                  "a colon is missing, at byte 6",
		`{"a":1 "b":2}`:            "a comma or a bracket is missing, at byte 8",
		`{"a":`:                    "it ends too early, at byte 6",
		`[1,]`:                     "it is not JSON, at byte 4",
		`[1 2]`:                    "a comma or a bracket is missing, at byte 4",
		`[1}`:                      "a comma or a bracket is missing, at byte 3",
		`[,]`:                      "it is not JSON, at byte 2",
		`[[[[[]]]]]`:               "it is nested too deeply, at byte 5",
		`01`:                       "something follows its end, at byte 2",
		`-`:                        "it ends too early, at byte 2",
		`1.`:                       "it ends too early, at byte 3",
		`1.e1`:                     "a number is not one of JSON, at byte 3",
		`+1`:                       "it is not JSON, at byte 1",
		`NaN`:                      "it is not JSON, at byte 1",
		`"a`:                       "it ends too early, at byte 3",
		`"a\`:                      "a string has an escape that JSON does not know, at byte 3",
		`"\x41"`:                   "a string has an escape that JSON does not know, at byte 2",
		`"\u12"`:                   "it ends too early, at byte 7",
		`"\u12g4"`:                 "a string has an escape that JSON does not know, at byte 4",
		`"\ud83d"`:                 "a string has half of a character in it, at byte 2",
		`"\ud83d\ud83d"`:           "a string has half of a character in it, at byte 2",
		`"\udd11\ud83d"`:           "a string has half of a character in it, at byte 2",
		`"\ud83dx"`:                "a string has half of a character in it, at byte 2",
		"\"a\nb\"":                 "a string has a control character in it, which must be escaped, at byte 3",
		"\"\\n\tb\"":               "a string has a control character in it, which must be escaped, at byte 4",
	} {
		got, err := strictjson.Parse([]byte(text), 4)
		if err == nil || err.Error() != want || got != nil {
			t.Errorf("%q: got %v and %v, want the error %q", text, got, err, want)
		}
	}
}

// Deep nesting overflows no stack.
func TestDeep(t *testing.T) {
	t.Parallel()
	for _, open := range []string{"[", `{"a":`} {
		_, err := strictjson.Parse([]byte(strings.Repeat(open, 1_000_000)), 64)
		if err == nil || !strings.Contains(err.Error(), "too deeply") {
			t.Errorf("%s: %v", open, err)
		}
	}
}

func TestWhole(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"0": 0, "-1": -1, "1.0": 1, "1e3": 1000, "9007199254740991": 9007199254740991} {
		if got, ok := strictjson.Number(text).Whole(); !ok || got != want {
			t.Errorf("%s: %d, %t", text, got, ok)
		}
	}
	for _, text := range []string{"0.5", "1e-1", "9007199254740992", "-9007199254740993", "1e400", ""} {
		if got, ok := strictjson.Number(text).Whole(); ok {
			t.Errorf("%s is taken for the whole number %d", text, got)
		}
	}
}

// What is taken is JSON to others too, and means the same to them; nothing makes the parser panic.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2.5e3,"\ud83d\udd11",true,null]}`, `[[[[[]]]]]`, `{"a":1,"a":2}`, "\xff", `"\ud83d"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := strictjson.Parse(text, 32)
		var problem *strictjson.Error
		if err != nil {
			if !errors.As(err, &problem) || problem.Offset < 0 || problem.Offset > len(text) {
				t.Fatalf("the error is %#v", err)
			}
			return
		}
		if !utf8.Valid(text) || !json.Valid(text) {
			t.Fatal("it takes what is no JSON")
		}
		var want any
		decoder := json.NewDecoder(strings.NewReader(string(text)))
		decoder.UseNumber()
		if err := decoder.Decode(&want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, plain(got)); diff != "" {
			t.Errorf("it reads something else than others do:\n%s", diff)
		}
	})
}

// plain returns a value as encoding/json has it.
func plain(value any) any {
	switch value := value.(type) {
	case strictjson.Number:
		return json.Number(value)
	case []any:
		items := []any{}
		for _, item := range value {
			items = append(items, plain(item))
		}
		return items
	case strictjson.Object:
		members := map[string]any{}
		for name, member := range value {
			members[name] = plain(member)
		}
		return members
	default:
		return value
	}
}

// Values take more memory than text, so their number is limited.
func TestTooManyValues(t *testing.T) {
	t.Parallel()
	for count, want := range map[int]bool{999_999: true, 1_000_000: false} {
		_, err := strictjson.Parse([]byte("["+strings.Repeat("0,", count-1)+"0]"), 2)
		if (err == nil) != want {
			t.Errorf("%d values in a list: %v", count, err)
		}
	}
}
