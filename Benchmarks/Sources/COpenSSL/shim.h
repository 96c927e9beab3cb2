// OpenSSL of the system (Debian: libssl-dev), for --tls alone.
#ifndef COPENSSL_SHIM_H
#define COPENSSL_SHIM_H

#include <openssl/err.h>
#include <openssl/ssl.h>

#endif
