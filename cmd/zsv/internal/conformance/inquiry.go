package conformance

import (
	"errors"
	"fmt"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
)

// An inquiry asks by one method of the protocol for what nobody has.
type inquiry struct {
	// what says which one it is: "check at SECRET_EXISTS".
	what, method string
	ask          func(b *bench, p *pluginwire.Provider) (told, error)
}

// A told is what the answer to an inquiry comes down to.
type told struct {
	// outcome is "present", "missing", "unverified", "listed" or "written".
	outcome string
	reason  providers.Reason
	detail  string
}

// String returns what a sentence says of it.
func (t told) String() string {
	if t.reason == "" {
		return t.outcome
	}
	return fmt.Sprintf("%s for the reason %s", t.outcome, t.reason)
}

const unverified = "unverified"

// inquiries are those of all methods but hello. A change is one to a secret that must be there.
var inquiries = []inquiry{
	{"check at SECRET_EXISTS", "check", checking(providers.SecretExists)},
	{"check at SECRET_AND_KEY_EXISTS", "check", checking(providers.SecretAndKeyExists)},
	{"keys", "keys", func(b *bench, p *pluginwire.Provider) (told, error) {
		list, err := p.ListKeys(b.ctx, p.Locate(random(), ""))
		return told{list.Secret.String(), list.Reason, list.Detail}, err
	}},
	{"fetch", "fetch", func(b *bench, p *pluginwire.Provider) (t told, err error) {
		err = p.Fetch(b.ctx, nobodysPassword(p), func(_ int, f providers.Fetched) { t = told{f.Secret.String(), f.Reason, f.Detail} })
		return t, err
	}},
	{"list", "list", func(b *bench, p *pluginwire.Provider) (told, error) {
		_, err := p.List(b.ctx)
		return told{outcome: "listed"}, err
	}},
	{"write", "write", func(b *bench, p *pluginwire.Provider) (told, error) {
		_, err := p.Write(b.ctx, providers.Change{Location: p.Locate(random(), ""), Condition: providers.IfPresent,
			Set: map[string]providers.Value{"password": providers.NewValue(random())}})
		if errors.Is(err, providers.ErrSecretMissing) {
			return told{outcome: "missing"}, nil
		}
		return told{outcome: "written"}, err
	}},
}

func checking(level providers.Level) func(b *bench, p *pluginwire.Provider) (told, error) {
	return func(b *bench, p *pluginwire.Provider) (t told, err error) {
		err = p.Check(b.ctx, level, nobodysPassword(p), func(_ int, a providers.Answer) {
			t = told{a.Secret.String(), a.Reason, a.Detail}
		})
		return t, err
	}
}

func nobodysPassword(p *pluginwire.Provider) []providers.Query {
	return []providers.Query{{Location: p.Locate(random(), ""), Keys: []string{"password"}}}
}

// inquire asks by each method that the program says it knows. What breaks the protocol ends the case.
func (b *bench) inquire(p *pluginwire.Provider, judge func(q inquiry, t told)) {
	for _, q := range inquiries {
		if q.method == "check" || b.judge.hello != nil && b.judge.hello.Can(q.method) {
			judge(q, b.tell(q, p))
		}
	}
}

// tell asks one of them.
func (b *bench) tell(q inquiry, p *pluginwire.Provider) told {
	t, err := q.ask(b, p)
	var broken *pluginwire.Violation
	var known *providers.Error
	switch {
	case errors.As(err, &broken) || err != nil && !errors.As(err, &known):
		b.Fatalf("asked by %s, it %s", q.what, detailOf(err))
	case err != nil:
		return told{unverified, known.Reason, known.Detail}
	}
	return t
}
