package file

import (
	"context"

	"github.com/zsv-dev/zsv/providers"
)

// A named provider keeps secrets under their names, so that it can tell which ones there are.
type named struct{ *checker }

var _ interface {
	providers.Lister
	providers.KeyLister
} = named{}

// List names the secrets of the store.
func (n named) List(ctx context.Context) ([]string, error) {
	found, err := n.catalog(ctx)
	if err != nil {
		return nil, err
	}
	names, err := found.List()
	if err != nil {
		return nil, n.explain(err)
	}
	return names, ctx.Err()
}

// ListKeys names the keys of a secret.
func (n named) ListKeys(ctx context.Context, location string) (providers.KeyList, error) {
	found, err := n.catalog(ctx)
	if err != nil {
		return providers.KeyList{}, err
	}
	return found.ListKeys(location), nil
}

func (n named) catalog(ctx context.Context) (catalog, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	found, err := n.find()
	if err != nil {
		return nil, n.explain(err)
	}
	all, ok := found.(catalog)
	if !ok {
		return nil, &providers.Error{Reason: providers.Unsupported, Detail: "the store does not tell secrets from their keys"}
	}
	return all, nil
}
