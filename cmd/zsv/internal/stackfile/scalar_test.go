package stackfile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/internal/zenmltest"
)

const (
	null   = stackfile.Null
	truth  = stackfile.Bool
	number = stackfile.Number
	text   = stackfile.String
)

// What a value in YAML is, as ZenML's library sees it.
var scalars = []struct {
	source string
	kind   stackfile.Kind
	text   string
}{
	{"", null, ""}, {"~", null, ""}, {"null", null, ""}, {"NULL", null, ""}, {"nUll", text, "nUll"}, {"!!null x", null, ""},
	{"true", truth, "true"}, {"Yes", truth, "true"}, {"on", truth, "true"}, {"OFF", truth, "false"}, {"no", truth, "false"},
	{"y", text, "y"}, {"yEs", text, "yEs"}, {"'yes'", text, "yes"}, {"!!str on", text, "on"}, {"!!bool yes", truth, "true"},
	{"0", number, "0"}, {"-0", number, "-0"}, {"+7", number, "7"}, {"1_000", number, "1000"}, {"010", number, "8"}, {"-010", number, "-8"},
	{"08", text, "08"}, {"0o17", text, "0o17"}, {"0x1F", number, "31"}, {"-0b101", number, "-5"}, {"1:30:00", number, "5400"},
	{"!!int '12'", number, "12"}, {"!!int twelve", text, "twelve"}, {"'12'", text, "12"}, {"1-2", text, "1-2"},
	{"123456789012345678901234567890", number, "123456789012345678901234567890"},
	{"1.5", number, "1.5"}, {"1.", number, "1.0"}, {".5", number, "0.5"}, {"-.5", text, "-.5"}, {"1.50", number, "1.50"},
	{"1_0.2_5", number, "10.25"}, {"1.0e+3", number, "1.0e+3"}, {"1e3", text, "1e3"}, {"1.0e3", text, "1.0e3"},
	{"1.0e+400", text, "1.0e+400"}, {".inf", text, ".inf"}, {"-.INF", text, "-.INF"}, {".NaN", text, ".NaN"}, {"1:30.5", number, "90.5"}, {"-1:0:0.25", number, "-3600.25"},
	{"2024-01-01", text, "2024-01-01"}, {"1.2.3", text, "1.2.3"}, {"'{{s.k}}'", text, "{{s.k}}"}, {`"\u00e9\t"`, text, "\u00e9\t"},
	{"e\u0301", text, "\u00e9"}, {"!!binary aGk=", text, "aGk="}, {"!!python/unicode x", text, "x"}, {"!mine x", text, "x"},
	{"|\n      a\n       b\n", text, "a\n b\n"}, {">-\n      a\n      b\n", text, "a b"},
}

func TestScalarsOfYAML(t *testing.T) {
	t.Parallel()
	for _, tt := range scalars {
		t.Run(tt.source, func(t *testing.T) {
			t.Parallel()
			stack := parse(t, "stack_name: s\ncomponents:\n  a:\n    name: b\n    configuration:\n     value: "+tt.source+"\n")
			var got stackfile.Value
			for _, m := range stack.Components[0].Attributes {
				if m.Name == "value" {
					got = m.Value
				}
			}
			if got.Kind != tt.kind || got.Text != tt.text {
				t.Errorf("kind %d %q, want %d %q", got.Kind, got.Text, tt.kind, tt.text)
			}
		})
	}
}

// asZenML reads YAML with ZenML's library, and prints for each text the type and the value that it has there.
const asZenML = `import json, sys, yaml
for source in json.load(sys.stdin):
    value = yaml.safe_load("- " + source)[0]
    kind = {"NoneType": 0, "bool": 1, "int": 2, "float": 2}.get(type(value).__name__, 3)
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        kind = 3
    print(json.dumps([kind, value if kind in (0, 1) else repr(value) if kind == 2 else ""]))
`

