package zenml

import (
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/internal/zenmlapi"
	"github.com/zsv-dev/zsv/providers"
)

// arguments are what the provider's block says.
type arguments struct {
	address     *url.URL // nil when the environment says it
	prefix      string
	private     bool
	readValues  string // readFallback or readNever
	loosenings  []providers.Loosening
	concurrency int
	timeout     time.Duration // 0 means no limit of its own
}

// Whether values may be read where the keys cannot be seen otherwise.
const (
	readFallback = "fallback"
	readNever    = "never"
)

// defaultConcurrency is low because ZenML's server is one Python process, unless its operators start several: more requests
// at a time only wait for one another there.
const defaultConcurrency = 8

const invalidArgument = "Invalid provider argument"

var schema = providers.Schema{
	Attributes: map[string]cty.Type{
		"address": cty.String, "prefix": cty.String, "private": cty.Bool, "read_values": cty.String,
	},
}

func decodeArguments(body hcl.Body, evaluation *hcl.EvalContext) (arguments, hcl.Diagnostics) {
	block, diags := providers.DecodeProvider(body, evaluation, schema)
	var a arguments
	a.prefix = block.String("prefix", "")
	a.private = block.Bool("private", false)
	a.concurrency, _ = block.Concurrency(defaultConcurrency) // DecodeProvider has judged these two
	a.timeout, _ = block.Timeout(0)
	diags = append(diags, a.decodeAddress(block)...)
	return a, append(diags, a.decodeReading(block)...)
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

func (a *arguments) decodeReading(block *providers.Block) hcl.Diagnostics {
	a.readValues = block.String("read_values", readFallback)
	if a.readValues != readFallback && a.readValues != readNever {
		known := []string{readFallback, readNever}
		return block.Problem("read_values", invalidArgument, fmt.Sprintf(
			`The argument "read_values" must be %s.%s`, suggest.OneOf(known), suggest.DidYouMean(a.readValues, known)))
	}
	if block.Has("read_values") && a.readValues == readFallback {
		a.loosenings = []providers.Loosening{{Argument: "read_values", Value: readFallback, Range: block.Range("read_values")}}
	}
	return nil
}
