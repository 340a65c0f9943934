// Package browser opens pages in the browser that the doctor finds, and hears what is wrong with
// them: what a page asks for, what it logs, what it throws.
//
// Tests of what writes pages import it, and nothing else does. Something more that a page must not
// do is a case of hear.
package browser
