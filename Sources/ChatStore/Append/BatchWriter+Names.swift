import ChatProtocol

/// Whose a name is.
extension BatchWriter {
    /// Which names of guests have become accounts'.
    var guestNames: GuestNames { GuestNames(session: session, memory: memory) }

    /// Keeps the names of whoever causes an event and is let in by it, so that nobody else is given
    /// them; a ban keeps no name, or whoever moderates could take all of them.
    func noteNames(in event: DurableEvent) throws {
        try note(event.user)
        guard case .member(let member, let role, _) = event.content, role.isMembership else {
            return
        }
        try note(member)
    }

    private func note(_ name: MemberName) throws {
        guard memory.isNew(speaker: name) else { return }
        try session.run(Statements.noteSpeaker, [.text(name.folded)])
    }
}
