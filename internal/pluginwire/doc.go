// Package pluginwire talks to programs that are no part of zsv, as docs/providers/protocol.md says, and makes providers of them.
// Which program it is, others say: package plugin looks for the one of a type.
package pluginwire
