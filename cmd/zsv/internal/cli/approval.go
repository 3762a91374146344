package cli

import (
	"fmt"

	"github.com/zsv-dev/zsv/resolve"
)

// approve asks whether to go on, and says of which values nobody is asked.
func (a *applying) approve(todo *todo) (bool, error) {
	if a.flags.autoApprove || len(todo.writable()) == 0 { // which is all told then, and nothing done
		return true, nil
	}
	a.farewell("Interrupted. Nothing was written.")
	made, given, asked := todo.origins()
	a.apart = true
	a.tell("\n")
	a.tellLine("Do you want to register %s?", theseKeys(todo.count()))
	a.tellOrigin("generated", made)
	a.tellOrigin("given", given)
	switch {
	case asked == 0:
		a.tellLine("  Nothing is asked for.")
	case len(made)+len(given) > 0:
		a.tellLine("  Each other value is asked for unseen and written to the place shown before it. Enter alone leaves one out.")
	default:
		a.tellLine("  Each value is asked for unseen and written to the place shown before it. Enter alone leaves one out.")
	}
	return a.confirm("  Only 'yes' will be accepted: ")
}

// tellOrigin names the keys whose values come from elsewhere than a prompt.
func (a *applying) tellOrigin(origin string, names []string) {
	switch len(names) {
	case 0:
	case 1:
		a.tellLine("  1 of them is %s: %s", origin, names[0])
	default:
		a.tellLine("  %d of them are %s: %s", len(names), origin, enumerated(names))
	}
}

// origins says where the values come from: how many are asked for, and the names of the others' keys.
func (t *todo) origins() (made, given []string, asked int) {
	for _, p := range t.writable() {
		made = append(made, namesOf(p.made)...)
		given = append(given, namesOf(p.given)...)
		asked += len(p.ask)
	}
	return made, given, asked
}

func namesOf(keys []*resolve.RegistrationKey) []string {
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = key.String()
	}
	return names
}

// count counts the keys that are to be there afterwards.
func (t *todo) count() int {
	keys := 0
	for _, p := range t.writable() {
		keys += len(p.values)
		for _, key := range p.ask {
			if !key.Optional {
				keys++
			}
		}
	}
	return keys
}

// writable returns the secrets that zsv can write.
func (t *todo) writable() []*pending {
	var all []*pending
	for _, p := range t.secrets {
		if p.closed == "" {
			all = append(all, p)
		}
	}
	return all
}

func theseKeys(n int) string {
	if n == 1 {
		return "this key"
	}
	return fmt.Sprintf("these %d keys", n)
}
