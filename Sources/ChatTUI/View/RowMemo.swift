import ChatProtocol

/// The rows of messages that were laid out for an earlier picture, so that a key or a new message
/// does not lay the whole screen out again.
///
/// It changes how long a picture takes, and nothing of the picture. It belongs to one screen, and
/// is used by one thread.
package final class RowMemo {
    /// Messages that are kept; with one more all are forgotten, and the next picture is laid out
    /// whole, once.
    private static let limit = 500

    /// What the rows of a message depend on, beside the message and what never changes.
    struct Setting: Hashable {
        let width: Int
        let room: RoomName
        let name: MemberName
        let server: String
        let time: TimeFormat
        let isClean: Bool
        let hidesSigns: Bool
        let search: TextSearch?
        let preferences: Preferences
    }

    private var setting: Setting?
    private var kept: [Int64: (event: DurableEvent, rows: [Line])] = [:]

    /// Makes one that remembers nothing.
    package init() {}

    /// Forgets what was laid out for another setting.
    func prepare(for setting: Setting) {
        guard self.setting != setting else { return }
        self.setting = setting
        kept = [:]
    }

    /// The rows of an event, which depend on it and the setting alone.
    ///
    /// - Returns: what it makes, or made of the same event.
    func rows(of event: DurableEvent, _ layOut: () -> [Line]) -> [Line] {
        if let known = kept[event.seq], known.event == event { return known.rows }
        let rows = layOut()
        if kept.count >= Self.limit { kept = [:] }
        kept[event.seq] = (event, rows)
        return rows
    }
}

@available(*, unavailable)
extension RowMemo: Sendable {}
