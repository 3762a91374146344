package resolve

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/config"
)

// The secrets of the sources below. No four characters of them stand anywhere else.
var canaries = []string{`Zq7Xj#K9Wvq//J4Qzk\"G8Yxh<<V5Bnw U3Kpd{F6Tmr`, "739182645", "W2HgyP", "N8RsvC L5DxuM", "E3JbtQ"}

// valid are sources without a mistake. ‹ and › stand about what says that a secret follows, which no mutation may touch;
// 1 to 5 between § for the canaries.
var valid = map[string]string{
	"a.zsv.hcl": `zsv {
  default_stack = "prod"
}
variable "v" {
  type    = string
  ‹default› = "§3§"
}
locals {
  ‹password› = "§1§"
  n = "x" # ‹token = ›§4§
  ‹tokens_secret› = { a = "§3§", b = { c = "§4§", d = [§2§] } }
}
provider "env" "ci" { prefix = "ML_" }
component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  ‹tracking_password› = "§1§"
  tracking_username = "{{a.b}}"
  ‹tracking_token›  = ["§1§", "§4§"]
  settings = { region = "eu", ‹api_key› = { x = "§1§", y = "§3§" }, z = 1 }
  ‹private_key›     = <<EOT
§3§
  a = §5§
{ "b": "§3§" }

§4§
EOT
  script = <<-END
    export ‹DB_PASSWORD='›{{a.b}}'
    END
  ‹pin_secret› = §2§
  path = "s3://bucket"
}
component "artifact_store" "s3" {
  flavor = "s3"
  ‹secret› = "§3§ ${local.n} §4§"
  url = "‹https://u:›§5§‹@h/›"
  ‹client_token› = local.n == "x" ? "§3§" : (true ? "§5§" : "§3§")
  ‹credentials› = [
    "§3§",
    { x = "§5§", y = "{{a.b}}" },
    §2§
  ]
  ‹client_secret› = {
    a = "§1§"
    b = {
      c = "§3§"
    }
  }
  ‹passphrase› = lower(
    "§3§"
  )
}
stack "prod" {
  secrets    = provider.env.ci
  components = [component.experiment_tracker.mlflow]
  env        = { ‹PGPASSWORD› = "§1§", T = "{{c.d}}" }
}
secret "mlflow" {
  provider = provider.env.ci
  key "password" { optional = true }
}
`,
	"a.zsv.json": `{
  "variable": {"v": {"type": "string", "‹default›": "§3§", "sensitive": true}},
  "locals": {"‹password›": "§1§", "n": "x"},
  "provider": {"env": {"ci": {"prefix": "ML_"}}},
  "component": {
    "experiment_tracker": {
      "mlflow": {"flavor": "mlflow", "‹tracking_password›": "§1§", "tracking_username": "{{a.b}}"},
      "m2": [{"flavor": "mlflow", "‹tracking_token›": ["§3§", "§4§"], "settings": {"‹api_key›": {"x": "§1§", "y": §2§}}}],
      "m3": {
        "flavor": "s3",
        "‹private_key›": "§3§",
        "settings": {
          "deep": {
            "‹credentials›": [
              "§1§",
              {"x": "§3§"}
            ],
            "‹client_secret›": {
              "a": "§3§",
              "b": {
                "c": §2§
              }
            }
          }
        },
        "path": "s3://bucket"
      }
    },
    "artifact_store": {"s3": {"flavor": "s3", "‹secret›": "§3§ ${local.n} §4§", "url": "‹https://u:›§5§‹@h/›"}}
  },
  "stack": {"prod": {"secrets": "provider.env.ci", "components": ["component.experiment_tracker.mlflow"], "env": {"‹DB_PASSWORD›": "§3§", "T": "{{c.d}}"}}},
  "secret": {"a": {"provider": "provider.env.ci", "key": {"b": {"optional": true}}}}
}
`,
	"b.zsv.json": `{"locals":{"a":{"b":{"flavor":"slack","‹slack_token›":"§1§","x":["y"],"‹key›":{"a":"§3§","b":[§2§,"§5§"]}}}}}`,
	"c.zsv.hcl": `locals { ‹password› = { a = "§3§", b = ["§5§", "§1§"] }, }
component "a" "b" { ‹token› = "§3§" }
`,
	"prod.zsvars": `# "§3§"
#
‹a› = "§1§"
‹b› = {
  c = "§3§"
}
‹d› = [
  §2§
]
`,
}

// A source is one of valid, with what must stay as it is.
type source struct {
	file, text string
	kept       []span
}

