package vault_test

import (
	"fmt"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// TestAVersionThatIsGoneIsNeverPresent: Vault answers 404 for such a version; what stands between may not.
func TestAVersionThatIsGoneIsNeverPresent(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	gone := providers.Answer{Secret: missing, Reason: providers.Deleted}
	strange := providers.Answer{Reason: providers.ServerError}
	there := providers.Answer{Secret: present, Keys: keys("password")}
	for metadata, want := range map[string]struct{ withKeys, without providers.Answer }{
		`{"version":2,"destroyed":true}`:                                     {strange, gone},
		`{"version":2,"destroyed":true,"deletion_time":""}`:                  {strange, gone},
		`{"version":2,"deletion_time":"2020-01-02T03:04:05.6Z"}`:             {strange, gone},
		`{"version":2,"deletion_time":"2999-01-02T03:04:05.6Z"}`:             {there, providers.Answer{Secret: present, Keys: keys("-password")}},
		`{"version":2,"deletion_time":"2020-01-02"}`:                         {strange, strange},
		`{"version":2},"metadata":{"version":2}`:                             {strange, strange},
		`{"version":2,"destroyed":true},"Metadata":{"version":2}`:            {strange, strange},
		`{"version":2,"destroyed":true},"metadata":null`:                     {strange, strange},
		`{"version":2}},"data":{"subkeys":{"password":null},"metadata":{}`:   {strange, strange},
		`{"version":2},"subkeys":{"password":null},"data":{"password":null}`: {strange, strange},
		`{"version":2}},"errors":["x"],"more":{`:                             {strange, strange},
		`{"version":2}}}{"data":{`:                                           {strange, strange},
	} {
		for names, want := range map[string]providers.Answer{`{"password":null}`: want.withKeys, `null`: want.without} {
			t.Run(names+" "+metadata, func(t *testing.T) {
				t.Parallel()
				bySubkeys := fmt.Sprintf(`{"data":{"subkeys":%s,"metadata":%s}}`, names, metadata)
				byData := fmt.Sprintf(`{"data":{"data":%s,"metadata":%s}}`, names, metadata)
				wantOfMlflow(t, server, kv.Mount, want,
					below("/v1/"+kv.Mount+"/subkeys/", answering(200, "application/json", bySubkeys)))
				wantOfMlflow(t, server, kv.Mount, want,
					refusing("/v1/"+kv.Mount+"/subkeys/"),
					below("/v1/"+kv.Mount+"/data/", answering(200, "application/json", byData)))
			})
		}
	}
}

func wantOfMlflow(t *testing.T, server *vaulttest.Server, mount string, want providers.Answer, faults ...fault) {
	t.Helper()
	front := newFront(t, server, faults...)
	p := newProvider(t, fmt.Sprintf("mount = %q", mount), front.environ(server.RootToken)...)
	answer := ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "mlflow")["mlflow"]
	answer.ValuesRead = 0
	wantVerdicts(t, map[string]providers.Answer{"mlflow": answer}, map[string]providers.Answer{"mlflow": want})
}

// TestSubkeysHoldNoValues: an answer in which they do is not Vault's.
func TestSubkeysHoldNoValues(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	wantOfMlflow(t, server, kv.Mount, providers.Answer{Reason: providers.ServerError}, below("/v1/"+kv.Mount+"/subkeys/",
		answering(200, "application/json", `{"data":{"subkeys":{"password":"x"},"metadata":{"version":2}}}`)))
}

// TestOnlyAPlain200IsAnAnswer: of the others, Vault sends none with a secret.
func TestOnlyAPlain200IsAnAnswer(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	for _, status := range []int{201, 203, 206, 299} {
		wantOfMlflow(t, server, kv.Mount, providers.Answer{Reason: providers.ServerError}, below("/v1/"+kv.Mount+"/subkeys/",
			answering(status, "application/json", `{"data":{"subkeys":{"password":null},"metadata":{"version":2}}}`)))
	}
}

// TestValuesOfAnAnswerThatIsNotUsedAreCounted: they were disclosed.
func TestValuesOfAnAnswerThatIsNotUsedAreCounted(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	front := newFront(t, server, refusing("/v1/"+kv.Mount+"/subkeys/"), below("/v1/"+kv.Mount+"/data/",
		answering(200, "application/json", `{"data":{"data":{"a":"x","b":"y"},"metadata":{"version":1,"destroyed":true}}}`)))
	p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.RootToken)...)
	wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"a"}, "mlflow"),
		map[string]providers.Answer{"mlflow": {Reason: providers.ServerError, ValuesRead: 2}})
}
