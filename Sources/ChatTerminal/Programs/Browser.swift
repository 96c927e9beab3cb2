import ChatTUI

/// The person's browser.
struct Browser {
    private let environment: [String: String]

    /// Finds the browser.
    ///
    /// - Parameter environment: the process's variables.
    init(environment: [String: String]) {
        self.environment = environment
    }

    /// Shows an address, and waits for nothing.
    ///
    /// - Parameter address: http or https; any other is not shown.
    /// - Returns: why it is not shown, for people; `nil` if all went well.
    func open(_ address: String) -> String? {
        guard WebLinks.isWhole(address) else { return "that is no web address" }
        // `BROWSER` may name several, the best first.
        let named = environment["BROWSER", default: ""].split(separator: ":").map(String.init)
        for command in named + ["xdg-open"] {
            let words = Self.words(of: command, for: address)
            guard !words.isEmpty else { continue }
            if OtherProgram.start(words).isGood { return nil }
        }
        return "no browser is there (set BROWSER): \(address)"
    }

    /// A command's words with the address in the place of each `%s`, else behind them.
    ///
    /// No shell reads them: the address stays within its word.
    ///
    /// - Parameters:
    ///   - command: as ``ProgramWords`` has it.
    ///   - address: what is to be shown.
    /// - Returns: empty if the command is none.
    static func words(of command: String, for address: String) -> [String] {
        let words = ProgramWords.of(command)
        guard words.contains(where: { $0.contains("%s") }) else {
            return words.isEmpty ? [] : words + [address]
        }
        return words.map { $0.replacing("%s", with: address) }
    }
}
