#include "CPostgres.h"

#ifdef LIBPQ_FE_H
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// A function of libpq: where it is, and the one that calls it there.
#define FORWARD(result, name, parameters, arguments) \
    static result(*at_##name) parameters;            \
    result name parameters { return at_##name arguments; }

FORWARD(PGconn *, PQconnectdbParams,
        (const char *const *keywords, const char *const *values, int expand),
        (keywords, values, expand))
FORWARD(ConnStatusType, PQstatus, (const PGconn *connection), (connection))
FORWARD(char *, PQerrorMessage, (const PGconn *connection), (connection))
FORWARD(int, PQserverVersion, (const PGconn *connection), (connection))
FORWARD(int, PQbackendPID, (const PGconn *connection), (connection))
FORWARD(char *, PQhost, (const PGconn *connection), (connection))
FORWARD(char *, PQport, (const PGconn *connection), (connection))
FORWARD(PQconninfoOption *, PQconninfoParse, (const char *text, char **error), (text, error))
FORWARD(int, PQenterPipelineMode, (PGconn *connection), (connection))
FORWARD(int, PQpipelineSync, (PGconn *connection), (connection))
FORWARD(int, PQsendPrepare,
        (PGconn *connection, const char *name, const char *text, int count, const Oid *types),
        (connection, name, text, count, types))
FORWARD(int, PQsendQueryPrepared,
        (PGconn *connection, const char *name, int count, const char *const *values,
         const int *lengths, const int *formats, int format),
        (connection, name, count, values, lengths, formats, format))
FORWARD(PGresult *, PQgetResult, (PGconn *connection), (connection))
FORWARD(ExecStatusType, PQresultStatus, (const PGresult *rows), (rows))
FORWARD(char *, PQresultErrorField, (const PGresult *rows, int field), (rows, field))
FORWARD(char *, PQcmdStatus, (PGresult *rows), (rows))
FORWARD(int, PQntuples, (const PGresult *rows), (rows))
FORWARD(Oid, PQftype, (const PGresult *rows, int column), (rows, column))
FORWARD(char *, PQgetvalue, (const PGresult *rows, int row, int column), (rows, row, column))
FORWARD(int, PQgetlength, (const PGresult *rows, int row, int column), (rows, row, column))
FORWARD(int, PQgetisnull, (const PGresult *rows, int row, int column), (rows, row, column))
FORWARD(PQnoticeProcessor, PQsetNoticeProcessor,
        (PGconn *connection, PQnoticeProcessor take, void *context), (connection, take, context))
FORWARD(int, PQsocket, (const PGconn *connection), (connection))
FORWARD(int, PQconsumeInput, (PGconn *connection), (connection))
FORWARD(int, PQisBusy, (PGconn *connection), (connection))
FORWARD(PGnotify *, PQnotifies, (PGconn *connection), (connection))
FORWARD(int, PQexitPipelineMode, (PGconn *connection), (connection))
FORWARD(PGresult *, PQexec, (PGconn *connection, const char *text), (connection, text))
FORWARD(int, PQputCopyData, (PGconn *connection, const char *bytes, int count),
        (connection, bytes, count))
FORWARD(int, PQputCopyEnd, (PGconn *connection, const char *reason), (connection, reason))
FORWARD(PGcancel *, PQgetCancel, (PGconn *connection), (connection))
FORWARD(int, PQcancel, (PGcancel *cancel, char *error, int size), (cancel, error, size))

// Those that return nothing.
#define FORWARD_VOID(name, type)       \
    static void (*at_##name)(type *);  \
    void name(type *value) { at_##name(value); }

FORWARD_VOID(PQfinish, PGconn)
FORWARD_VOID(PQclear, PGresult)
FORWARD_VOID(PQconninfoFree, PQconninfoOption)
FORWARD_VOID(PQfreeCancel, PGcancel)
FORWARD_VOID(PQfreemem, void)

static char reason[256];
static const char *failure;

static void find(void *library, const char *name, void **place)
{
    *place = dlsym(library, name);
    if (!*place && !failure) {
        snprintf(reason, sizeof reason, "libpq has no %s: version 14 or newer is needed", name);
        failure = reason;
    }
}

#define FIND(name) find(library, #name, (void **)&at_##name)

static void open_library(void)
{
#ifdef __APPLE__
    void *library = dlopen("libpq.5.dylib", RTLD_NOW | RTLD_LOCAL);
#else
    void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
#endif
    if (!library) {
        failure = "libpq is not installed (Debian: libpq5)";
        return;
    }
    FIND(PQconnectdbParams);
    FIND(PQstatus);
    FIND(PQerrorMessage);
    FIND(PQserverVersion);
    FIND(PQbackendPID);
    FIND(PQhost);
    FIND(PQport);
    FIND(PQconninfoParse);
    FIND(PQenterPipelineMode);
    FIND(PQpipelineSync);
    FIND(PQsendPrepare);
    FIND(PQsendQueryPrepared);
    FIND(PQgetResult);
    FIND(PQresultStatus);
    FIND(PQresultErrorField);
    FIND(PQcmdStatus);
    FIND(PQntuples);
    FIND(PQftype);
    FIND(PQgetvalue);
    FIND(PQgetlength);
    FIND(PQgetisnull);
    FIND(PQsetNoticeProcessor);
    FIND(PQsocket);
    FIND(PQconsumeInput);
    FIND(PQisBusy);
    FIND(PQnotifies);
    FIND(PQfreemem);
    FIND(PQexitPipelineMode);
    FIND(PQexec);
    FIND(PQputCopyData);
    FIND(PQputCopyEnd);
    FIND(PQgetCancel);
    FIND(PQcancel);
    FIND(PQfreeCancel);
    FIND(PQfinish);
    FIND(PQclear);
    FIND(PQconninfoFree);
}

const char *burble_open_libpq(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    return failure;
}

static void ignore(void *context, const char *text)
{
    (void)context;
    (void)text;
}

void burble_ignore_notices(PGconn *connection)
{
    PQsetNoticeProcessor(connection, ignore, NULL);
}
#endif
