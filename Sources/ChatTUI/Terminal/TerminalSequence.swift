import ChatProtocol
import Serialization

/// The control strings that a terminal is sent besides its screen.
///
/// Whatever a text passed before: no control gets out of the string that it stands in. Source:
/// xterm's ctlseqs, "Operating System Commands".
package enum TerminalSequence {
    /// Characters of a notification; what is longer is cut off.
    static let notificationLimit = 200
    /// Bytes of a text that can be copied: terminals drop longer strings, or all of what follows.
    package static let copyLimit = 100_000

    /// Asks for the colour behind the text, and then what the terminal is.
    ///
    /// Every terminal answers the second, so its answer says that the first will get none.
    package static let groundQuery = "\u{1b}]11;?\u{1b}\\\u{1b}[c"

    /// Sets the window's title.
    package static func title(_ text: String) -> String {
        "\u{1b}]2;\(payload(text, limit: notificationLimit))\u{7}"
    }

    /// Shows a notification.
    ///
    /// - Returns: the sequence, wrapped where tmux would keep it; empty if there is no way.
    package static func notification(title: String, text: String, on kind: TerminalKind) -> String {
        let title = payload(title, limit: notificationLimit)
        let text = payload(text, limit: notificationLimit)
        let sequence: String
        switch kind.notification {
        case .none: return ""
        // ConEmu and Windows Terminal take a digit for a command of theirs.
        case .text:
            sequence = "\u{1b}]9;\(title.first?.isNumber == true ? "#" : "")\(title): \(text)\u{7}"
        case .titled: sequence = "\u{1b}]777;notify;\(title);\(text)\u{7}"
        }
        return kind.isInTmux ? passedThrough(sequence) : sequence
    }

    /// Puts a text into the terminal's clipboard.
    ///
    /// - Parameter text: as it is to be pasted.
    /// - Returns: the sequence; `nil` if the text is longer than ``copyLimit``.
    package static func copy(_ text: String, on kind: TerminalKind) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count <= copyLimit else { return nil }
        let sequence = "\u{1b}]52;c;\(Base64.text(bytes, isPadded: true))\u{7}"
        // tmux takes it for itself or lets it through, as its `set-clipboard` and
        // `allow-passthrough` say: twice the same does no harm.
        return kind.isInTmux ? sequence + passedThrough(sequence) : sequence
    }

    /// Begins text that leads somewhere.
    ///
    /// Source: "Hyperlinks in terminal emulators", by Egmont Koblinger.
    ///
    /// - Parameter address: printable ASCII, as ``Frame/links`` has it; the parts of one address on
    ///   several rows are one link.
    package static func beginLink(_ address: String) -> String {
        let printable = address.utf8.filter { (0x21...0x7e).contains($0) }
        return "\u{1b}]8;id=b\(String(address.stableHash32, radix: 36));"
            + String(decoding: printable, as: UTF8.self) + "\u{1b}\\"
    }

    /// Ends text that leads somewhere.
    package static let endLink = "\u{1b}]8;;\u{1b}\\"

    /// Wraps a sequence so that tmux hands it to the terminal.
    ///
    /// Source: tmux(1), `allow-passthrough`.
    private static func passedThrough(_ sequence: String) -> String {
        let doubled = sequence.map { $0 == "\u{1b}" ? "\u{1b}\u{1b}" : String($0) }.joined()
        return "\u{1b}Ptmux;\(doubled)\u{1b}\\"
    }

    /// One line without controls and without what parts the fields of a string.
    private static func payload(_ text: String, limit: Int) -> String {
        let line = SafeText(text.prefix(limit * 2)).singleLine
        let scalars = line.unicodeScalars.filter { scalar in
            scalar.value >= 0x20 && !(0x7f...0x9f ~= scalar.value) && scalar != ";"
        }
        return String(String(String.UnicodeScalarView(scalars)).prefix(limit))
    }
}
