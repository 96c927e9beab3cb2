import ChatProtocol

/// Looking closer at a message.
extension Model {
    /// Goes to what a message answers, else shows its details.
    ///
    /// - Returns: a load if what it answers is not held.
    mutating func showDetails(of seq: Int64, _ message: Message) -> [Effect] {
        guard let target = message.replyTo else {
            overlay = .details(seq, scrolled: 0)
            return []
        }
        guard room.timeline.index(of: target) != nil, let selection else {
            return leaveSelecting() + jump(to: target)
        }
        writing.mode = .select(Selection(item: .event(target), back: selection.back))
        return revealSelected()
    }
}
