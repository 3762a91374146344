package zenml

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/internal/zenmlapi"
	"github.com/zsv-dev/zsv/providers"
)

// arguments are what the provider's block says.
type arguments struct {
	address     *url.URL // nil when the environment says it
	prefix      string
	private     bool
	readValues  string // providers.ReadFallback or providers.ReadNever
	loosenings  []providers.Loosening
	concurrency int
	timeout     time.Duration // 0 means no limit of its own
}

// defaultConcurrency is low because ZenML's server is one Python process, unless its operators start several: more requests
// at a time only wait for one another there.
const defaultConcurrency = 8

const invalidArgument = "Invalid provider argument"

var schema = providers.Schema{
	Attributes: map[string]cty.Type{
		"address": cty.String, "prefix": cty.String, "private": cty.Bool, "read_values": cty.String,
	},
}

func decodeArguments(body hcl.Body, evaluation *hcl.EvalContext, readValues string) (arguments, hcl.Diagnostics) {
	block, diags := providers.DecodeProvider(body, evaluation, schema)
	var a arguments
	a.prefix = block.String("prefix", "")
	a.private = block.Bool("private", false)
	a.concurrency, _ = block.Concurrency(defaultConcurrency) // DecodeProvider has judged these two
	a.timeout, _ = block.Timeout(0)
	var more hcl.Diagnostics
	a.readValues, a.loosenings, more = block.ReadValues(readValues)
	return a, slices.Concat(diags, more, a.decodeAddress(block))
}

func (a *arguments) decodeAddress(block *providers.Block) hcl.Diagnostics {
	if !block.Has("address") {
		return nil
	}
	address, err := zenmlapi.ParseAddress(block.String("address", ""))
	if err == nil && address.User != nil {
		err = errors.New("it holds a user name or a password, which do not belong into a configuration")
	}
	if err != nil {
		return block.Problem("address", invalidArgument, fmt.Sprintf(
			`The argument "address" is not the address of a ZenML server: %s. Write it as "https://zenml.example.com".`, err))
	}
	a.address = address
	return nil
}
