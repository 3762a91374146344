package conformance

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
)

// bothLevels are those at which a program is asked.
var bothLevels = []providers.Level{providers.SecretExists, providers.SecretAndKeyExists}

// ask asks as zsv does for what nobody has, and takes note of whether there is an answer at all.
func (b *bench) ask(p *pluginwire.Provider, level providers.Level, queries ...providers.Query) []providers.Answer {
	answers := b.check(p, level, queries...)
	for _, answer := range answers {
		b.hear(answer.Secret != providers.Unverified, because(string(answer.Reason), answer.Detail))
	}
	return answers
}

// check asks as zsv does. What breaks the protocol ends the case.
func (b *bench) check(p *pluginwire.Provider, level providers.Level, queries ...providers.Query) []providers.Answer {
	answers := make([]providers.Answer, len(queries))
	if err := p.Check(b.ctx, level, queries, func(i int, a providers.Answer) { answers[i] = a }); err != nil {
		b.Fatalf("%s", detailOf(err))
	}
	return answers
}

// notPresent demands that nothing reads as present.
func (b *bench) notPresent(p *pluginwire.Provider, queries ...providers.Query) {
	for _, level := range bothLevels {
		for i, answer := range b.ask(p, level, queries...) {
			if answer.Secret == providers.Present {
				b.Errorf("the secret %s is present at %s, which is not there", quoted(queries[i].Location), level)
			}
		}
	}
}

func (b *bench) nobodys() {
	p := b.open(nil)
	b.notPresent(p, providers.Query{Location: random(), Keys: []string{"password"}}, providers.Query{Location: random()},
		providers.Query{Location: random(), Keys: []string{"a", "b", "c"}})
}

// oddities are names that nobody has, around a random one, and names that are none.
func oddities() []string {
	name := random()
	return []string{
		"", " ", ".", "..", "/", "//", "../" + name, "/" + name, name + "/", "./" + name, name + "/../" + name, name + "/..",
		"a/b/../../" + name, " " + name, name + " ", "\t" + name, name + "\n", name + "\r\n" + name, name + "\x00", "\x00",
		name + "'", name + `"`, "'" + name + "'", name + `\`, name + "`id`", "$(" + name + ")", "${" + name + "}", "%" + name + "%",
		name + ";" + name, name + "*", "*", "?", "[a-z]*", "~", "~root", "-" + name, "--" + name, "-", "@" + name, "#" + name,
		name + "#", name + "?x=y", "%2e%2e%2f" + name, name + "%00", "{{" + name + "}}", name + "\u202e", name + "\ufeff",
		"\u00fc" + name, "u\u0308" + name, "\u65e5\u672c\u8a9e" + name, "\U0001f511" + name, "\u2028" + name, "\ufffd" + name,
		"null" + name, "__proto__", "constructor", "<" + name + ">", "&" + name, "|" + name, "C:" + name, `..\` + name, "CON",
		strings.Repeat("k", 64<<10-len(name)) + name, strings.Repeat("d/", 1<<10) + name,
	}
}

func (b *bench) oddNames() {
	var odd []providers.Query
	for _, name := range oddities() {
		odd = append(odd, providers.Query{Location: name, Keys: []string{"password"}})
	}
	keys := slices.Compact(slices.Sorted(slices.Values(oddities())))
	odd = append(odd, providers.Query{Location: random(), Keys: keys})
	b.notPresent(b.open(nil), odd...)
}

func (b *bench) thousand() {
	queries := make([]providers.Query, 1000)
	for i := range queries {
		queries[i] = providers.Query{Location: random(), Keys: []string{"password", "username"}}
	}
	b.notPresent(b.open(nil), queries...)
}

func (b *bench) again() {
	p := b.open(nil)
	queries := []providers.Query{{Location: random(), Keys: []string{"password"}}, {Location: random()}}
	first := b.ask(p, providers.SecretAndKeyExists, queries...)
	for _, when := range []string{"the second request", "the third request", "a process that is started anew"} {
		if when == "a process that is started anew" {
			_ = p.Close()
		}
		if again := b.ask(p, providers.SecretAndKeyExists, queries...); !reflect.DeepEqual(verdicts(first), verdicts(again)) {
			b.Errorf("%s gets another answer than the first: %s, not %s", when, verdicts(again), verdicts(first))
		}
	}
}

// verdicts are what answers come down to.
func verdicts(answers []providers.Answer) []string {
	var all []string
	for _, answer := range answers {
		all = append(all, strings.TrimSpace(answer.Secret.String()+" "+string(answer.Reason)))
	}
	return all
}

// detailOf returns what an error says, for a line that has the program as its subject.
func detailOf(err error) string {
	var known *providers.Error
	if !errors.As(err, &known) {
		return err.Error()
	}
	var broken *pluginwire.Violation
	if errors.As(err, &broken) {
		return broken.Text
	}
	return string(known.Reason) + ": " + known.Detail
}

func merged(a, b members) members {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// quoted shows a name, which may be long.
func quoted(name string) string {
	const most = 60
	if len(name) > most {
		name = strings.ToValidUTF8(name[:most], "") + "..."
	}
	return `"` + strings.NewReplacer("\n", `\n`, "\r", `\r`, "\x00", `\0`, "\t", `\t`).Replace(name) + `"`
}
