/// Which colours the screen has: a ground, and what the person changed.
package struct Theme: Hashable, Sendable {
    package var ground: Ground
    /// Colours that are not the ground's own; `nil` is the terminal's own.
    package var changes: [ColorRole: Color?]

    /// What the colours stand on.
    package enum Ground: String, Hashable, Sendable, CaseIterable {
        /// Whichever the terminal has; dark if it does not say.
        case auto
        case dark, light
        /// No colours at all: bold, underlined and reversed alone.
        case plain
    }

    /// Makes a theme.
    ///
    /// - Parameters:
    ///   - ground: what the colours stand on.
    ///   - changes: colours that are not the ground's own.
    package init(_ ground: Ground = .auto, changes: [ColorRole: Color?] = [:]) {
        self.ground = ground
        self.changes = changes
    }

    /// The colour that a terminal shows.
    ///
    /// - Parameters:
    ///   - color: as the picture has it.
    ///   - depth: how many colours the terminal has.
    ///   - isGroundLight: whether the terminal said that its ground is light.
    /// - Returns: one that the terminal has; `nil` is its own.
    func shown(_ color: Color, depth: Capabilities.ColorDepth, isGroundLight: Bool) -> Color? {
        guard depth != .none, ground != .plain else { return nil }
        let isLight = ground == .light || ground == .auto && isGroundLight
        let set = isLight ? ThemeColors.light : ThemeColors.dark
        switch color {
        case .role(let role):
            if let changed = changes[role] { return changed.flatMap { $0.nearest(in: depth) } }
            return set.roles[role].flatMap { set.color(of: $0, in: depth) }
        case .name(let number):
            return set.color(of: set.names[Int(number % UInt32(set.names.count))], in: depth)
        case .palette, .rgb: return color.nearest(in: depth)
        }
    }
}
