package providertest

import (
	"context"

	"github.com/zsv-dev/zsv/providers"
)

// variables are a keeper that knows a secret by keys that are named to it alone, as an environment does.
type variables struct{ *keeper }

var cannotSay = &providers.Error{Reason: providers.Unsupported, Detail: "variables do not say which secret they belong to"}

func (variables) Delete(context.Context, string) (string, error) { return "", cannotSay }

func (variables) Rename(context.Context, string, string) error { return cannotSay }

func (variables) List(context.Context) ([]string, error) { return nil, cannotSay }

func (variables) ListKeys(context.Context, string) (providers.KeyList, error) {
	return providers.KeyList{Reason: cannotSay.Reason, Detail: cannotSay.Detail}, nil
}
