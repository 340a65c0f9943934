// Command cmd shows what the sample does.
package main

import "sample"

func main() { println(sample.Run()) }
