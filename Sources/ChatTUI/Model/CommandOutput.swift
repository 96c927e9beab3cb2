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
    /// Why its lines are not what it said, for people; `nil` if they are.
    package let fault: String?

    /// Makes an output.
    ///
    /// - Parameters:
    ///   - lines: what it said; those behind ``lineLimit`` are left out.
    ///   - ending: how it ended, for people; empty if well.
    ///   - fault: why the lines are not what it said, for people; `nil` if they are.
    package init(command: String, lines: [String], ending: String, fault: String? = nil) {
        self.command = command
        self.lines = Array(lines.prefix(Self.lineLimit))
        isCut = lines.count > Self.lineLimit
        self.ending = ending
        self.fault = fault
    }

    /// All of it, for a program: a line for each.
    var words: String {
        let cut = isCut ? ["it said more than these \(Self.lineLimit) lines"] : []
        return (lines + cut + (isGood ? [] : [ending])).joined(separator: "\n")
    }

    /// Whether it ended well.
    var isGood: Bool { ending.isEmpty }
}
