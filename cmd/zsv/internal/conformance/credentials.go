package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
)

// canary is what stands for a credential.
const canary = "c4n4ry0fTh3Env1r0nm3nt"

// credentials are what the names of variables with credentials end in.
var credentials = []string{"TOKEN", "PASSWORD", "API_KEY", "SECRET", "CLIENT_SECRET", "ACCESS_KEY"}

// credentials lets the program run into trouble of all sorts, and looks at all that it writes.
func (b *bench) credentials() {
	program := b.judge.candidate.Program
	program.Environ = slices.Clone(program.Environ)
	for _, name := range credentials {
		program.Environ = append(program.Environ, b.judge.candidate.CredentialPrefix+name+"="+canary)
	}
	line, _ := json.Marshal(b.request("check", asking(random(), canary[:4])))
	for _, trouble := range []struct{ what, text string }{
		{"a check", string(line)},
		{"a request without sense", `{"protocol":1,"id":1,"method":"check","queries":[7],"level":null,"provider":null}`},
		{"what is no request", "no JSON at all"},
		{"arguments without sense", strings.Replace(string(line), `"arguments":{`, `"arguments":{"zsv_test":["\n"],`, 1)},
	} {
		what := trouble.what
		t := b.talkWith(program)
		ctx, cancel := context.WithTimeout(b.ctx, min(t.patience(), 2*time.Second)) // it need not answer all of this
		parallel.Go(func() { _ = t.process.Send(ctx, []byte(trouble.text+"\n")) })
		answer, _ := t.process.Receive(ctx)
		cancel()
		if bytes.Contains(answer, []byte(canary)) {
			b.Errorf("the answer to %s shows a credential of the environment", what)
		}
		t.process.CloseInput()
		t.process.Kill()
		if strings.Contains(t.process.Stderr(), canary) {
			b.Errorf("standard error shows a credential of the environment after %s", what)
		}
	}
}
