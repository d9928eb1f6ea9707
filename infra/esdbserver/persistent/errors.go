package persistent

import "errors"

// What may be wrong with a request.
var (
	// ErrExists refuses to create a group that there is.
	ErrExists = errors.New("the persistent subscription exists already")
	// ErrMissing is returned for a group that there is not.
	ErrMissing = errors.New("the persistent subscription does not exist")
	// ErrFull refuses a consumer when there are as many as may be.
	ErrFull = errors.New("the persistent subscription has as many consumers as it may have")
	// ErrDropped ends consumers: the group was deleted, updated or restarted, or they asked for it.
	ErrDropped = errors.New("the persistent subscription was dropped")
	// ErrTooMany refuses to create more groups than [MaxGroups], or than the books hold.
	ErrTooMany = errors.New("there are as many persistent subscriptions as there may be")
	// ErrClosed is returned after Close.
	ErrClosed = errors.New("the persistent subscriptions are closed")

	// errFenced says that another server keeps the books.
	errFenced = errors.New("another server has written the books of persistent subscriptions")
)
