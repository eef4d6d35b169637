# SPDX-License-Identifier: GPL-2.0-only
# Ported drivers.

.PHONY: port-flags
port-flags: $$(LINUXCOMPAT_LIBRARY) $$(SERVER_RUNTIME) ## how ported code is compiled and linked, for slipway convert
	@echo 'compiler $(CC) $(LINUXCOMPAT_CFLAGS)'
	@echo 'libraries $(LINUXCOMPAT_LIBRARY) $(SERVER_RUNTIME) $(SERVER_LIBGCC)'
