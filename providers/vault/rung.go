package vault

import "github.com/zsv-dev/zsv/providers"

// A rung is one way to ask about secrets. Rungs form a ladder, from the least to the most revealing for the level.
type rung uint8

const (
	subkeys  rung = iota // the names of one secret's keys; KV v2
	metadata             // the versions of one secret; KV v2
	listing              // the names of a directory
	values               // one secret with its values
)

// ladder returns the ways to ask, in the order in which they are tried.
func (e engine) ladder(level providers.Level, readValues string) []rung {
	var all []rung
	switch keys := level == providers.SecretAndKeyExists; {
	case e.version == 2 && keys:
		all = []rung{subkeys, values, listing, metadata}
	case e.version == 2:
		all = []rung{listing, metadata, subkeys, values}
	case keys:
		all = []rung{values, listing}
	default:
		all = []rung{listing, values}
	}
	var allowed []rung
	for _, r := range all {
		if r != values || readValues != providers.ReadNever {
			allowed = append(allowed, r)
		}
	}
	return allowed
}

// path returns the path to ask for a place below the mount; for a listing, that of the place's directory.
func (e engine) path(mount string, r rung, place string) string {
	area := e.area(r)
	if r == listing {
		// A listing is of a directory, and policies see it with the slash.
		return joinPath(mount, area, directoryOf(place)) + "/"
	}
	return joinPath(mount, area, place)
}

// ladderToChange returns the ways to look at a secret that is to be changed. Metadata tells its version and not its keys:
// where those are needed, it only serves to find out that there is no secret. What read_values says is for checks: here
// values are read where the policy leaves no other way.
func (e engine) ladderToChange(needsNames bool) []rung {
	switch {
	case e.version == 1:
		return []rung{values}
	case needsNames:
		return []rung{subkeys, values, metadata}
	default:
		return []rung{subkeys, metadata, values}
	}
}

// area returns what stands between the mount and the place.
func (e engine) area(r rung) string {
	if e.version == 1 {
		return ""
	}
	return map[rung]string{subkeys: "subkeys", metadata: "metadata", listing: "metadata", values: "data"}[r]
}

// path returns the path to ask for a place on the provider's mount.
func (s *session) path(r rung, place string) string { return s.engine.path(s.provider.mount, r, place) }

// capability returns what the token must be allowed to do there.
func (r rung) capability() string {
	if r == listing {
		return "list"
	}
	return "read"
}
