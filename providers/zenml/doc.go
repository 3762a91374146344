// Package zenml checks secrets on a ZenML server over its REST API. It also hands values out, and writes, deletes, renames
// and lists secrets.
//
// # What is asked
//
// First the login, where the environment has no token. Then one list of all secrets that the caller may see (GET
// /api/v1/secrets), which has names and neither keys nor values, and comes in pages of up to 10,000: it answers the level
// SECRET_EXISTS, and has the names for "did you mean". For keys, one request a secret that is there (GET
// /api/v1/secrets/ID), however many of its keys are referred to. ZenML has no request for keys alone. What it discloses is
// counted (Answer.ValuesRead) and dropped; to a caller whose role does not allow reading values it shows keys with null for
// each, and those count as keys that are there. With read_values = "never" that request is not sent.
//
// A secret that is listed and gone when it is asked for (404) is looked up once more by its name: it is missing if it is not
// listed any more, and unverified if it is.
//
// Where the pages of a list do not fit together, because secrets came and went while it was read, it is read again, up to
// five times. If they still do not, what it names is present and what it does not name unverified.
//
// # Which secret a name means
//
// ZenML's own look-up takes "name contains" and "id starts with"; here a name is that name, byte for byte. Some databases
// compare without case, so what equals: finds is compared again. A public secret and a private one of the caller's may have
// one name. Then the servers and clients since ZenML 0.80 take the public one, those before took the private one, and so
// does this package: servers before 0.80 are known by the word scope where later ones say private. Private secrets of others
// are not shown to anyone, nor are those that a role hides: they are missing as far as the server says.
//
// # What was found out against real servers
//
// Tried were 0.58.2, 0.75.0 and 0.98.0. Different from what one might expect:
//
//   - Names, keys and values may be any text, empty ones too, names up to 255 characters. Names compare exactly on SQLite.
//   - A list never has values, and GET of one secret has them for everyone on a server without roles.
//   - A PUT answers with all values, to callers too who may not read them. They are dropped.
//   - A role that may not read secrets gets an empty list, not 403.
//   - A page beyond the last is HTTP 400; a page size beyond the server's limit 422.
//   - Servers before 0.80 refuse POST /api/v1/secrets (405): there a secret is made below its workspace, with its owner named.
//   - 0.98 limits keys and values of a secret together to 64 KiB (400); older ones did not, and Vet holds to it for all.
//   - Tokens from an API key have no end unless the server's operators set one (ZENML_SERVER_JWT_TOKEN_EXPIRE_MINUTES). An
//     expired one is a 401; then there is one new login, and the request is repeated once.
//
// # How safe a change is
//
// POST creates and refuses a name that is taken (409), PUT with patch_values=true changes the keys that it names and leaves
// the others, and DELETE deletes, all by id. A rename is one PUT, whole or not at all. The server itself reads, merges and
// writes without holding anybody off, and knows no versions: of two that patch one secret at the same moment, one may lose
// keys. No client can mend that, so every change warns of it. "private" says how new secrets are made; with it, a public
// secret of the name is not changed, because what was meant for one would be read by all.
//
// When the answer to a POST is lost the secret is looked for: with the values of the change it is ours. PUT and DELETE can be
// repeated.
package zenml
