import ChatProtocol
import ChatStore

/// What was found in a data folder, a line for each part of it.
package struct CareReport: Hashable, Sendable {
    private var findings: [CheckFinding] = []

    /// Takes what was found.
    ///
    /// - Parameter findings: in the order in which they are told.
    init(_ findings: [CheckFinding] = []) {
        self.findings = findings
    }

    /// True when nothing is damaged or missing.
    package var isSound: Bool { findings.allSatisfy { $0.verdict != .fault } }

    /// A line for each finding: how it stands, with what, and the words.
    package var lines: [String] {
        findings.map { finding in
            let words = SafeText(finding.words).singleLine
            return "\(Self.padded(finding.verdict.rawValue, 5))  \(Self.padded(finding.part, 7))  "
                + words
        }
    }

    /// Adds further findings.
    ///
    /// - Parameter further: to be told after the others.
    mutating func add(_ further: [CheckFinding]) {
        findings += further
    }

    private static func padded(_ text: String, _ cells: Int) -> String {
        text + String(repeating: " ", count: max(0, cells - text.count))
    }
}
