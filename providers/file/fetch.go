package file

import (
	"context"

	"github.com/zsv-dev/zsv/providers"
)

// Fetch reads the store once and hands out the values of all queries from it.
func (c *checker) Fetch(ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
	if len(queries) == 0 || ctx.Err() != nil {
		return ctx.Err()
	}
	found, err := c.find()
	if err == nil {
		found, err = opened(ctx, found)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return c.explain(err)
	}
	for i, query := range queries {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		answer(i, found.Fetch(query))
	}
	return nil
}

// opened returns a store with its values.
func opened(ctx context.Context, found store) (store, error) {
	if closed, ok := found.(sealed); ok {
		return closed.open(ctx)
	}
	return found, nil
}

// find reads the store. One that is not there holds nothing.
func (c *checker) find() (store, error) {
	at, err := c.trust.reach(c.path)
	if err != nil {
		return c.orNothing(nil, err)
	}
	return c.orNothing(c.read(at))
}

// orNothing returns what a store holds that is not there.
func (c *checker) orNothing(found store, err error) (store, error) {
	switch {
	case !isMissing(err):
		return found, err
	case c.file != nil:
		return c.file.blank()
	default:
		return jsonFormat{}.blank()
	}
}

// fetch adds the values to an answer for their keys; value has those that are present.
func fetch(answer providers.Answer, value func(key string) (providers.Value, bool)) providers.Fetched {
	fetched := providers.Fetched{Secret: answer.Secret, Reason: answer.Reason, Detail: answer.Detail}
	if answer.Secret != providers.Present {
		return fetched
	}
	fetched.Values, fetched.Keys = map[string]providers.Value{}, map[string]providers.Key{}
	for name, key := range answer.Keys {
		if key.Status != providers.Present {
			fetched.Keys[name] = key
		} else if text, ok := value(name); ok {
			fetched.Values[name] = text
		}
	}
	return fetched
}
