#ifndef BURBLE_CMALLOC_H
#define BURBLE_CMALLOC_H

#include <malloc.h>

#endif
