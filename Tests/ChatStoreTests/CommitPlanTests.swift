import ChatProtocol
import Testing

@testable import ChatStore

/// How SQLite finds what the thread that commits asks for: nothing that it does for one request may
/// grow with what the log, or somebody else, has.
@Suite(.timeLimit(.minutes(10))) struct CommitPlanTests {
    /// All of them but those that end after some rows of a table in its own order.
    private static let statements = [
        // Rooms and numbers.
        Statements.roomNumbers, Statements.visibility, Statements.roomCount, Statements.makeRoom,
        Statements.setTopic, Statements.setSlowSeconds, Statements.setRetention,
        Statements.setVisibility, Statements.newestPlace, Statements.firstPlace,
        Statements.messagePosition,
        // Keys.
        Statements.useOfKey, Statements.eventOfKey, Statements.keepKey,
        Statements.keepUnchangedKey, Statements.dropOldUnchangedKeys,
        // Edits, deletions, reactions.
        Statements.saidAt, Statements.messageState, Statements.setMessageState,
        Statements.reaction, Statements.addReaction, Statements.dropReaction,
        Statements.dropReactions, Statements.withdrawMessage, Statements.withdrawEdits,
        // Members and marks.
        Statements.setRole, Statements.dropRole, Statements.isOwner, Statements.ownerCount,
        Statements.readSeq, Statements.markRead, Statements.noteSpeaker, Statements.addAudit,
        // Imports.
        Statements.loggedAt, Statements.importedAt, Statements.postedBetween, Statements.eventsAt,
        Statements.setLoggedAt, Statements.setClockBehind,
        // Removal.
        Statements.dropRoom, Statements.dropMembers, Statements.dropReads, Statements.removeRoom,
        Statements.oldestEvents, Statements.isEventThere, Statements.removeEvent,
        Statements.removeState, Statements.setRemovedThrough, Statements.emptyEvent,
    ]

    // Each repeat with a key made a list of all rooms, and each room that was taken away looked
    // through all read marks of all others.
    @Test("No statement of a commit looks through a whole table")
    func searches() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            for text in Self.statements {
                let plan = try await store.database.write { session in
                    try session.rows("EXPLAIN QUERY PLAN " + text, []) { try $0.text(3) }
                }
                let scans = plan.filter { $0.hasPrefix("SCAN ") && $0 != "SCAN CONSTANT ROW" }
                #expect(scans.isEmpty, "\(text): \(plan)")
            }
        }
    }
}
