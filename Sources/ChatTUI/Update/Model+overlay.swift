import ChatProtocol

extension Model {
    /// Takes a key while something covers the messages.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - action: what it does elsewhere.
    /// - Returns: `nil` if the key is for what lies below.
    mutating func takeInOverlay(_ key: Key, _ action: Action?) -> [Effect]? {
        if case .chooser(let chooser)? = overlay { return take(key, action, in: chooser) }
        let page = max(1, ScreenLayout(self).pane.height - 1)
        switch action {
        case .pageUp: scrollOverlay(by: -page)
        case .pageDown: scrollOverlay(by: page)
        case .halfPageUp: scrollOverlay(by: -page / 2)
        case .halfPageDown: scrollOverlay(by: page / 2)
        case .scrollUp: scrollOverlay(by: -Self.wheelRows)
        case .scrollDown: scrollOverlay(by: Self.wheelRows)
        case .older: scrollOverlay(by: -1)
        case .newer: scrollOverlay(by: 1)
        case .escape, .help, .send, .interrupt:
            overlay = nil
            return loadWhatShows() + markShown()
        default:
            guard key == Key(.character("q")) else { return nil }
            overlay = nil
            return loadWhatShows() + markShown()
        }
        return []
    }

    private mutating func scrollOverlay(by rows: Int) {
        let most = max(0, OverlayRows.of(self).count - ScreenLayout(self).pane.height)
        switch overlay {
        case .help(let scrolled): overlay = .help(scrolled: min(max(0, scrolled + rows), most))
        case .members(let scrolled):
            overlay = .members(scrolled: min(max(0, scrolled + rows), most))
        case .chooser, nil: break
        }
    }
}
