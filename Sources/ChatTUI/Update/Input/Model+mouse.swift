import ChatProtocol

extension Model {
    /// Rows that one step of the wheel moves.
    static let wheelRows = 3

    /// Takes what the mouse did: the wheel scrolls, a click in the list of rooms goes there.
    ///
    /// - Parameter mouse: anywhere, also outside the screen.
    /// - Returns: what follows.
    mutating func take(_ mouse: Mouse) -> [Effect] {
        switch mouse.kind {
        case .wheelUp, .wheelDown:
            let action: Action = mouse.kind == .wheelUp ? .scrollUp : .scrollDown
            if overlay != nil, let effects = takeInOverlay(Key(.up), action) { return effects }
            return scroll(action)
        case .press:
            let list = ScreenLayout(self).list
            let row = mouse.row - list.row
            guard mouse.column < list.width, (0..<list.height).contains(row) else { return [] }
            return [.workspace(.listRow(row))]
        }
    }

    /// Takes the mouse, or leaves it to the terminal.
    ///
    /// - Returns: nothing to do: the next picture says it.
    mutating func toggleMouse() -> [Effect] {
        takesMouse.toggle()
        return show(
            notice: takesMouse
                ? "the wheel scrolls, a click on a room goes there; select text with Shift"
                : "the mouse is the terminal's again"
        )
    }
}
