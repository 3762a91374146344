package env

import (
	"context"

	"github.com/zsv-dev/zsv/providers"
)

// Fetch hands out values as they stand in the environment, byte for byte. Like Check it waits for nothing.
func (c *checker) Fetch(ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
	for i, query := range queries {
		if err := ctx.Err(); err != nil {
			return err
		}
		answer(i, c.fetch(query))
	}
	return nil
}

// fetch has a value for each key that Check calls present, and says of the others what Check says.
func (c *checker) fetch(query providers.Query) providers.Fetched {
	checked := c.variables.Answer(query)
	fetched := providers.Fetched{Secret: checked.Secret, Reason: checked.Reason, Detail: checked.Detail}
	if checked.Secret != providers.Present {
		return fetched
	}
	fetched.Values, fetched.Keys = map[string]providers.Value{}, map[string]providers.Key{}
	for name, key := range checked.Keys {
		if key.Status == providers.Present {
			fetched.Values[name] = c.values[c.Map(query.Location, name)]
		} else {
			fetched.Keys[name] = key
		}
	}
	return fetched
}
