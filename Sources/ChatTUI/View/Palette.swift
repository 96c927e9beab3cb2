import ChatProtocol

/// The colours that pictures are put together with; the theme says how they look.
enum Palette {
    static let unread = Color.role(.unread)
    static let failed = Color.role(.failed)
    static let link = Color.role(.link)
    static let code = Color.role(.code)
    static let keyword = Color.role(.keyword)
    static let codeText = Color.role(.text)
    static let codeNumber = Color.role(.number)
    static let codeComment = Color.role(.comment)

    /// A member's style: the same in every run, and for every spelling of the name.
    ///
    /// - Parameter isOwn: whether it is the person.
    /// - Returns: a colour, bold for the person.
    static func style(of name: MemberName, isOwn: Bool = false) -> Style {
        Style(foreground: .name(name.folded.stableHash32), bold: isOwn)
    }
}
