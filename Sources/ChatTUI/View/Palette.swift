import ChatProtocol

/// The colours of the screen.
enum Palette {
    static let unread = Color(208)
    static let failed = Color(203)
    static let link = Color(75)
    static let code = Color(109)

    /// Colours for names that can be read on dark and on light ground, no two of which differ in
    /// red and green alone.
    private static let names: [UInt8] = [
        33, 39, 44, 67, 69, 74, 80, 98, 104, 110, 133, 135, 139, 141, 170, 172, 175, 177, 178, 180,
        209, 214,
    ]

    /// A member's style: the same in every run, and for every spelling of the name.
    ///
    /// - Parameters:
    ///   - name: the member.
    ///   - isOwn: whether it is the person.
    /// - Returns: a colour, bold for the person.
    static func style(of name: MemberName, isOwn: Bool = false) -> Style {
        Style(foreground: Color(names[Int(hash(name) % UInt32(names.count))]), bold: isOwn)
    }

    /// FNV-1a of the folded name; Swift's own hash differs in each run.
    ///
    /// Source: Fowler, Noll and Vo, "FNV hash", 32 bits, variant 1a.
    private static func hash(_ name: MemberName) -> UInt32 {
        name.folded.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }

    /// The nearest of the first eight colours.
    ///
    /// Red and green are left to the terminal's own.
    ///
    /// - Parameter color: any.
    /// - Returns: a colour that every terminal with colours has.
    static func basic(_ color: Color) -> Color {
        switch color.index {
        case 0..<8: color
        case 33, 39, 67, 69, 74, 75, 110: Color(4)
        case 44, 80: Color(6)
        case 98, 104, 133, 135, 139, 141, 170, 175, 177, 203: Color(5)
        default: Color(3)
        }
    }
}
