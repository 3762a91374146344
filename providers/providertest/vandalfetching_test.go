package providertest

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/providers"
)

// fetchedBut makes a Fetch that changes each of the keeper's answers.
func fetchedBut(spoil func(query providers.Query, fetched *providers.Fetched)) deeds {
	return deeds{fetch: func(k *keeper, ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
		return k.Fetch(ctx, queries, func(i int, fetched providers.Fetched) {
			spoil(queries[i], &fetched)
			answer(i, fetched)
		})
	}}
}

// valuesBut makes a Fetch that changes each value.
func valuesBut(spoil func(text string) string) deeds {
	return fetchedBut(func(_ providers.Query, fetched *providers.Fetched) {
		for key, value := range fetched.Values {
			fetched.Values[key] = providers.NewValue(spoil(value.Reveal()))
		}
	})
}

// askedBut makes a Fetch that changes each query.
func askedBut(spoil func(query providers.Query) providers.Query) deeds {
	return deeds{fetch: func(k *keeper, ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
		changed := cloneQueries(queries)
		for i := range changed {
			changed[i] = spoil(changed[i])
		}
		return k.Fetch(ctx, changed, answer)
	}}
}

// cleaned is what becomes of a location in the hands of those who take it for a path or a pattern.
func cleaned(location string) string {
	location, _, _ = strings.Cut(strings.Trim(location, "/ \x00\n"), "?")
	return strings.TrimPrefix(location, "./")
}