func readValid(file string) source {
	marked := regexp.MustCompile(`§\d§`).ReplaceAllStringFunc(valid[file], func(number string) string {
		return canaries[number[len("§")]-'1']
	})
	s := source{file: file}
	var text strings.Builder
	for i, part := range strings.FieldsFunc("‹›"+marked, func(r rune) bool { return r == '›' }) {
		before, name, named := strings.Cut(part, "‹")
		if i == 0 {
			before = ""
		}
		text.WriteString(before)
		if named && name != "" {
			s.kept = append(s.kept, span{text.Len(), text.Len() + len(name)})
			text.WriteString(name)
		}
	}
	s.text = text.String()
	return s
}

// inserted are the characters that mutations put in.
var inserted = []rune("\"'{}[]()#=:,\n<“”")

// mutate leaves out, puts in or replaces a character, unless that is a part of what must stay.
func (s source) mutate(place, kind, what uint32) source {
	at := int(place) % len(s.text)
	for at > 0 && s.text[at]&0xc0 == 0x80 {
		at--
	}
	size := len(string([]rune(s.text[at:min(len(s.text), at+4)])[:1]))
	char := string(inserted[int(what)%len(inserted)])
	switch kind % 3 {
	case 0:
		char = ""
	case 1:
		size = 0
	}
	kept := make([]span, 0, len(s.kept))
	for _, k := range s.kept {
		if at < k.end && at+size > k.start || size == 0 && at > k.start && at < k.end {
			return s
		}
		if k.start >= at+size {
			k.start, k.end = k.start+len(char)-size, k.end+len(char)-size
		}
		kept = append(kept, k)
	}
	return source{s.file, s.text[:at] + char + s.text[at+size:], kept}
}

// valuesOnly leaves out of a source that still parses what can only be prose or names now: its comments, and a file of
// values as a whole.
func (s source) valuesOnly() source {
	switch {
	case !config.Parses([]byte(s.text), s.file), strings.HasSuffix(s.file, ".json"):
		return s
	case holdsValues(s.file):
		return source{s.file, "\n", nil}
	}
	var text strings.Builder
	end := 0
	for _, l := range lex([]byte(s.text)) {
		if l.kind == hclsyntax.TokenComment {
			text.WriteString(s.text[end:l.start] + "\n")
			end = l.end
		}
	}
	return source{s.file, text.String() + s.text[end:], nil}
}

// check fails if more than three characters of a canary are shown.
func (s source) check(t *testing.T) {
	t.Helper()
	got := shown(s.file, s.text)
	for _, canary := range canaries {
		for i := range len(canary) - 3 {
			if piece := canary[i : i+4]; strings.Contains(got, piece) {
				t.Fatalf("%q is shown in\n%s", piece, lineWith(got, piece)+"\nof\n"+s.text)
			}
		}
	}
}

func lineWith(text, piece string) string {
	for line := range strings.Lines(text) {
		if strings.Contains(line, piece) {
			return line
		}
	}
	return text
}

func TestMaskValid(t *testing.T) {
	t.Parallel()
	for file := range valid {
		readValid(file).check(t)
	}
}

// A source with one to four mistakes shows no secret.
func TestMaskMutations(t *testing.T) {
	t.Parallel()
	const rounds = 1500
	for file := range valid {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			s := readValid(file)
			random := rand.New(rand.NewPCG(1, 2))
			for range rounds {
				mutated := s
				for range 1 + random.IntN(4) {
					mutated = mutated.mutate(random.Uint32(), random.Uint32(), random.Uint32())
				}
				mutated.valuesOnly().check(t)
			}
		})
	}
}

// FuzzMask makes up to four mistakes in a valid source: three numbers each.
func FuzzMask(f *testing.F) {
	for file := range valid {
		f.Add(file, uint32(1), uint32(100), uint32(0), uint32(2), uint32(300), uint32(0), uint64(1))
	}
	f.Fuzz(func(t *testing.T, file string, kinds, a, b, c, d, whats uint32, seed uint64) {
		if _, ok := valid[file]; !ok {
			return
		}
		s := readValid(file)
		random := rand.New(rand.NewPCG(seed, uint64(kinds)))
		for i, place := range []uint32{a, b, c, d}[:1+kinds%4] {
			s = s.mutate(place+random.Uint32N(8), kinds>>(4*i)+random.Uint32(), whats>>(8*i)+random.Uint32())
		}
		s.valuesOnly().check(t)
	})
}
