import Serialization

/// Text that a terminal can show, made of whatever a person wrote.
///
/// Nothing in it moves a cursor, hides or reorders what stands around it, or begins a line of its
/// own: controls are pictured, bidirectional and invisible formatting is dropped, and a cluster has
/// at most ``ClusterGuard/markLimit`` marks. A safe text stays as it is when it is made safe again.
package struct SafeText: Hashable, Sendable, CustomStringConvertible {
    /// The spaces that stand for a tab: the column a tab would reach is not known here.
    private static let tab = "    "

    /// The text; its line breaks are `\n`, and it has no other control.
    package let description: String

    /// Makes any text safe, in time proportional to its length.
    package init(_ raw: String) {
        description = Self.isSafe(raw) ? raw : Self.cleaned(Array(raw.unicodeScalars))
    }

    /// Makes any part of a text safe, in time proportional to its length.
    package init(_ raw: some StringProtocol) {
        self.init(String(raw))
    }

    /// The lines, without their breaks; at least one.
    package var lines: [String] {
        guard description.utf8.contains(0x0a) else { return [description] }
        return description.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The text in one line: a line break is pictured as `⏎`.
    package var singleLine: String {
        guard description.utf8.contains(0x0a) else { return description }
        return lines.joined(separator: "⏎")
    }

    /// A scalar from a person as an error may quote it: in quotes if it is safe, else its number.
    package static func quoted(_ scalar: Unicode.Scalar) -> String {
        scalar.value > 0x20 && scalar.value < 0x7f
            ? "\"\(scalar)\"" : "U+" + String(scalar.value, radix: 16, uppercase: true)
    }

    /// Whether a text is of plain scalars and line breaks alone, which need no guard: it is safe as
    /// it stands.
    ///
    /// - Returns: false also for some texts that making them safe would not change.
    static func isSafe(_ raw: String) -> Bool {
        raw.withBytes { utf8 in
            if utf8.isPrintableASCII { return true }
            var index = 0
            while index < utf8.count {
                let (scalar, length) = UTF8Scalar.at(index, in: utf8)
                guard ScalarClass.isPlain(scalar.value) || scalar == "\n" else { return false }
                index += length
            }
            return true
        }
    }

    private static func cleaned(_ scalars: [Unicode.Scalar]) -> String {
        var guarded = ClusterGuard()
        var index = 0
        while index < scalars.count {
            index += put(scalars, at: index, into: &guarded)
        }
        return guarded.finish()
    }

    /// Puts one scalar, or a flag with its tags, and returns how many scalars that were.
    private static func put(
        _ scalars: [Unicode.Scalar],
        at index: Int,
        into guarded: inout ClusterGuard
    ) -> Int {
        let scalar = scalars[index]
        switch ScalarClass(scalar) {
        case .newline:
            guarded.breakLine()
        case .carriageReturn where index + 1 < scalars.count && scalars[index + 1] == "\n":
            break  // The line feed that follows breaks the line.
        case .carriageReturn, .control:
            guarded.append(base: picture(of: scalar))
        case .tab:
            for space in tab.unicodeScalars { guarded.append(base: space) }
        case .dropped:
            break
        case .base:
            let tags = scalar == FlagTags.flag ? FlagTags.length(in: scalars, after: index) : 0
            guarded.append(base: scalar, tags: scalars[index + 1..<index + 1 + tags])
            return 1 + tags
        case .modifier: guarded.append(modifier: scalar)
        case .mark: guarded.append(mark: scalar)
        case .joiner: guarded.append(joiner: scalar)
        case .selector: guarded.append(selector: scalar)
        }
        return 1
    }

    /// The visible picture of a control: C0 and DEL have their own, C1 has none.
    private static func picture(of control: Unicode.Scalar) -> Unicode.Scalar {
        switch control.value {
        case 0x00...0x1f: Unicode.Scalar(0x2400 + control.value) ?? "\u{FFFD}"
        case 0x7f: "\u{2421}"
        default: "\u{FFFD}"
        }
    }
}
