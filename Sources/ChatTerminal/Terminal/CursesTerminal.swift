import CNcurses
import CTerminal
import ChatTUI
import Glibc

/// The terminal, drawn by ncurses; the one file that touches it.
///
/// Keys are not read through ncurses: pastes, focus reports and every modifier arrive as bytes, and
/// `KeyParser` knows them all.
@MainActor
final class CursesTerminal {
    /// Colour pairs that are made at most; a style beyond has the terminal's own colours.
    private static let pairLimit = 4_096

    /// What the terminal can show.
    var capabilities: Capabilities
    let modes: TerminalModes
    /// What almost every terminal understands.
    static let usualType = "xterm-256color"
    /// The terminal's type, if the system does not know it and it is drawn on as the usual one.
    let unknownType: String?
    /// What stands on the screen; `nil` when that is unknown.
    private(set) var shown: Frame?
    private var title: String?
    private var takesMouse = false
    /// Whether keys tell of their modifiers already, on the screen that is up.
    private var hasKeyboard = false
    /// Whether the terminal was asked something that it has not answered.
    var isAsked = false
    private var pairs: [Pair: Int16] = [:]
    private var drawings: [DirectDrawing] = []
    let output = TerminalOutput()
    /// What puts a terminal back that has not taken what ncurses does for that.
    private let restoring: String
    /// Whether another program has the terminal.
    private(set) var isLent = false

    private struct Pair: Hashable {
        var foreground: CInt
        var background: CInt
    }

    /// Takes over the terminal on standard input and output; `nil` if it is of a type that nothing
    /// can be drawn on.
    ///
    /// From now on it is put back on every way out of the process.
    ///
    /// - Parameters:
    ///   - theme: which colours the person wants.
    ///   - crashMessage: written to the terminal after a fatal signal.
    init?(environment: [String: String], theme: Theme, crashMessage: String) {
        let isLocaleUnset = ["LC_ALL", "LC_CTYPE", "LANG"].allSatisfy {
            environment[$0, default: ""].isEmpty
        }
        let isUTF8 = burble_locale_is_utf8(isLocaleUnset)
        modes = TerminalModes(environment: environment)
        guard modes.canBeDrawnOn else { return nil }
        // Before ncurses changes it: this is the state to come back to. All pointers are copied.
        restoring = modes.leaving + "\u{1b}[?1049l\u{1b}[0m\u{1b}[?25h\r\n"
        _ = unsafe terminal_guard(STDIN_FILENO, restoring, restoring.utf8.count, crashMessage)
        let place = output.forCurses
        let isKnown = unsafe burble_newterm(nil, place) != nil
        guard unsafe isKnown || burble_newterm(Self.usualType, place) != nil else {
            terminal_unguard()
            return nil
        }
        unknownType = isKnown ? nil : environment["TERM"]
        var colors = Capabilities.ColorDepth.none
        if environment["NO_COLOR", default: ""].isEmpty, has_colors(), start_color() == OK {
            use_default_colors()
            colors = Capabilities.ColorDepth(count: Int(burble_colors()))
        }
        capabilities = Capabilities(colors: colors, unicode: isUTF8, theme: theme)
        raw()
        noecho()
        nonl()
        set_escdelay(25)
        // A key that waits must not put off what is to be drawn.
        typeahead(-1)
        write(modes.entering)
    }

    /// Takes note that the terminal may have another size.
    func resized() -> Size {
        let size = size
        resizeterm(CInt(size.rows), CInt(size.columns))
        redrawAll()
        return size
    }

    /// Makes the next frame be drawn whole.
    func redrawAll() {
        shown = nil
        drawings = []
        // The screen lives from `init` on.
        unsafe _ = clearok(burble_screen(), true)
    }

    /// Gives the terminal back for a while, stops the process, and takes it again when it goes on.
    func suspend() {
        lend()
        terminal_stop()
        takeBack()
    }

    /// Gives the terminal to another program until ``takeBack()``.
    func lend() {
        leave()
        terminal_unguard()
        isLent = true
    }

    /// Takes the terminal again after ``lend()``.
    func takeBack() {
        terminal_reguard()
        isLent = false
        resume()
    }

    /// Takes the terminal again after someone else stopped and continued the process.
    func resume() {
        // Whatever the shell did to the terminal meanwhile: ncurses' own modes come first.
        reset_prog_mode()
        write(modes.entering)
        title = nil
        takesMouse = false
        hasKeyboard = false
        redrawAll()
    }

    /// Gives the terminal back for good.
    func close() {
        leave()
        terminal_unguard()
    }

    private func leave() {
        // A borrower has a terminal that is left already.
        if !isLent {
            write(modes.leaving)
            awaitAnswer()
            output.put { endwin() }
        }
        if !output.settle() { write(restoring) }
        terminal_reset()
    }
}

// MARK: - Drawing

extension CursesTerminal {
    /// Puts a frame on the screen: what differs from the last one is written, the row that is
    /// written in before the others where there are many.
    ///
    /// - Parameter isUrgent: whether something else is to be done at once; asked before each pass.
    /// - Returns: false if it was; some rows are then still as they were, which ``shown`` tells.
    @discardableResult
    func draw(_ frame: Frame, unless isUrgent: () -> Bool = { false }) -> Bool {
        let passes = FrameDiff.passes(from: shown, to: frame)
        for (number, rows) in passes.enumerated() {
            if isUrgent(), keep(passes[..<number], of: frame) { return false }
            put(rows, of: frame)
        }
        if title != frame.title, modes.kind.hasWindow {
            write(TerminalSequence.title(frame.title))
        }
        title = frame.title
        if takesMouse != frame.takesMouse {
            takesMouse = frame.takesMouse
            write(takesMouse ? TerminalModes.takingMouse : TerminalModes.leavingMouse)
        }
        shown = frame
        if !hasKeyboard { write(modes.enteringKeyboard) }
        hasKeyboard = true
        return true
    }

