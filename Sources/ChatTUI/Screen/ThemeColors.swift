/// The colours of a theme, each for terminals with many colours and for those with few.
struct ThemeColors: Sendable {
    let roles: [ColorRole: Choice]
    /// Colours for names, no two of which differ in red and green alone.
    let names: [Choice]
    /// Of the palette of eight: what stands for those that cannot be read on this ground there.
    private let readable: [UInt8: UInt8]

    /// One colour, as it is on terminals of different kinds.
    struct Choice: Hashable, Sendable {
        /// In the palette of 256.
        var many: UInt8
        /// In the palette of sixteen.
        var few: UInt8
    }

    /// The colour that a terminal has.
    ///
    /// - Parameter depth: how many colours it has.
    /// - Returns: a place in its palette.
    func color(of choice: Choice, in depth: Capabilities.ColorDepth) -> Color? {
        switch depth {
        case .none: nil
        case .eight: .palette(readable[choice.few & 7] ?? choice.few & 7)
        case .sixteen: .palette(choice.few)
        case .many: .palette(choice.many)
        case .direct: Color.palette(choice.many).nearest(in: .direct)
        }
    }

    /// On black every one has a contrast of 4.5 to 1 or more.
    ///
    /// Source of the measure: WCAG 2.2, success criterion 1.4.3.
    static let dark = ThemeColors(
        roles: [
            .unread: Choice(many: 208, few: 11),
            .failed: Choice(many: 203, few: 13),
            .link: Choice(many: 75, few: 12),
            .code: Choice(many: 109, few: 14), .keyword: Choice(many: 140, few: 13),
            .text: Choice(many: 108, few: 10), .number: Choice(many: 179, few: 11),
            .comment: Choice(many: 102, few: 6),
        ],
        names: choices([
            (12, [33, 39, 67, 69, 74, 75, 110]), (14, [44, 80]),
            (13, [98, 104, 133, 135, 139, 141, 170, 175, 177]), (11, [172, 178, 180, 209, 214]),
        ]),
        readable: [4: 6]
    )

    /// On white every one has a contrast of 4.5 to 1 or more.
    static let light = ThemeColors(
        roles: [
            .unread: Choice(many: 130, few: 5),
            .failed: Choice(many: 161, few: 5),
            .link: Choice(many: 25, few: 4),
            .code: Choice(many: 23, few: 6), .keyword: Choice(many: 90, few: 5),
            .text: Choice(many: 22, few: 2), .number: Choice(many: 94, few: 3),
            .comment: Choice(many: 59, few: 4),
        ],
        names: choices([
            (4, [18, 25, 26, 27, 61, 62]), (6, [23, 24]),
            (5, [53, 54, 56, 89, 90, 92, 97, 98, 125, 126, 128, 162]), (3, [94, 130]),
        ]),
        readable: [2: 4, 3: 5, 6: 4]
    )

    private static func choices(_ few: [(UInt8, [UInt8])]) -> [Choice] {
        few.flatMap { few, many in many.map { Choice(many: $0, few: few) } }
            .sorted { $0.many < $1.many }
    }
}
