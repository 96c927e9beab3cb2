#ifndef BURBLE_CPAGES_H
#define BURBLE_CPAGES_H

/// Lets go of the memory that the code and the constants of this program and its libraries take:
/// what is used again is mapped again when it is, from the page cache. The heap's free pages too.
///
/// Any thread may call it at any time, whatever the others do. It costs about as much as a picture,
/// and what runs next some page faults. A breakpoint that a debugger set is lost.
void burble_give_back_pages(void);

#endif
