/// What a scalar from a person may do on a terminal.
///
/// Source: Unicode Standard, sections 23.1 to 23.9, and Unicode Standard Annex 9.
enum ScalarClass {
    case newline, carriageReturn, tab
    /// C0, C1, DEL or a noncharacter: pictured.
    case control
    /// It reorders, hides or shows as nothing: dropped.
    case dropped
    /// It begins a cluster.
    case base
    /// An emoji's skin tone: a mark after an emoji, a base elsewhere.
    case modifier
    case mark
    /// U+200C or U+200D.
    case joiner
    /// A variation selector.
    case selector

    /// Classifies a scalar.
    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x0a, 0x2028, 0x2029: self = .newline
        case 0x0d: self = .carriageReturn
        case 0x09: self = .tab
        case 0x20...0x7e: self = .base
        case let value where Self.isPlain(value): self = .base
        case 0x00...0x1f, 0x7f...0x9f: self = .control
        case 0x200c, 0x200d: self = .joiner
        case 0xfe00...0xfe0f, 0xe0100...0xe01ef, 0x180b...0x180d, 0x180f: self = .selector
        case 0x200b, 0x200e...0x200f, 0x202a...0x202e, 0x2060...0x206f, 0xfff9...0xfffb:
            self = .dropped
        case 0x300...0x34e, 0x350...0x36f: self = .mark
        case 0x1f3fb...0x1f3ff: self = .modifier
        default: self = Self(properties: scalar.properties)
        }
    }

    /// True for the scalars that most texts are made of, which begin a cluster wherever they stand.
    ///
    /// Looking up a scalar's properties costs 100 times as much as this.
    ///
    /// - Returns: false also for many that are as plain.
    static func isPlain(_ value: UInt32) -> Bool {
        switch value {
        case 0x20...0x7e, 0xa1...0xac, 0xae...0x2ff, 0x370...0x482, 0x48a...0x52f, 0x2010...0x2027,
            0x2030...0x205e, 0x20a0...0x20bf, 0x2100...0x2bff, 0x3001...0x3029, 0x3041...0x3096,
            0x309b...0x30ff, 0x3400...0x9fff, 0xac00...0xd7a3, 0x1f300...0x1f3fa, 0x1f400...0x1faff:
            true
        default: false
        }
    }

    /// True for a space or a break beyond ASCII, which nothing joins.
    ///
    /// Source: Unicode Character Database, White_Space.
    ///
    /// - Returns: false for the controls, which are pictured.
    static func isSpace(_ value: UInt32) -> Bool {
        switch value {
        case 0xa0, 0x1680, 0x2000...0x200a, 0x202f, 0x205f, 0x3000: true
        default: false
        }
    }

    private init(properties: Unicode.Scalar.Properties) {
        if properties.isDefaultIgnorableCodePoint {
            self = .dropped
        } else if properties.isNoncharacterCodePoint {
            self = .control
        } else {
            switch properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .spacingMark: self = .mark
            default: self = properties.isGraphemeExtend ? .mark : .base
            }
        }
    }
}
