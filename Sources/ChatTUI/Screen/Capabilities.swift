/// What the terminal can show.
package struct Capabilities: Hashable, Sendable {
    package var colors: ColorDepth
    /// Whether anything but ASCII can be drawn; if not, frames and marks are ASCII.
    package var unicode: Bool
    /// Which colours the person wants.
    package var theme: Theme

    /// Makes a description.
    ///
    /// - Parameters:
    ///   - colors: how many colours there are, none where `NO_COLOR` is set.
    ///   - unicode: whether the terminal takes UTF-8.
    ///   - theme: which colours the person wants.
    package init(colors: ColorDepth = .many, unicode: Bool = true, theme: Theme = Theme()) {
        self.colors = colors
        self.unicode = unicode
        self.theme = theme
    }

    /// How many colours a terminal has.
    package enum ColorDepth: Int, Hashable, Sendable, CaseIterable {
        case none = 0
        case eight = 8
        case sixteen = 16
        case many = 256
        /// Every colour, each by its parts.
        case direct = 16_777_216

        /// The depth of a terminal.
        ///
        /// - Parameter count: how many colours it says it has.
        package init(count: Int) {
            self =
                Self.allCases.last { $0.rawValue <= count } ?? .none
        }
    }
}
