"""The band's instruments, made of sines, noise and short tables: nothing to ship, alike on every machine."""
