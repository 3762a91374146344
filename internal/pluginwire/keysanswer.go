package pluginwire

import (
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// readKeys reads the answer to one query of keys.
func readKeys(o object) (list providers.KeyList, err error) {
	if list.Secret, list.Reason, list.Detail, err = o.secret(); err != nil {
		return list, err
	}
	read, err := o.count("values_read")
	if err != nil {
		return list, err
	}
	list.ValuesRead = int(read)
	presence := optional
	if list.Secret == providers.Present {
		presence = required
	}
	list.Keys, err = o.texts("keys", presence)
	if err == nil && list.Secret != providers.Present && len(list.Keys) > 0 {
		err = violation("contradicted itself: it names keys of a secret that is %s", list.Secret)
	}
	slices.Sort(list.Keys)
	return list, err
}
