package file

import "sync"

// Answers are what the user says to one question about recipients, who is asked once about each.
type answers struct {
	ask  func(recipient, situation string) bool // nil: all further ones are a no
	lock sync.Mutex                             // of said, and never held while the user is asked: a store may be locked around it
	said map[string]bool
}

// answered returns the answers of one who has said yes to some in advance.
func answered(yes []string, ask func(recipient, situation string) bool) *answers {
	a := &answers{ask: ask, said: map[string]bool{}}
	for _, name := range yes {
		a.said[name] = true
	}
	return a
}

// isYes says whether the user has said yes.
func (a *answers) isYes(name string) bool {
	a.lock.Lock()
	defer a.lock.Unlock()
	return a.said[name]
}

// yes returns all names to which the answer is yes.
func (a *answers) yes() (names []string) {
	a.lock.Lock()
	defer a.lock.Unlock()
	for name, yes := range a.said {
		if yes {
			names = append(names, name)
		}
	}
	return names
}

// isSettled says whether there is nothing to ask.
func (a *answers) isSettled(name string) bool {
	a.lock.Lock()
	defer a.lock.Unlock()
	_, asked := a.said[name]
	return asked || a.ask == nil
}

// about asks about each name that is not settled, and returns those to whom the answer is no. The situation is what it is
// about, for people. No lock of a store is held meanwhile.
func (a *answers) about(names []string, situation string) (refused []string) {
	for _, name := range names {
		if !a.isSettled(name) {
			a.remember(name, a.ask(name, situation))
		}
		if !a.isYes(name) {
			refused = append(refused, name)
		}
	}
	return refused
}

func (a *answers) remember(name string, yes bool) {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.said[name] = yes
}
