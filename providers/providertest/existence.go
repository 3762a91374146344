package providertest

import (
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// existence are the cases on what is there and what is not.
var existence = []Case{
	{
		Name:   "a present secret and key",
		Demand: "What the store holds is present, at both levels.",
		run: func(s *session) {
			f := s.fill(Store{"mlflow": with("mlflow", "password", "username")})
			f.wantSecret(f.askOne(providers.SecretExists, "mlflow", "password"), "mlflow", providers.Present)
			answer := f.askOne(providers.SecretAndKeyExists, "mlflow", "password", "username")
			f.wantSecret(answer, "mlflow", providers.Present)
			f.wantKey(answer, "password", providers.Present)
			f.wantKey(answer, "username", providers.Present)
		},
	},
	{
		Name:   "a missing key",
		Demand: "A key that a present secret lacks is missing, and takes nothing from the keys beside it.",
		run: func(s *session) {
			f := s.fill(Store{"mlflow": with("mlflow", "password"), "slack": with("slack", "token")})
			answer := f.askOne(providers.SecretAndKeyExists, "mlflow", "password", "token")
			f.wantSecret(answer, "mlflow", providers.Present)
			f.wantKey(answer, "password", providers.Present)
			f.wantKey(answer, "token", providers.Missing)
		},
	},
	{
		Name:   "only missing keys",
		Demand: "A secret of which no key that is asked for is there has no present key.",
		run: func(s *session) {
			f := s.fill(Store{"mlflow": with("mlflow", "password")})
			answer := f.askOne(providers.SecretAndKeyExists, "mlflow", "token", "url")
			if !s.subject.KeysMakeSecrets {
				f.wantSecret(answer, "mlflow", providers.Present)
			}
			f.wantKey(answer, "token", providers.Missing)
			f.wantKey(answer, "url", providers.Missing)
		},
	},
	{
		Name:   "a missing secret",
		Demand: "A secret that the store does not hold is missing, at both levels, as an answer and not as an error.",
		run: func(s *session) {
			f := s.fill(Store{"mlflow": with("mlflow", "password")})
			for _, level := range levels {
				answers := f.ask(level, f.query("slack", "password"), f.query("mlflow", "password"))
				f.wantSecret(answers[0], "slack", providers.Missing)
				f.wantSecret(answers[1], "mlflow", providers.Present)
			}
		},
	},
	{
		Name:   "an empty store",
		Demand: "In a store without secrets every secret is missing.",
		run: func(s *session) {
			f := s.fill(Store{})
			for _, level := range levels {
				f.wantSecret(f.askOne(level, "mlflow", "password"), "mlflow", providers.Missing)
			}
		},
	},
	{
		Name:   "a secret without known keys",
		Demand: "A query without keys is answered for the secret alone; a store that cannot know says unsupported.",
		run: func(s *session) {
			f := s.fill(Store{"mlflow": with("mlflow", "password")})
			for _, level := range levels {
				answers := f.ask(level, f.query("mlflow"), f.query("slack"))
				if s.subject.KeysMakeSecrets {
					f.wantUnsupported(answers[0])
					f.wantUnsupported(answers[1])
					continue
				}
				f.wantSecret(answers[0], "mlflow", providers.Present)
				f.wantSecret(answers[1], "slack", providers.Missing)
			}
		},
	},
	{
		Name:   "a secret without keys",
		Demand: "A secret that is there without any key is present, and every key of it missing.",
		run: func(s *session) {
			if s.subject.KeysMakeSecrets || !s.holds("bare", "") {
				return // There is no such secret.
			}
			f := s.fill(Store{"bare": {}, "mlflow": with("mlflow", "password")})
			answer := f.askOne(providers.SecretAndKeyExists, "bare", "password")
			f.wantSecret(answer, "bare", providers.Present)
			f.wantKey(answer, "password", providers.Missing)
		},
	},
	{
		Name:   "an empty value",
		Demand: "A key that is set to nothing is present, or missing for the reason that it is empty; its secret is present.",
		run: func(s *session) {
			f := s.fill(Store{"mlflow": {"password": "", "username": value("mlflow", "username")}})
			answer := f.askOne(providers.SecretAndKeyExists, "mlflow", "password", "username")
			f.wantSecret(answer, "mlflow", providers.Present)
			f.wantKey(answer, "username", providers.Present)
			if key := answer.Keys["password"]; key.Status != providers.Present && key.Reason != providers.Empty {
				f.Errorf("the key with an empty value is %s for the reason %q", key.Status, key.Reason)
			}
		},
	},
	{
		Name:   "names for did you mean",
		Demand: "A missing key brings the keys that are there, a missing secret the locations beside it, and no others.",
		run: func(s *session) {
			f := s.fill(Store{"mlflow": with("mlflow", "password", "username"), "slack": with("slack", "token")})
			key := f.askOne(providers.SecretAndKeyExists, "mlflow", "pasword", "username")
			f.wantAvailable(key, "password")
			secret := f.askOne(providers.SecretAndKeyExists, "mlflw", "password")
			f.wantAvailable(secret, f.location("mlflow"))
			for _, answer := range []providers.Answer{key, secret} {
				f.wantOnly(answer, "password", "username", f.location("mlflow"), f.location("slack"))
			}
		},
	},
}

// levels are those at which a store is asked.
var levels = []providers.Level{providers.SecretExists, providers.SecretAndKeyExists}

func (f *fixture) wantUnsupported(answer providers.Answer) {
	f.Helper()
	if answer.Secret != providers.Unverified || answer.Reason != providers.Unsupported {
		f.Errorf("a query without keys got %s for the reason %q, want unverified for the reason %q",
			answer.Secret, answer.Reason, providers.Unsupported)
	}
}

func (f *fixture) wantAvailable(answer providers.Answer, name string) {
	f.Helper()
	if !f.subject.External && !slices.Contains(answer.Available, name) {
		f.Errorf("Available is %q and lacks %q", answer.Available, name)
	}
}

func (f *fixture) wantOnly(answer providers.Answer, allowed ...string) {
	f.Helper()
	for _, name := range answer.Available {
		if !slices.Contains(allowed, name) {
			f.Errorf("Available names %q, which is not there", name)
		}
	}
}
