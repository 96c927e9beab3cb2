// What Burble uses of the system's OpenSSL (Debian: libssl-dev). The programs link the few functions
// into themselves (module.modulemap), and so load no library for them.
#ifndef BURBLE_COPENSSL_H
#define BURBLE_COPENSSL_H

// OpenSSL 3 prefers its EVP calls, which allocate, load providers and may fail. For hashes, these
// are the same code with none of that. Source: openssl_user_macros(7), OPENSSL_API_COMPAT.
#define OPENSSL_API_COMPAT 10101
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#endif
