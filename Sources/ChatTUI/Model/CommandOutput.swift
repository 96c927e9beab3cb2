/// What a shell command said, and how it ended.
package struct CommandOutput: Hashable, Sendable {
    /// Lines that are kept; what comes behind them is left out.
    package static let lineLimit = 500

    package let command: String
    package let lines: [String]
    /// Whether lines were left out.
    package let isCut: Bool
    /// How it ended, for people; empty if well.
    package let ending: String

    /// Makes an output.
    ///
    /// - Parameters:
    ///   - command: as it was typed.
    ///   - lines: what it said; those behind ``lineLimit`` are left out.
    ///   - ending: how it ended, for people; empty if well.
    package init(command: String, lines: [String], ending: String) {
        self.command = command
        self.lines = Array(lines.prefix(Self.lineLimit))
        isCut = lines.count > Self.lineLimit
        self.ending = ending
    }

    /// Whether it ended well.
    var isGood: Bool { ending.isEmpty }
}
