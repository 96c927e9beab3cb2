// What Burble uses of libpq (Debian: libpq-dev to build, libpq5 to run). Its functions are declared
// by its own header, and defined in CPostgres.c: they find the library when it is first asked for.
// It brings twenty others, which would make every start slower by milliseconds.
#ifndef BURBLE_CPOSTGRES_H
#define BURBLE_CPOSTGRES_H

#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#elif __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#endif

#ifdef LIBPQ_FE_H
// Opens libpq, once for the process; before that no function of it may be called.
// Returns NULL, or why there is none.
const char *burble_open_libpq(void);

// Lets the notices of a connection's server go; libpq prints them else.
void burble_ignore_notices(PGconn *connection);
#endif

#endif
