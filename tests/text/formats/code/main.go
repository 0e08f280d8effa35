// Package main counts rivers.
//
//go:build linux
package main

/* A block remark
   over two lines. */
func teh() {}
