import ChatProtocol

extension Model {
    /// Takes a key while something covers the messages.
    ///
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
            // The sign that opened the help is, typed once more, what was meant.
            let isSign = key == Key(.character("?")) && room.editor.isEmpty
            guard isSign || key == Key(.character("q")) else { return nil }
            if isSign { room.editor.insert("?") }
            overlay = nil
            return loadWhatShows() + markShown()
        }
        return []
    }

    private mutating func scrollOverlay(by rows: Int) {
        let most = max(0, OverlayRows.of(self).count - ScreenLayout(self).pane.height)
        let scrolled = min(max(0, (overlay?.scrolled ?? 0) + rows), most)
        overlay?.scroll(to: scrolled)
    }
}

extension Model.Overlay {
    /// Rows that are scrolled away at the top.
    var scrolled: Int {
        switch self {
        case .help(let scrolled), .members(let scrolled), .rooms(let scrolled),
            .serverBans(let scrolled), .thread(_, let scrolled), .details(_, let scrolled),
            .status(let scrolled),
            .settings(let scrolled), .output(_, let scrolled):
            scrolled
        case .chooser: 0
        }
    }

    /// Scrolls.
    ///
    /// - Parameter rows: to hide at the top.
    fileprivate mutating func scroll(to rows: Int) {
        self =
            switch self {
            case .help: .help(scrolled: rows)
            case .members: .members(scrolled: rows)
            case .rooms: .rooms(scrolled: rows)
            case .serverBans: .serverBans(scrolled: rows)
            case .thread(let seq, _): .thread(seq, scrolled: rows)
            case .details(let seq, _): .details(seq, scrolled: rows)
            case .status: .status(scrolled: rows)
            case .settings: .settings(scrolled: rows)
            case .output(let output, _): .output(output, scrolled: rows)
            case .chooser: self
            }
    }
}
