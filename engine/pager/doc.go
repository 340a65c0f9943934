// Package pager wakes people: it posts what they are needed for to an address, as JSON.
//
// What is at the address is any of the services that take such posts, or a small program in
// front of one that wants another form. An alert is told when the address has answered with a
// code of 200 to 299; whatever else comes of it is an error, and whoever asked tells it again
// at his own pace, as an engine does. So an alert may come twice, and carries an id by which
// the second is known: the same words have the same one, so whoever keeps ids should do so for
// hours and not for ever.
//
// The address is a secret as likely as not, so no error and no log has more of it than the
// host. Redirections are not followed: an alert says which key is in trouble.
//
// # Who may import it, and how to add to it
//
// It imports the contract. What runs engines or watches them imports it. A form for one
// service stays out of here.
package pager
