import ChatProtocol

extension Model {
    /// Has it asked whether somebody looks before anything counts as read, whatever the terminal
    /// tells of its focus.
    package mutating func requireViewerCheck() {
        viewerCheck.isUncertain = true
    }

    /// Takes the terminal's word about its focus.
    ///
    /// Where it is uncertain whether somebody looks, that is half of the truth: tmux without
    /// `focus-events` tells of the terminal that comes and goes, and of no other window.
    ///
    /// - Returns: what is read by that.
    mutating func noteFocus(_ isFocused: Bool) -> [Effect] {
        guard viewerCheck.isUncertain else { return focus(isFocused) }
        viewerCheck.isAway = !isFocused
        viewerCheck.isToldAway = !isFocused
        if isFocused { viewerCheck.seenAt = now }
        return focus(isFocused)
    }

    /// Notes that the person did something: they are there.
    ///
    /// - Returns: what is read by that.
    mutating func notePerson() -> [Effect] {
        guard viewerCheck.isUncertain else { return [] }
        viewerCheck.seenAt = now
        guard viewerCheck.isAway else { return [] }
        return noteFocus(true)
    }

    /// Takes the answer whether somebody looks.
    ///
    /// - Returns: what is read by that, or how the person is called.
    mutating func viewerChecked(_ isThere: Bool) -> [Effect] {
        guard viewerCheck.isUncertain, !viewerCheck.isToldAway else { return [] }
        guard !isThere else { return notePerson() + markShown() }
        guard !viewerCheck.isAway else { return [] }
        viewerCheck.isAway = true
        let effects = focus(false)
        countUnread(in: front)
        if room.unread > 0, room.unreadLine == nil { room.unreadLine = room.read }
        return effects + callForMissed()
    }

    /// Whether it is sure that somebody looked after a moment.
    ///
    /// - Parameter moment: since when.
    /// - Returns: `true` where the terminal tells of its focus.
    func isViewed(since moment: Timestamp) -> Bool {
        guard viewerCheck.isUncertain else { return true }
        return viewerCheck.seenAt.map { $0 >= moment } ?? false
    }

    /// Asks whether somebody looks, unless that was asked just now.
    mutating func checkViewer() -> [Effect] {
        let elapsed = viewerCheck.askedAt.map { now.milliseconds - $0.milliseconds }
        guard elapsed.map({ $0 < 0 || $0 >= ViewerCheck.interval }) ?? true else { return [] }
        viewerCheck.askedAt = now
        return [.checkViewer]
    }

    /// When it is to be asked next; `nil` while nothing waits for the answer.
    var viewerCheckDueAt: Timestamp? {
        guard viewerCheck.isUncertain, viewerCheck.isAway, !viewerCheck.isToldAway,
            room.unread > 0
        else { return nil }
        return (viewerCheck.askedAt ?? now).adding(milliseconds: ViewerCheck.interval)
    }

    /// Calls for what came while it seemed that the person looked.
    private mutating func callForMissed() -> [Effect] {
        let start = room.timeline.firstIndex(atOrAfter: (room.read ?? 0) + 1)
        for event in room.timeline.events[start...].reversed() {
            guard case .message(let message) = event.content, room.isNews(event, for: reader),
                rings(for: message, by: event.user, in: front)
            else { continue }
            return call(for: message, by: event.user, in: front)
        }
        return []
    }
}
