/// A colour: what it is for while a picture is put together, and what a terminal shows in the end.
package enum Color: Hashable, Sendable {
    /// As the theme says.
    case role(ColorRole)
    /// One of the theme's colours for names, chosen by a number that belongs to the name.
    case name(UInt32)
    /// A place in the terminal's palette: 0 to 7 on every terminal with colours.
    case palette(UInt8)
    case rgb(red: UInt8, green: UInt8, blue: UInt8)
}

/// What a colour says; the words are the configuration's.
package enum ColorRole: String, Hashable, Sendable, CaseIterable {
    /// The line before what is unread.
    case unread
    /// What could not be sent.
    case failed
    /// An address that can be opened.
    case link
    /// A word or a block of code.
    case code
    /// What code is made of, where its language is known.
    case keyword = "code-keyword"
    case text = "code-text"
    case number = "code-number"
    case comment = "code-comment"
}
