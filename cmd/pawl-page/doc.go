// Pawl-page is the simulator, every engine that comes with Pawl and the checker, for a page: the
// command line builds it for browsers when a page is asked for, and puts it into the page. All that
// it does is retake.Prompter; this gives it to the script around it as one function, pawl, which takes a
// request as JSON and a function to be called with the reply.
//
// Nothing imports it, and it is of no use outside of a browser. It links no command line and no
// renderer, since each byte of it is in each page.
package main
