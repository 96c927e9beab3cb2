#define _GNU_SOURCE
#include "CPages.h"

#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

// Why nothing is lost: the loader maps such a segment privately and for reading alone, so that no
// page of it was ever written and none is a copy; after MADV_DONTNEED an access finds the file's
// page again (madvise(2): "repopulating the memory contents from the up-to-date contents of the
// underlying mapped file"). A file that is run cannot be written to (ETXTBSY), and one that was
// replaced or removed stays until nobody has it open. A segment that may be written to, with what
// the loader makes read-only when it has relocated it (PT_GNU_RELRO lies within such a one), has
// pages of its own, and is left alone.
static int give_back(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    const uintptr_t page = *(const uintptr_t *)context;
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[index];
        if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W)) continue;
        uintptr_t start = object->dlpi_addr + segment->p_vaddr;
        const uintptr_t end = (start + segment->p_memsz + page - 1) & ~(page - 1);
        start &= ~(page - 1);
        // The kernel's own object is no file.
        const uintptr_t kernel = getauxval(AT_SYSINFO_EHDR);
        if (kernel >= start && kernel < end) continue;
        // Where the kernel will not, such as for locked memory, everything stays as it was.
        madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void burble_give_back_pages(void) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    dl_iterate_phdr(give_back, &page);
    // What was freed, and lies between what is in use.
    malloc_trim(0);
}
