import ChatTUI

/// The sequences that ncurses does not know: which a terminal is told at the start and the end, and
/// around a picture.
///
/// Terminals ignore those private modes that they do not have. Source: xterm's ctlseqs.
struct TerminalModes: Hashable, Sendable {
    /// Reports of the wheel and of clicks, in numbers of any size.
    static let takingMouse = "\u{1b}[?1000h\u{1b}[?1006h"
    /// Takes ``takingMouse`` back.
    static let leavingMouse = "\u{1b}[?1006l\u{1b}[?1000l"

    /// What the terminal understands.
    let kind: TerminalKind
    private let type: String

    /// Looks a terminal up.
    init(environment: [String: String]) {
        type = environment["TERM"] ?? ""
        kind = TerminalKind(environment: environment)
    }

    /// False for a terminal without a cursor to move.
    var canBeDrawnOn: Bool { !["", "dumb", "unknown"].contains(type) }

    /// Keys that tell of their modifiers, for Shift-Enter: kitty's protocol with the shifted
    /// character, and xterm's modifyOtherKeys; clusters measured as one character.
    ///
    /// To be written once the alternate screen is up, which has a state of its own for them.
    /// Source: kitty's keyboard protocol, flags 1 and 4; xterm's ctlseqs; mode 2027.
    var enteringKeyboard: String {
        kind.answers ? "\u{1b}[>5u\u{1b}[>4;1m\u{1b}[?2027h" : ""
    }
    private static let oldKeyboard = "\u{1b}[?2027l\u{1b}[>4m\u{1b}[<u"

    /// Brackets around pastes, reports of the focus; the old title is put by.
    var entering: String {
        "\u{1b}[?2004h\u{1b}[?1004h" + (kind.hasWindow ? "\u{1b}[22;2t" : "")
    }

    /// Takes ``entering`` back, and whatever else may be on.
    var leaving: String {
        endPicture + Self.leavingMouse + (kind.answers ? Self.oldKeyboard : "")
            + "\u{1b}[?2004l\u{1b}[?1004l"
            + (kind.hasWindow ? "\u{1b}[23;2t" : "")
    }

    /// Holds the screen until the picture is whole; nothing where no terminal of that kind can.
    var beginPicture: String { kind.hasWindow ? "\u{1b}[?2026h" : "" }

    /// Shows the picture.
    var endPicture: String { kind.hasWindow ? "\u{1b}[?2026l" : "" }
}
