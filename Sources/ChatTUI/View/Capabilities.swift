/// What the terminal can show.
package struct Capabilities: Hashable, Sendable {
    package var colors: ColorDepth
    /// Whether anything but ASCII can be drawn; if not, frames and marks are ASCII.
    package var unicode: Bool

    /// Makes a description.
    ///
    /// - Parameters:
    ///   - colors: how many colours there are, none where `NO_COLOR` is set.
    ///   - unicode: whether the terminal takes UTF-8.
    package init(colors: ColorDepth = .many, unicode: Bool = true) {
        self.colors = colors
        self.unicode = unicode
    }

    /// How many colours a terminal has.
    package enum ColorDepth: Int, Hashable, Sendable, CaseIterable {
        case none = 0
        case eight = 8
        case many = 256
    }
}
