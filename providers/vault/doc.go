// Package vault checks secrets in HashiCorp Vault and OpenBao, key-value engines of version 1 and 2, without reading
// values wherever the store allows that. It also hands values out, and writes, deletes, renames and lists secrets.
//
// # What is asked, in which order, and why
//
// First the login, where credentials are not a token already, and the type and version of the mount
// (sys/internal/ui/mounts), because a 404 says nothing about a secret unless it is known what answered: KV v1 gives the
// same bare 404 to a question in the style of v2 as KV v2 gives for a missing secret. Then the secrets, from the least
// to the most revealing request; one rung of the ladder is left for the next only by a 403:
//
//	           SECRET_AND_KEY_EXISTS                     SECRET_EXISTS
//	KV v2      subkeys, data*, listing, metadata         listing, metadata, subkeys, data*
//	KV v1      value*, listing                           listing, value*
//
// Rungs with a star disclose values to zsv, which decodes only the names of keys, counts what it was sent
// (Answer.ValuesRead), and never climbs there when read_values is "never". Listing and metadata say that a secret is
// there, not which keys it has. A listing is one request for all secrets of a directory, so it is never dearer than
// asking one by one.
//
// The first question is asked alone. If it is refused, sys/capabilities-self is asked, once for 500 paths, which rung
// will answer for which secret, so that 500 secrets that the token must not see cost six requests and not 1,500. What
// is asked depends on the secrets and on the store's answers, never on which answer came first.
//
// Missing secrets are followed by one listing of their directory, for "did you mean".
//
// # What listings do not know
//
// Listings leave out deleted secrets (exclude_deleted; servers too old to know it name them all the same), but name
// those whose versions were destroyed and those that have metadata and no version. At SECRET_EXISTS these read as
// present.
//
// # How a change is made safe
//
// On KV v2 a change (Write) is a loop: look at the secret, decide, write with check-and-set (cas) the version that was
// seen. When the secret is of another version by then, the loop starts over after a short random pause, and the condition
// and the keys to keep are judged by what is there then. It ends when the context does.
//
//	look                subkeys, metadata, data: the first that the token may use; where the names of keys matter (keys to
//	                    keep or to remove), data comes before metadata, which does not have them
//	write, present      PATCH of the keys that change; where that is not allowed, POST of all keys after reading them
//	write, missing      POST with cas=0
//	write, deleted      POST with cas = the version that the 404 tells; the same for a destroyed one
//
// Values that are read to be written back stay JSON text, so that what is no string stays what it is. Before a secret is
// read only to be replaced, sys/capabilities-self is asked whether it may be. A deletion does not change the version: one
// that comes between the look and a POST goes unnoticed, and the secret is there again; a PATCH notices it.
//
// KV v1 has neither versions nor patches. There a change reads the secret and writes it with all its keys, and warns.
//
// # When the answer to a write is lost
//
// A write that names its version is carried out at most once, so it is repeated like any other request. If its answer was
// lost, and it is refused then because of its version, or all repetitions fail too, the version that it would have made is
// looked at: with the values of the change it is ours, with others, or with other names of keys, someone else's. Where the
// token may see too little for that, the error says that it is not known. What does not name its version, a write of KV
// v1 and a deletion, is never repeated after its answer may have been lost, only looked for.
//
// # How a rename loses nothing
//
// KV has no rename. The secret is copied (cas=0, or the version of what was deleted there), then that version of it which
// was copied is deleted (MOUNT/delete), which leaves alone what someone wrote since: if there is something, it is copied
// too, and the loop goes on. Where the policy has no MOUNT/delete, and on KV v1, the secret is looked at once more and
// deleted as a whole. Between those two requests KV leaves a gap. On KV v2 what fell into it is noticed, and the error says
// how it is brought back; on KV v1 it is lost.
//
// # How ZenML lays its secrets out
//
// Its old secrets manager keeps a secret at its name below a scope (zenml/global, zenml/component/ID, zenml/namespace/NAME, or
// nothing), with zenml_schema_name beside the keys: hidden here, and written with secrets that are new. The secrets store of a
// server keeps a secret at zenml/ID, the keys in a map zenml_secret_values, of which subkeys with depth 2 shows the names and no
// values. Which name an id has, only the server knows: what is asked for by another name is refused before anything is sent.
//
// # Why not the vault/api library
//
// The requests are plain HTTP and JSON, sent with net/http. What would be left of github.com/hashicorp/vault/api after
// taking out what must not happen here is smaller than the code that takes it out:
//
//   - NewClient and Clone read the process's environment (token, namespace, headers, agent address) and the files that
//     it names, and fail when a variable there is malformed, whatever configuration they are given. The environment is
//     providers.Surroundings.Environ and nothing else.
//   - It reads the body of every refusal without a limit and puts bodies that are not JSON into the error's text.
//   - Request paths are cleaned on the way, so that "..", once past our check, would reach another engine.
//   - Its helpers for KV hide the difference between a missing mount, a missing secret and a deleted one.
//
// It would add 1.2 MB to the binary, 1 ms to the start of every command, and twenty modules.
package vault
