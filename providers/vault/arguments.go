package vault

import (
	"fmt"
	"net/url"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/providers"
)

// arguments are what the provider's block says.
type arguments struct {
	address     *url.URL // nil when the environment says it
	namespace   string   // "" when the environment says it
	mount       string
	prefix      string
	layout      layout
	version     int    // 1 or 2 when stated, else 0
	readValues  string // providers.ReadFallback or providers.ReadNever
	loosenings  []providers.Loosening
	concurrency int
	timeout     time.Duration // 0 means no limit of its own
	auth        *authMethod   // nil without an auth block
}

// defaultConcurrency is where more requests at a time stopped making 500 checks faster.
const defaultConcurrency = 32

const invalidArgument = "Invalid provider argument"

var schema = providers.Schema{
	Attributes: map[string]cty.Type{
		"address": cty.String, "namespace": cty.String, "mount": cty.String, "prefix": cty.String,
		"kv_version": cty.Number, "read_values": cty.String, "layout": cty.String, "scope": cty.String,
	},
	Blocks: map[string][]string{"auth": {"type"}},
}

func decodeArguments(body hcl.Body, evaluation *hcl.EvalContext, readValues string) (arguments, hcl.Diagnostics) {
	body, diags := refuse(body, setByEnvironment)
	block, more := providers.DecodeProvider(body, evaluation, schema)
	diags = append(diags, more...)
	var a arguments
	for _, decode := range []func(*providers.Block) hcl.Diagnostics{
		a.decodeAddress, a.decodePaths, a.decodeVersion, a.decodeLayout,
	} {
		diags = append(diags, decode(block)...)
	}
	a.readValues, a.loosenings, more = block.ReadValues(readValues)
	diags = append(diags, more...)
	a.concurrency, _ = block.Concurrency(defaultConcurrency) // DecodeProvider has judged these two
	a.timeout, _ = block.Timeout(0)
	a.auth, more = decodeAuth(block.Blocks, evaluation)
	return a, append(diags, more...)
}

func (a *arguments) decodeAddress(block *providers.Block) hcl.Diagnostics {
	if !block.Has("address") {
		return nil
	}
	address, err := providers.ParseAddress(block.String("address", ""))
	if err == nil && address.User != nil {
		err = fmt.Errorf("it holds a user name or a password, which do not belong into a configuration")
	}
	if err != nil {
		return block.Problem("address", invalidArgument, fmt.Sprintf(
			`The argument "address" is not the address of a Vault server: %s. Write it as "https://vault.example.com:8200".`,
			err))
	}
	a.address = address
	return nil
}

func (a *arguments) decodePaths(block *providers.Block) (diags hcl.Diagnostics) {
	a.namespace = trimSlashes(block.String("namespace", ""))
	a.mount = block.String("mount", "secret")
	a.prefix = block.String("prefix", "")
	for _, path := range []struct {
		name, value string
		mayBeEmpty  bool
	}{
		{"namespace", a.namespace, true},
		{"mount", a.mount, false},
		{"prefix", a.prefix, true},
	} {
		if path.value == "" && path.mayBeEmpty {
			continue
		}
		if err := providers.CheckPath(path.value); err != nil {
			diags = append(diags, block.Problem(path.name, invalidArgument, fmt.Sprintf(
				"The argument %q is not a path in Vault: %s. Nothing is sent to such a path, because it could reach "+
					"another engine.", path.name, err))...)
		}
	}
	return diags
}

func (a *arguments) decodeVersion(block *providers.Block) (diags hcl.Diagnostics) {
	a.version, diags = block.Int("kv_version", 0, 1, 2)
	return diags
}