    /// Takes note of what shows of a frame that is drawn in part.
    ///
    /// - Returns: false if it has to be drawn whole: the line that is written in moved.
    private func keep(_ passes: ArraySlice<[Int]>, of frame: Frame) -> Bool {
        guard var mixed = shown, mixed.canTakeRows(of: frame) else { return false }
        for row in passes.joined() { mixed.take(row: row, of: frame) }
        shown = mixed
        return true
    }

    /// Puts some rows of a frame on the screen.
    private func put(_ rows: [Int], of frame: Frame) {
        let old = shown?.size == frame.size ? shown : nil
        var changed: Set<Int> = []
        var fresh: [DirectDrawing] = []
        for row in rows {
            let runs = FrameDiff.runs(from: old, to: frame, row: row)
            guard !runs.isEmpty else { continue }
            changed.insert(row)
            for run in runs { draw(run) }
            // Most rows have nothing of the kind.
            guard frame.contains(in: row, where: { $0.style.link != nil || !isDrawable($0) })
            else { continue }
            fresh += DirectDrawing.all(
                in: row,
                of: frame.row(row),
                in: frame,
                withLinks: modes.kind.hasLinks
            ) { !isDrawable($0) }
        }
        // ncurses has blanks where a drawing was, and would leave it current under new ones.
        for gone in drawings where changed.contains(gone.row) && !fresh.contains(gone) {
            unsafe _ = wredrawln(burble_screen(), CInt(gone.row), 1)
        }
        drawings.removeAll { changed.contains($0.row) }
        drawings += fresh
        flush(fresh, cursor: frame.cursor)
    }

    private func draw(_ run: FrameDiff.Run) {
        move(CInt(run.row), CInt(run.column))
        var style = Style.plain
        var look = (attributes: attributes(of: style), pair: pair(of: style))
        for cell in run.cells where cell.width > 0 {
            if cell.style != style {
                style = cell.style
                look = (attributes(of: style), pair(of: style))
            }
            if isDrawable(cell) {
                add(cell.text, look.attributes, look.pair)
            } else {
                for _ in 0..<cell.width { add(" ", look.attributes, look.pair) }
            }
        }
    }

    private func add(_ text: String, _ attributes: attr_t, _ pair: Int16) {
        if text.utf8.count == 1, let byte = text.utf8.first {
            _ = burble_add_ascii(CChar(bitPattern: byte), attributes, pair)
            return
        }
        let characters = text.unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
        // The characters end with a zero and are copied.
        _ = unsafe burble_add(characters, attributes, pair)
    }

    /// Whether ncurses can hold a cell, and takes it for as wide as it is.
    ///
    /// Source: setcchar(3x): one spacing character, and marks up to CCHARW_MAX characters in all.
    private func isDrawable(_ cell: Cell) -> Bool {
        // Most text is ASCII.
        if cell.text.utf8.count <= 1 { return true }
        let scalars = cell.text.unicodeScalars
        guard let first = scalars.first, scalars.count < Int(burble_cell_characters),
            // Joiners change what a terminal makes of the character behind them.
            scalars.dropFirst().allSatisfy({ !$0.properties.isDefaultIgnorableCodePoint })
        else { return false }
        return wcwidth(wchar_t(bitPattern: first.value)) == CInt(cell.width)
            && scalars.dropFirst().allSatisfy { wcwidth(wchar_t(bitPattern: $0.value)) == 0 }
    }

    private func attributes(of style: Style) -> attr_t {
        (style.bold ? burble_bold : 0) | (style.dim ? burble_dim : 0)
            | (style.italic ? burble_italic : 0) | (style.underline ? burble_underline : 0)
            | (style.reverse ? burble_reverse : 0)
    }

    /// The number of a style's colours, made when they are first wanted.
    private func pair(of style: Style) -> Int16 {
        guard capabilities.colors != .none, style.foreground != nil || style.background != nil
        else { return 0 }
        let pair = Pair(
            foreground: style.foreground?.number ?? -1,
            background: style.background?.number ?? -1
        )
        if let number = pairs[pair] { return number }
        let number = Int16(pairs.count + 1)
        guard number < min(Self.pairLimit, Int(burble_pairs())),
            init_extended_pair(CInt(number), pair.foreground, pair.background) == OK
        else { return 0 }
        pairs[pair] = number
        return number
    }

    private func place(_ cursor: Frame.Position?) {
        curs_set(cursor == nil ? 0 : 1)
        if let cursor { move(CInt(cursor.row), CInt(cursor.column)) }
    }

    /// Writes what ncurses holds, and then the drawings, as one picture where a terminal can do
    /// that.
    private func flush(_ drawings: [DirectDrawing], cursor: Frame.Position?) {
        if !drawings.isEmpty { write(modes.beginPicture) }
        output.put {
            place(cursor)
            refresh()
        }
        guard !drawings.isEmpty else { return }
        write(drawings.map(\.sequence).joined() + modes.endPicture)
    }
}