var vandalisedFetching = []vandalism{
	{name: "has fewer powers than are said", by: "the powers it must have", finding: "not the power to fetch", adjust: func(s *Subject) {
		s.New = func(_ T, store Store, log *slog.Logger) providers.Checker { return newMemory(store, log) }
	}},
	{name: "trims values", by: "odd values that were there", finding: "is not what was stored", does: valuesBut(strings.TrimSpace)},
	{name: "cuts values off at a NUL", by: "odd values that were there", finding: "is not what was stored",
		does: valuesBut(func(text string) string { before, _, _ := strings.Cut(text, "\x00"); return before })},
	{name: "mends text", by: "odd values that were there", finding: "is not what was stored",
		does: valuesBut(func(text string) string { return strings.ToValidUTF8(text, "?") })},
	{name: "gives one value for all", by: "fetched values", finding: "is not what was stored",
		does: valuesBut(func(string) string { return value("any", "thing") })},
	{name: "gives what nobody asked for", by: "fetched values", finding: "nobody asked for",
		does: askedBut(func(q providers.Query) providers.Query { return providers.Query{Location: q.Location} })},
	{name: "shows a value", by: "fetched values", finding: "a value shows in what was fetched",
		does: fetchedBut(func(q providers.Query, fetched *providers.Fetched) { fetched.Detail = value(q.Location, "password") })},
	{name: "logs a value", by: "fetched values", finding: "a value shows in the log",
		does: deeds{fetch: func(k *keeper, ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
			k.log.Debug("fetched", "value", value("mlflow", "password"))
			return k.Fetch(ctx, queries, answer)
		}}},
	{name: "has values of a secret that is not there", by: "fetched values", finding: "contradicts itself",
		does: fetchedBut(func(_ providers.Query, fetched *providers.Fetched) { fetched.Secret = providers.Missing })},
	{name: "gives values without any", by: "fetched values", finding: "got no value in",
		does: fetchedBut(func(_ providers.Query, fetched *providers.Fetched) { fetched.Values["password"] = providers.Value{} })},
	{name: "says a key is there and gives no value", by: "fetched values", finding: "which has no value",
		does: fetchedBut(func(_ providers.Query, fetched *providers.Fetched) {
			delete(fetched.Values, "password")
			fetched.Keys["password"] = providers.Key{Status: providers.Present}
		})},
	{name: "gives nothing of a query without keys", by: "all values fetched", finding: "has no value",
		does: fetchedBut(func(q providers.Query, fetched *providers.Fetched) {
			if len(q.Keys) == 0 {
				fetched.Values = nil
			}
		})},
	{name: "guesses the keys", by: "all values fetched", finding: "want unverified", sort: traits{keysMakeSecrets: true},
		does: fetchedBut(func(_ providers.Query, fetched *providers.Fetched) {
			*fetched = providers.Fetched{Secret: providers.Present}
		})},
	{name: "takes a secret without keys for none", by: "no values of a secret without keys", finding: `"bare" is missing`,
		does: fetchedBut(func(_ providers.Query, fetched *providers.Fetched) {
			if len(fetched.Values) == 0 {
				fetched.Secret = providers.Missing
			}
		})},
	{name: "makes up an empty value", by: "a missing key fetched", finding: "though the store does not hold it",
		does: fetchedBut(func(_ providers.Query, fetched *providers.Fetched) {
			for key := range fetched.Keys {
				fetched.Values[key] = providers.NewValue("")
			}
		})},
	{name: "says nothing of a missing key", by: "a missing key fetched", finding: "the missing key is unverified",
		does: fetchedBut(func(_ providers.Query, fetched *providers.Fetched) { fetched.Keys = nil })},
	{name: "fails for a missing secret", by: "a missing secret fetched", finding: "failed",
		does: deeds{fetch: func(k *keeper, _ context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
			for i, query := range queries {
				fetched := k.fetched(query)
				if fetched.Secret == providers.Missing {
					return &providers.Error{Reason: providers.ServerError, Detail: "not found"}
				}
				answer(i, fetched)
			}
			return nil
		}}},
	{name: "takes a missing secret for an empty one", by: "a missing secret fetched", finding: "want missing",
		does: fetchedBut(func(_ providers.Query, fetched *providers.Fetched) { fetched.Secret = providers.Present })},
	{name: "ignores case", by: "odd keys fetched", finding: `the key "Password" of "even" has a value`,
		does: fetchedBut(func(q providers.Query, fetched *providers.Fetched) {
			for _, key := range q.Keys {
				if value, ok := fetched.Values[strings.ToLower(key)]; ok {
					fetched.Values[key] = value
				}
			}
		})},
	{name: "cleans names like paths", by: "fetching by names that lead elsewhere", finding: `"mlflow/" has values`,
		does: askedBut(func(q providers.Query) providers.Query {
			return providers.Query{Location: cleaned(q.Location), Keys: q.Keys}
		})},
	{name: "cleans keys like paths", by: "fetching by names that lead elsewhere", finding: `the key "/password" has a value`,
		does: fetchedBut(func(q providers.Query, fetched *providers.Fetched) {
			for _, key := range q.Keys {
				if value, ok := fetched.Values[cleaned(key)]; ok {
					fetched.Values[key] = value
				}
			}
		})},
	{name: "panics for nothing", by: "nothing to fetch", finding: "Fetch panicked",
		does: deeds{fetch: func(k *keeper, ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
			return k.Fetch(ctx, append(queries[:1:1], queries[1:]...), answer)
		}}},
	{name: "sends without a question", by: "nothing to fetch", finding: "without anything to ask",
		does: deeds{fetch: func(k *keeper, ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
			k.sent.Add(1)
			return k.Fetch(ctx, queries, answer)
		}}},
	{name: "answers twice", by: "one answer of Fetch at a time", finding: "answered twice",
		does: deeds{fetch: func(k *keeper, ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
			return k.Fetch(ctx, queries, func(i int, fetched providers.Fetched) { answer(i, fetched); answer(i, fetched) })
		}}},
	{name: "answers concurrently", by: "one answer of Fetch at a time", finding: "concurrently",
		does: deeds{fetch: func(k *keeper, _ context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
			var wait sync.WaitGroup
			for i, query := range queries {
				wait.Go(func() { answer(i, k.fetched(query)) })
			}
			wait.Wait()
			return nil
		}}},
	{name: "answers after return", by: "one answer of Fetch at a time", finding: "after Fetch had returned",
		does: deeds{fetch: func(k *keeper, _ context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
			returned := make(chan struct{})
			defer close(returned)
			for i, query := range queries {
				go func() { <-returned; runtime.Gosched(); answer(i, k.fetched(query)) }()
			}
			return nil
		}}},
	{name: "changes the queries", by: "one answer of Fetch at a time", finding: "changed the queries",
		does: deeds{fetch: func(k *keeper, ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
			defer slices.Reverse(queries)
			return k.Fetch(ctx, queries, answer)
		}}},
	{name: "mixes up the indices", by: "many secrets fetched, at the same time", finding: "to Fetch, want",
		does: deeds{fetch: func(k *keeper, ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
			return k.Fetch(ctx, queries, func(i int, fetched providers.Fetched) { answer((i+1)%len(queries), fetched) })
		}}},
	{name: "leaves queries out", by: "many secrets fetched, at the same time", finding: "was not answered",
		does: deeds{fetch: func(k *keeper, ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
			return k.Fetch(ctx, queries[:len(queries)/2], answer)
		}}},
	{name: "calls the rest missing", by: "fetching after an interrupt", finding: "want present", does: givingUp},
	{name: "calls the rest missing", by: "fetching, interrupted in the middle", finding: "want present", does: givingUp},
	{name: "blames the store", by: "fetching after an interrupt", finding: "want the context's error",
		does: deeds{fetch: func(k *keeper, ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
			if err := k.Fetch(ctx, queries, answer); err != nil {
				return errors.New("the store is broken")
			}
			return nil
		}}},
}

// givingUp calls missing what there was no time for.
var givingUp = deeds{fetch: func(k *keeper, ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
	for i, query := range queries {
		fetched := k.fetched(query)
		if ctx.Err() != nil {
			fetched = providers.Fetched{Secret: providers.Missing}
		}
		answer(i, fetched)
	}
	return nil
}}
