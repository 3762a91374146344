package parallel

import (
	"runtime/debug"
	"sync"
)

// Go runs work on a goroutine of its own and returns what is closed when it has ended, however it did. A panic goes to those
// who Catch it before that, so that who has seen the end has not missed it: what work made until then counts for nothing.
// Where nobody catches panics, it goes on as that of any goroutine does, and ends the program.
func Go(work func()) (ended <-chan struct{}) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if catching() {
				report(recover())
			}
		}()
		work()
	}()
	return done
}

// catchers are who takes the panics of goroutines. A goroutine that nobody waits for has no caller that its panic could be
// brought back to, so it is brought to all of them: in a program that is one, its main function.
var catchers struct {
	lock sync.Mutex
	take map[*func(Panic)]bool
}

// Catch has take called with the panic of every goroutine that Go runs, until stop is called. It is called by these
// goroutines themselves, so it must be safe for that, and must not wait.
func Catch(take func(Panic)) (stop func()) {
	catchers.lock.Lock()
	defer catchers.lock.Unlock()
	if catchers.take == nil {
		catchers.take = map[*func(Panic)]bool{}
	}
	catchers.take[&take] = true
	return func() {
		catchers.lock.Lock()
		defer catchers.lock.Unlock()
		delete(catchers.take, &take)
	}
}

func catching() bool {
	catchers.lock.Lock()
	defer catchers.lock.Unlock()
	return len(catchers.take) > 0
}

// report hands on what was recovered, if anything was. The stack is still that of the panic.
func report(value any) {
	if value == nil {
		return
	}
	p, ok := value.(Panic)
	if !ok {
		p = Panic{Value: value, Stack: debug.Stack()}
	}
	catchers.lock.Lock()
	defer catchers.lock.Unlock()
	for take := range catchers.take {
		(*take)(p)
	}
}
