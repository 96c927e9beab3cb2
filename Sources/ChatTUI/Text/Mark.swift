/// What the marks around a stretch of text make of it.
struct Mark: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let strong = Mark(rawValue: 1)
    static let emphasis = Mark(rawValue: 2)
    static let strike = Mark(rawValue: 4)
    static let code = Mark(rawValue: 8)
    /// A part of a web address.
    static let link = Mark(rawValue: 16)
    /// A mark itself: an asterisk, a backtick.
    static let sign = Mark(rawValue: 32)
}
