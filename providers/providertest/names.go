package providertest

import (
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// names are the cases on spelling: what is nearly a name that exists does not exist.
var names = []Case{
	{
		Name:   "the beginning of a name",
		Demand: "A secret whose name is the beginning of another's, or goes on where another's ends, is missing.",
		run: func(s *session) {
			f := s.fill(Store{"mlflow_secret": with("mlflow_secret", "password"), "aws": with("aws", "id")})
			for _, level := range levels {
				for _, name := range []string{"mlflow", "mlflow_", "mlflow_secre", "mlflow_secret2", "aws_id", "aw"} {
					f.wantSecret(f.askOne(level, name, "password", "id"), name, providers.Missing)
				}
			}
		},
	},
	{
		Name:   "the beginning of a key",
		Demand: "A key whose name is the beginning of another's, or goes on where another's ends, is missing.",
		run: func(s *session) {
			f := s.fill(Store{"mlflow": with("mlflow", "password", "x")})
			answer := f.askOne(providers.SecretAndKeyExists, "mlflow", "pass", "password2", "x", "xx")
			for _, key := range []string{"pass", "password2", "xx"} {
				f.wantKey(answer, key, providers.Missing)
			}
			f.wantKey(answer, "x", providers.Present)
		},
	},
	{
		Name:   "odd keys",
		Demand: "Keys of every spelling that the store can hold are told apart; one that it cannot hold is not present.",
		run:    func(s *session) { s.oddKeys() },
	},
	{
		Name:   "odd secrets",
		Demand: "Secrets of every spelling that the store can hold are told apart.",
		run:    func(s *session) { s.oddSecrets() },
	},
	{
		Name:   "names that lead elsewhere",
		Demand: "Dots, slashes, patterns and escapes in a name never lead to another secret or key.",
		run:    func(s *session) { s.misleadingNames() },
	},
}

// spellings are names that parsers and paths trip over. Each comes with a neighbour that is easily taken for it.
var spellings = []string{
	"Password", "password", "PASSWORD", "pass-word", "pass_word", "pass.word", "pass word", "passwort\u00fc",
	"u\u0308", "\u00fc", "0", "00", "1", "1e3", "0x1", "true", "True", "yes", "null", "Null", "~", "-", "--",
	"<<", "*", "?", "&a", "!x", "@", "%41", "A", "#", "a#b", "a: b", "a:b", "a=b", "=", "$HOME", "${x}",
	"{{x}}", "[x]", "'", `"`, `\`, `\n`, "`id`", "key;x", "a,b", "constructor", "__proto__", "data",
	"metadata", "keys", strings.Repeat("k", 200), "\u65e5\u672c\u8a9e", "\U0001f511",
}

// misleading are names that, cleaned or expanded, would be those of the secrets "mlflow" and "team".
var misleading = []string{
	"", ".", "..", "/", "/mlflow", "mlflow/", "//mlflow", "./mlflow", "../mlflow", "team/../mlflow", "team/mlflow/..",
	"mlflow/../mlflow", "mlflow/password", "mlflow%2F", "%6dlflow", "ml*", "mlflo?", "[m]lflow", "mlflow\x00", "mlflow\n",
	"mlflow ", "../data/mlflow", "mlflow?version=1", "mlflow#", `..\mlflow`, `team\..\mlflow`,
}

// misleadingKeys are likewise names of keys, for "password" of these secrets.
var misleadingKeys = []string{
	"", ".", "..", "../mlflow/password", "../team/password", "/password", "password/", "./password", "pass*", "password\x00",
	"password\n", "password ", `..\team\password`,
}

// oddKeys asks both of two secrets for all spellings: what is present in one is missing in the other.
func (s *session) oddKeys() {
	store, where := s.oddlyKeyed()
	f := s.fill(store)
	for home := range store {
		answer := f.askOne(providers.SecretAndKeyExists, home, append([]string{"anchor"}, spellings...)...)
		for _, key := range spellings {
			f.wantOddKey(answer, home, key, where)
		}
	}
}

// oddlyKeyed splits the spellings that can be held over two secrets, and says where each is.
func (s *session) oddlyKeyed() (store Store, where map[string]string) {
	store, where = Store{"odd": with("odd", "anchor"), "even": with("even", "anchor")}, map[string]string{}
	for i, key := range spellings {
		if home := oddHome(i); s.holds(home, key) {
			store[home][key] = value(home, key)
			where[key] = home
		}
	}
	return store, where
}

// oddHome names the secret that the i-th spelling is a key of.
func oddHome(i int) string { return []string{"odd", "even"}[i%2] }

func (f *fixture) wantOddKey(answer providers.Answer, home, key string, where map[string]string) {
	f.Helper()
	_, folds := f.checker.(providers.Mapper)
	switch {
	case where[key] == home:
		f.wantKey(answer, key, providers.Present)
	case f.holds(home, key):
		f.wantKey(answer, key, providers.Missing)
	case !folds && keyStatus(answer, key) == providers.Present:
		f.Errorf("the key %q of %q is present, though the store does not hold it", key, home)
	}
}

func (s *session) oddSecrets() {
	store, absent := Store{}, []string{}
	for i, name := range spellings {
		switch {
		case !s.holds(name, "key"):
		case i%2 == 0:
			store[name] = with(name, "key")
		default:
			absent = append(absent, name)
		}
	}
	f := s.fill(store)
	for _, level := range levels {
		for name := range store {
			f.wantSecret(f.askOne(level, name, "key"), name, providers.Present)
		}
		for _, name := range absent {
			f.wantSecret(f.askOne(level, name, "key"), name, providers.Missing)
		}
	}
}

func (s *session) misleadingNames() {
	f := s.fill(Store{"mlflow": with("mlflow", "password"), "team": with("team", "password")})
	for _, name := range misleading {
		query := f.query(name, "password")
		for _, level := range levels {
			f.notPresent(query, f.ask(level, query)[0])
		}
	}
	for _, key := range misleadingKeys {
		if answer := f.askOne(providers.SecretAndKeyExists, "mlflow", key, "password"); keyStatus(answer, key) == providers.Present {
			f.Errorf("the key %q is present, though the store does not hold it", key)
		}
	}
}
