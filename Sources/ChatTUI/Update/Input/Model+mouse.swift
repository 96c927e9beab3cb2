import ChatProtocol

extension Model {
    /// Rows that one step of the wheel moves.
    static let wheelRows = 3

    /// Takes what the mouse did: the wheel scrolls, a click in the list of rooms goes there.
    ///
    /// - Parameter mouse: anywhere, also outside the screen.
    mutating func take(_ mouse: Mouse) -> [Effect] {
        switch mouse.kind {
        case .wheelUp, .wheelDown:
            let action: Action = mouse.kind == .wheelUp ? .scrollUp : .scrollDown
            if isOver(mouse, ScreenLayout(self).list) {
                let rows = mouse.kind == .wheelUp ? -Self.wheelRows : Self.wheelRows
                return [.workspace(.scrollList(rows))]
            }
            if overlay != nil, let effects = takeInOverlay(Key(.up), action) { return effects }
            return scroll(action)
        case .press:
            let list = ScreenLayout(self).list
            guard isOver(mouse, list) else { return [] }
            return [.workspace(.listRow(mouse.row - list.row))]
        }
    }

    private func isOver(_ mouse: Mouse, _ box: ScreenLayout.Box) -> Bool {
        mouse.column < box.width && (0..<box.height).contains(mouse.row - box.row)
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
