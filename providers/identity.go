package providers

// An Identifier is a provider whose stores are read with an identity of the user's own: a private key on this machine. A
// provider has the method only where its store is such a one.
type Identifier interface {
	// Identity returns the public keys of the user's identity, at least one, the first of which is the one to give to others,
	// and where it comes from, for people: a variable or a quoted path. With create an identity is made where the user's own
	// one belongs, if there is none and none is named elsewhere; one that is there is never replaced. Nothing is done to the
	// store, which need not be there.
	//
	// The error is an *Error, whose reason is Locked where there is no identity.
	Identity(create bool) (public []string, where string, err error)
}
