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
            var words = ProgramWords.of(command)
            guard !words.isEmpty else { continue }
            if words.contains("%s") {
                words = words.map { $0 == "%s" ? address : $0 }
            } else {
                words.append(address)
            }
            if OtherProgram.start(words).isGood { return nil }
        }
        return "no browser is there (set BROWSER): \(address)"
    }
}
