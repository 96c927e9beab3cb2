import ChatProtocol

/// Being away: nothing is read, and what comes calls as if the terminal had no focus.
///
/// The wire has no word for it, so others see nothing of it.
extension Model {
    /// What the person said at `/away`, which outlives the run; `nil` while they are not.
    var away: String? {
        get { writing.preferences.away }
        set { writing.preferences.away = newValue }
    }

    /// Notes that the person goes, or is back.
    ///
    /// - Parameter words: what the status line is to say beside it; may be empty.
    /// - Returns: what is read by that, or the list of what waits.
    mutating func leaveDesk(_ words: String, isBack: Bool) -> [Effect] {
        guard isBack else {
            if isReading(front), room.unread == 0 { room.unreadLine = nil }
            away = String(words.prefix(Query.limit))
            reading.watch = nil
            return show(notice: "away: nothing is read until /back; others do not see it")
        }
        guard away != nil else { return show(notice: "you are not away") }
        away = nil
        let waits = rooms.contains { isWaiting($0) }
        return waits ? catchUp() : show(notice: "nothing came meanwhile") + markShown()
    }
}
