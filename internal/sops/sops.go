// Package sops reads files that SOPS encrypted as far as their names go, which are in clear, and runs the user's own program
// sops for their values.
//
// What is encrypted, for whom and by which rule SOPS notes in the file: its Seal. It comes from whoever wrote the file, and so
// does every value: a Fault is what SOPS would refuse, and where the key lies with a server, that is one that the user chose.
package sops
