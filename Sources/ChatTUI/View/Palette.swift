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
    /// - Parameters:
    ///   - name: the member.
    ///   - isOwn: whether it is the person.
    /// - Returns: a colour, bold for the person.
    static func style(of name: MemberName, isOwn: Bool = false) -> Style {
        Style(foreground: .name(hash(name)), bold: isOwn)
    }

    /// FNV-1a of the folded name; Swift's own hash differs in each run.
    ///
    /// Source: Fowler, Noll and Vo, "FNV hash", 32 bits, variant 1a.
    private static func hash(_ name: MemberName) -> UInt32 {
        name.folded.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }
}
