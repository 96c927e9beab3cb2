import ChatProtocol

extension Model {
    /// The least time between two calls, in milliseconds: what comes meanwhile is counted in the
    /// title and the list alone.
    static let callInterval: Int64 = 2_000

    /// Calls the person: by the bell, which also marks the window in tmux, and by a notification.
    ///
    /// Nothing calls to a room that the person looks at, and nothing calls twice in
    /// ``callInterval``.
    mutating func call(for message: Message, by user: MemberName, in index: Int) -> [Effect] {
        guard !(index == front && isFocused && away == nil) else { return [] }
        let elapsed = lastCall.map { now.milliseconds - $0.milliseconds }
        guard elapsed.map({ $0 < 0 || $0 >= Self.callInterval }) ?? true else { return [] }
        lastCall = now
        let place = rooms[index].isDirect ? "\(user)" : "\(user) in \(rooms[index].title)"
        let title = servers.count > 1 ? "\(place) (\(serverName))" : place
        return [.bell, .notify(title: title, text: message.text)]
    }
}
