package providertest

import (
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// eyes are the checkers that look at what became of the store: the one that changed it, and one that comes later.
func (f *fixture) eyes() []*fixture {
	f.Helper()
	if later := f.reopened(); later != f {
		return []*fixture{f, later}
	}
	return []*fixture{f}
}

// wantHeld demands that a secret is there and has exactly these keys and values, as far as the checker's powers show.
func (f *fixture) wantHeld(name string, values map[string]string) {
	f.Helper()
	for _, eye := range f.eyes() {
		eye.wantSeen(name, values)
	}
}

func (f *fixture) wantSeen(name string, values map[string]string) {
	f.Helper()
	if len(values) == 0 && f.subject.KeysMakeSecrets {
		return // Nothing can be said of it.
	}
	keys := keysOf(values)
	answer := f.askOne(providers.SecretAndKeyExists, name, keys...)
	f.wantSecret(answer, name, providers.Present)
	for _, key := range keys {
		if values[key] != "" || answer.Keys[key].Reason != providers.Empty {
			f.wantKey(answer, key, providers.Present)
		}
	}
	if f.can(Fetching) {
		f.wantFetched(f.fetch(f.query(name, keys...))[0], name, values)
		if !f.subject.KeysMakeSecrets {
			f.wantFetched(f.fetch(f.query(name))[0], name, values)
		}
	}
	if f.can(ListingKeys) {
		f.wantKeys(name, keys...)
	}
}

// wantGone demands that a secret is missing, whichever of these keys it is asked for.
func (f *fixture) wantGone(name string, keys ...string) {
	f.Helper()
	for _, eye := range f.eyes() {
		for _, level := range levels {
			eye.wantSecret(eye.askOne(level, name, keys...), name, providers.Missing)
		}
		if eye.can(Fetching) {
			eye.wantNothing(eye.fetch(eye.query(name, keys...))[0], name)
		}
	}
}

// wantLacking demands that a secret does not have these keys.
func (f *fixture) wantLacking(name string, keys ...string) {
	f.Helper()
	for _, eye := range f.eyes() {
		answer := eye.askOne(providers.SecretAndKeyExists, name, keys...)
		for _, key := range keys {
			eye.wantKey(answer, key, providers.Missing)
		}
	}
}

// wantNames compares lists of names of keys; nil and none are the same.
func (f *fixture) wantNames(what string, got []string, want ...string) {
	f.Helper()
	if want = slices.Sorted(slices.Values(want)); !slices.Equal(got, want) {
		f.Errorf("%s is %q, want %q", what, got, want)
	}
}

// wantCreated demands that Written.Created is true to what was there.
func (f *fixture) wantCreated(written providers.Written, want bool) {
	f.Helper()
	if written.Created != want {
		f.Errorf("Written.Created is %t, want %t", written.Created, want)
	}
}
