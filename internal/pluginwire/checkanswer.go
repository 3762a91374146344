package pluginwire

import (
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/providers"
)

var statuses = map[string]providers.Status{
	"present": providers.Present, "missing": providers.Missing, "unverified": providers.Unverified,
}

// eachAnswer has take read the answer to each query of a batch, of which there must be one and no more.
func (a answer) eachAnswer(batch []queryWire, take func(i int, o object) error) error {
	given, err := a.array("answers", required)
	if err != nil {
		return err
	}
	places := make(map[int64]int, len(batch))
	for i, query := range batch {
		places[int64(query.ID)] = i
	}
	answered := make([]bool, len(batch))
	for _, one := range given {
		members, ok := one.(strictjson.Object)
		if !ok {
			return violation("wrote something in the member \"answers\" that is no object")
		}
		o := object{members, "an answer", a.show}
		id, err := o.whole("id", required)
		if err != nil {
			return err
		}
		i, asked := places[id]
		switch {
		case !asked:
			return violation("answered a query with the id %d, which it was not asked", id)
		case answered[i]:
			return violation("answered the query with the id %d twice", id)
		}
		answered[i] = true
		if err := take(i, o); err != nil {
			return err
		}
	}
	if i := slices.Index(answered, false); i >= 0 {
		return violation("left the query with the id %d unanswered: %d queries, %d answers", batch[i].ID, len(batch), len(given))
	}
	return nil
}

// secret returns what an answer says of its secret.
func (o object) secret() (status providers.Status, reason providers.Reason, detail string, err error) {
	text, err := o.text("secret", required)
	if err != nil {
		return status, "", "", err
	}
	status, ok := statuses[text]
	if !ok {
		return status, "", "", violation("gave a secret a status that is none of \"present\", \"missing\" and \"unverified\"")
	}
	if reason, detail, err = o.why(); err != nil {
		return status, "", "", err
	}
	switch {
	case status == providers.Unverified && reason == "":
		err = violation("called a secret unverified without a reason")
	case status == providers.Present && reason != "":
		err = violation("contradicted itself: a secret is present, and there is a reason why not")
	case status == providers.Missing && saysNothing(reason):
		err = violation("contradicted itself: a secret is missing, for a reason by which that is not known")
	case status == providers.Present:
		detail = ""
	}
	return status, reason, detail, err
}

// saysNothing says whether a reason is one by which nothing is known of the store.
func saysNothing(reason providers.Reason) bool { return slices.Contains(ignorant, reason) }

// isKnown says whether a reason is a word of zsv's, or of the protocol's.
func isKnown(reason providers.Reason) bool {
	known := []providers.Reason{"", providers.Plugin, providers.Deleted, providers.Empty, reasonExists, reasonMissing}
	return saysNothing(reason) || slices.Contains(known, reason)
}

// ignorant are the reasons by which nothing is known of what was asked for.
var ignorant = []providers.Reason{providers.Denied, providers.Unauthenticated, providers.Unreachable, providers.Timeout,
	providers.Busy, providers.Throttled, providers.Sealed, providers.ServerError, providers.NoMount, providers.Locked,
	providers.Untrusted, providers.Invalid, providers.Unsupported}

// readCheck reads the answer to one query of check.
func readCheck(level providers.Level, keys []string, o object) (a providers.Answer, err error) {
	if a.Secret, a.Reason, a.Detail, err = o.secret(); err != nil {
		return a, err
	}
	read, err := o.count("values_read")
	if err != nil {
		return a, err
	}
	a.ValuesRead = int(read)
	if a.Available, err = o.texts("available", optional); err != nil {
		return a, err
	}
	given, err := o.keys(keys, a, level == providers.SecretAndKeyExists)
	if level == providers.SecretAndKeyExists {
		a.Keys = given
	}
	return a, err
}

// keys returns the statuses of the keys that were asked for: of a present secret all of them, where they must be there. None is
// named that was not asked for: where names and values are mixed up, it may be a value.
func (o object) keys(asked []string, a providers.Answer, mustBeAll bool) (map[string]providers.Key, error) {
	given, err := o.object("keys", optional)
	if err != nil {
		return nil, err
	}
	all := make(map[string]providers.Key, len(asked))
	for _, name := range slices.Sorted(maps.Keys(given.members)) {
		if !slices.Contains(asked, name) {
			return nil, violation("answered for a key that it was not asked for")
		}
		key, err := given.key(name, a.Reason != "")
		if err != nil {
			return nil, err
		}
		if key.Status == providers.Present && a.Secret != providers.Present {
			return nil, violation("contradicted itself: the key %q is present, its secret is %s", Plain(name), a.Secret)
		}
		all[name] = key
	}
	for _, name := range asked {
		if _, ok := all[name]; !ok && a.Secret == providers.Present && mustBeAll {
			return nil, violation("left the key %q of a present secret unanswered", Plain(name))
		}
	}
	return all, nil
}

// key returns what is said of one key: a status, or an object with more. hasReason says that there is one for all keys.
func (o object) key(name string, hasReason bool) (key providers.Key, err error) {
	text, isText := o.members[name].(string)
	if !isText {
		inner, err := o.object(name, required)
		if err != nil {
			return key, violation("gave a key neither a status nor an object")
		}
		inner.what = "what it says of a key"
		if text, err = inner.text("status", required); err != nil {
			return key, err
		}
		if key.Reason, key.Detail, err = inner.why(); err != nil {
			return key, err
		}
	}
	status, ok := statuses[text]
	switch {
	case !ok:
		return key, violation("gave a key a status that is none of \"present\", \"missing\" and \"unverified\"")
	case status == providers.Unverified && key.Reason == "" && !hasReason:
		return key, violation("called a key unverified without a reason")
	case status == providers.Present && key.Reason != "" && key.Reason != providers.Empty:
		return key, violation("contradicted itself: a key is present, and there is a reason why not")
	case status == providers.Missing && saysNothing(key.Reason):
		return key, violation("contradicted itself: a key is missing, for a reason by which that is not known")
	}
	key.Status = status
	return key, nil
}
