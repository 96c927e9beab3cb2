import ChatTUI
import Serialization

/// The person's browser.
struct Browser {
    private let environment: [String: String]

    /// Finds the browser.
    init(environment: [String: String]) {
        self.environment = environment
    }

    /// Shows an address, and waits for nothing.
    ///
    /// - Parameter address: http or https; any other is not shown.
    /// - Returns: why it is not shown, for people; `nil` if all went well.
    func open(_ address: String) -> String? {
        guard WebLinks.isWhole(address) else { return "that is not a web address" }
        // `BROWSER` may name several, the best first.
        let named = environment["BROWSER", default: ""].split(separator: ":").map(String.init)
        var why = "no browser is there (set BROWSER)"
        for command in named + ["xdg-open"] {
            guard let words = Self.words(of: command, for: Self.inert(address)) else {
                why = "BROWSER is not used: %s stands in a text of its own, such as a shell's line"
                continue
            }
            if !words.isEmpty, OtherProgram.start(words).isGood { return nil }
        }
        return "\(why): \(address)"
    }

    /// A command's words with the address in the place of each `%s`, else behind them.
    ///
    /// The address stays within its word. A word that is more than a place for it is read by
    /// somebody, as a shell reads `w3m %s`: a stranger's address must be no part of that.
    ///
    /// - Parameters:
    ///   - command: as ``ProgramWords`` has it.
    ///   - address: what is to be shown.
    /// - Returns: empty if the command is none; `nil` if it has such a word.
    static func words(of command: String, for address: String) -> [String]? {
        let words = ProgramWords.of(command)
        guard words.contains(where: { $0.contains(place) }) else {
            return words.isEmpty ? [] : words + [address]
        }
        guard words.allSatisfy({ !$0.contains(place) || isPlace($0) }) else { return nil }
        return words.map { $0.replacing(place, with: address) }
    }

    /// What stands for the address.
    private static let place = "%s"

    /// Whether nothing stands in a word but the place of the address, and perhaps an option's name
    /// before it, as in `--app=%s`.
    private static func isPlace(_ word: String) -> Bool {
        word.replacing(place, with: "").utf8.allSatisfy { byte in
            PercentText.isAlphanumeric(byte) || "-_=:.".utf8.contains(byte)
        }
    }

    /// An address in which no shell finds a command with arguments, for programs that hand their
    /// words to one, as ssh does.
    ///
    /// What is encoded has no place in an address by RFC 3986, and so means the same; `$` is the
    /// exception, which servers take for its code too.
    ///
    /// - Parameter address: without blanks.
    static func inert(_ address: String) -> String {
        PercentText.encoded(address) { !active.contains($0) }
    }

    private static let active = Set(#""$<>\^`{|}"#.utf8)
}
