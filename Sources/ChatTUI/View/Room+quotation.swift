import ChatProtocol

/// Messages as others speak of them, held or fetched by themselves.
extension Room {
    /// Who said a message, and what; as it reads now.
    ///
    /// - Parameter ignored: members whose words do not show.
    /// - Returns: a line that is safe for a terminal.
    func quotation(of seq: Int64, for name: MemberName, ignoring ignored: Set<MemberName>) -> String
    {
        guard let user = author(of: seq) else { return "an earlier message" }
        if ignored.contains(user) { return "\(user): (ignored)" }
        return "\(user): \(ShownText.phrase.of(text(of: seq, for: name)))"
    }

    /// What a message says now.
    ///
    /// - Returns: that it is gone, and by whom, if it is; nothing if it is not known.
    func text(of seq: Int64, for name: MemberName) -> String {
        guard let event = known(seq), case .message(let message) = event.content else { return "" }
        let current = currentMessage(of: seq, for: name)
        let told = message.state?.isDeleted == true ? Deletion() : nil
        let deletion = current.deletion ?? told
        return deletion?.place(of: event.user) ?? current.text ?? message.text
    }

    /// Who said a message.
    ///
    /// - Returns: `nil` if it is not known, or is none.
    func author(of seq: Int64) -> MemberName? {
        known(seq).flatMap { $0.content.isMessage ? $0.user : nil }
    }

    private func known(_ seq: Int64) -> DurableEvent? {
        if let place = timeline.index(of: seq) { return timeline.events[place] }
        if case .held(let event)? = originals[seq] { return event }
        return nil
    }
}
