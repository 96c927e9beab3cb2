/// Only CursesTerminal.swift imports this module. Here stands what of ncurses Swift cannot import:
/// global variables, macros with casts, and what glibc's feature macros hide.
#define NCURSES_WIDECHAR 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdio.h>
#include <term.h>

int wcwidth(wchar_t character);

static const attr_t burble_bold = A_BOLD;
static const attr_t burble_dim = A_DIM;
static const attr_t burble_italic = A_ITALIC;
static const attr_t burble_underline = A_UNDERLINE;
static const attr_t burble_reverse = A_REVERSE;

/// A screen on standard input and a descriptor, which stays its own, of a type or, without one, of
/// that of the environment; NULL if the terminal's type is unknown, where `initscr` would end the
/// process.
static inline SCREEN *burble_newterm(const char *type, int output) {
    FILE *file = fdopen(output, "w");
    return file ? newterm(type, file, stdin) : NULL;
}
static inline WINDOW *burble_screen(void) { return stdscr; }
static inline int burble_colors(void) { return COLORS; }
static inline int burble_pairs(void) { return COLOR_PAIRS; }

/// A capability of the terminal; NULL if it has none of that name.
static inline const char *burble_capability(const char *name) {
    const char *value = tigetstr(name);
    return value == (const char *)-1 ? NULL : value;
}

/// Adds up to CCHARW_MAX wide characters as one cell at the cursor.
static inline int burble_add(const wchar_t *text, attr_t attributes, short pair) {
    cchar_t cell;
    return setcchar(&cell, text, attributes, pair, NULL) == OK ? add_wch(&cell) : ERR;
}

/// Adds a printable ASCII character as one cell at the cursor.
static inline int burble_add_ascii(char character, attr_t attributes, short pair) {
    const wchar_t text[2] = {character, 0};
    return burble_add(text, attributes, pair);
}

static const int burble_cell_characters = CCHARW_MAX;

/// Whether the locale of the environment is UTF-8, which is set; one that is not set at all is taken
/// for it, since the terminals that are not are told of.
static inline bool burble_locale_is_utf8(bool is_unset) {
    setlocale(LC_CTYPE, "");
    if (is_unset) setlocale(LC_CTYPE, "C.UTF-8");
    const char *codeset = nl_langinfo(CODESET);
    return codeset[0] == 'U' && codeset[1] == 'T' && codeset[2] == 'F' && codeset[3] == '-';
}
