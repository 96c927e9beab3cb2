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
    ///
    /// - Parameter scalar: any scalar.
    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x0a, 0x2028, 0x2029: self = .newline
        case 0x0d: self = .carriageReturn
        case 0x09: self = .tab
        case 0x20...0x7e: self = .base
        case 0x00...0x1f, 0x7f...0x9f: self = .control
        case 0x200c, 0x200d: self = .joiner
        case 0xfe00...0xfe0f, 0xe0100...0xe01ef, 0x180b...0x180d, 0x180f: self = .selector
        case 0xfff9...0xfffb: self = .dropped
        case 0x1f3fb...0x1f3ff: self = .modifier
        default: self = Self(properties: scalar.properties)
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