// ZenML's library agrees on what is a number, a boolean or null, and on numbers.
func TestScalarsAreAsZenMLReadsThem(t *testing.T) {
	t.Parallel()
	python := zenmltest.Program(t, "python")
	var sources []string
	for _, tt := range scalars {
		if !strings.HasPrefix(tt.source, "!") { // which that library refuses, for the most part
			sources = append(sources, tt.source)
		}
	}
	input, err := json.Marshal(sources)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, "-c", asZenML)
	cmd.Stdin = bytes.NewReader(input)
	output, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(output), []byte("\n"))
	i := 0
	for _, tt := range scalars {
		if strings.HasPrefix(tt.source, "!") {
			continue
		}
		checkAgreement(t, tt.source, tt.kind, tt.text, lines[i])
		i++
	}
}

func checkAgreement(t *testing.T, source string, kind stackfile.Kind, text string, line []byte) {
	t.Helper()
	var zenml struct {
		kind  stackfile.Kind
		value any
	}
	if err := json.Unmarshal(line, &[]any{&zenml.kind, &zenml.value}); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	same := zenml.kind == kind
	switch value := zenml.value.(type) {
	case bool:
		same = same && text == fmt.Sprint(value)
	case string:
		one, err := strconv.ParseFloat(text, 64)
		other, otherErr := strconv.ParseFloat(value, 64)
		same = same && (kind != number || err == nil && otherErr == nil && one == other)
	}
	if !same {
		t.Errorf("%q: kind %d %q, ZenML has %s", source, kind, text, line)
	}
}

func parse(t *testing.T, source string) *stackfile.Stack {
	t.Helper()
	stack, err := stackfile.Parse([]byte(source))
	if err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	return stack
}

// What Python and JSON write as a text, in the form of Leaves; "" where it is neither.
func TestConfigurationsAsText(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`{"a": 1, "b": [true, null, "x"]}`:                            `a=2:1 b[0]=1:true b[2]=3:x`,
		`{'a': 1, 'b': (True, None, 'x')}`:                            `a=2:1 b[0]=1:true b[2]=3:x`,
		`{'a': "it's", 'b': 'say "x"', 'c': '\'\"\\', }`:              `a=3:it's b=3:say "x" c=3:'"\`,
		`{'a': '\x41\u00e9\U0001f600\n\d'}`:                           "a=3:A\u00e9\U0001f600\n\\d",
		`{'a': -1, 'b': 1.5, 'c': 1e+20, 'd': 10**2}`:                 "",
		`{'a': -1, 'b': 1.5, 'c': 1e+20}`:                             `a=2:-1 b=2:1.5 c=2:1e+20`,
		`{"a": NaN, "b": Infinity}`:                                   `a=3:NaN b=3:Infinity`,
		`{'a': {'b c': {'for': []}}, 'd': {'e': [{'f': '{{s.k}}'}]}}`: `d.e[0].f=3:{{s.k}}`,
		`{'a': <Flavor.X: 'x'>}`:                                      "",
		`{'a': 'x'`:                                                   "",
		`{'a': 'x}`:                                                   "",
		`{'a': '\xe'}`:                                                "",
		`{1: 'x'}`:                                                    "",
		`{'a' 'x'}`:                                                   "",
		`{'a': [1 2]}`:                                                "",
		`{'a': 1} x`:                                                  "",
		`['a']`:                                                       "",
		`[1]`:                                                         "",
		`"text"`:                                                      "",
		`nothing`:                                                     "",
		`{}`:                                                          "-",
		"  {\n'a' : 1 ,\n}  ":                                         `a=2:1`,
		`{"a": "\ud83d\ude00", "b": "\ud83d"}`:                        "a=3:\U0001f600 b=3:\ufffd",
		`{"a": "x", "a": "y"}`:                                        "",
	} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			stack, err := stackfile.Parse(fmt.Appendf(nil, `{"stack_name": "s", "components": {"a": {"name": "b", "configuration": %q}}}`, source))
			if err != nil || want == "" {
				if want != "" || err == nil {
					t.Errorf("error %v, want %q", err, want)
				}
				return
			}
			got := "-"
			for i, l := range stack.Leaves("")["component.a.b"] {
				if i == 0 {
					got = ""
				} else {
					got += " "
				}
				got += fmt.Sprintf("%s=%d:%s", l.Path, l.Kind, l.Text)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
		})
	}
}
