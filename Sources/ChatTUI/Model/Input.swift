package import ChatProtocol

/// What happened, as the model is told it: a key, a byte of news from the stream, an answer.
///
/// The driver makes these from the terminal, the network and the clock; `update` is the only
/// reader.
package enum Input: Hashable, Sendable {
    /// A key, already parsed from the terminal's bytes.
    case key(Key)
    /// A bracketed paste, whole.
    case paste(String)
    /// The terminal's new size.
    case resize(Size)
    /// The terminal got (`true`) or lost the focus.
    case focus(Bool)
    /// Whether anybody can see the screen, as was asked.
    case viewerChecked(Bool)
    /// The mouse did something; only while the frame says that it is taken.
    case mouse(Mouse)
    /// The terminal answered what stands behind its text: a light colour or a dark one.
    case ground(isLight: Bool)
    /// The terminal answered what it is: nothing that was asked before is still to be answered.
    case attributes
    /// The time, at least once a minute, and each second while a countdown shows.
    case tick(Timestamp)
    /// How the stream is.
    case stream(StreamHealth)
    /// Whether the server that has no stream for us answers at all.
    case serverAnswers(Bool)
    /// An event of the stream, in order.
    case event(Event)
    /// A page of history for a room, oldest first. `atStart`: nothing lies before it.
    case history(RoomName, [DurableEvent], atStart: Bool)
    /// History did not come; the reason is for people.
    case historyFailed(RoomName, reason: String)
    /// A message that was asked for by itself; `nil` if there is none.
    case message(RoomName, seq: Int64, DurableEvent?)
    /// A message that was asked for by itself did not come; whether there is one is not known.
    case messageFailed(RoomName, seq: Int64)
    /// The messages of a room that were asked for to count them; `nil` if they did not come.
    case unheld(RoomName, UnheldMessages, [DurableEvent]?)
    /// What a search found next; `isDone`: that was all.
    case found(Int, [DurableEvent], isDone: Bool)
    /// A search ended early; the reason is for people.
    case searchFailed(Int, reason: String)
    /// A message or change of the outbox is durable; without its event if the server gave none.
    case posted(key: String, DurableEvent?)
    /// A message or change of the outbox was refused for good; the reason is for people.
    ///
    /// With the message itself, for where its room does not show, and the status of the answer.
    case refused(key: String, reason: String, of: OutgoingMessage? = nil, status: Int? = nil)
    /// What waits does not go out for now.
    case held(Held)
    /// The unsent messages that an earlier run left in its outbox, oldest first.
    case restored([OutgoingMessage])
    /// The server's rooms, and who asked for them: what one may see and has read is nobody else's.
    case rooms([RoomSummary], by: Asker? = nil)
    /// A room is there that was to be entered, with the server's rooms, and who asked for it.
    case entered(RoomName, [RoomSummary], by: Asker? = nil)
    /// A room that was to be entered is not there; the reason is for people.
    case notEntered(RoomName, reason: String)
    /// A room that the person took away is gone; `wasThere`: by that.
    case destroyed(RoomName, wasThere: Bool = true)
    /// The members of a room.
    case members(RoomName, [MemberSummary])
    /// Who is signed in; `nil` is nobody any more.
    case signedIn(SignedInAccount?)
    /// Whether the server lets somebody who was signed in decide in all rooms.
    case isOperator(MemberName, Bool)
    /// What was decided about a room or a member of it was so before: no event tells of it.
    case unchanged(RoomName, Decision)
    /// What came of an order about the server.
    case serverBan(ServerBanAnswer)
    /// A code that lets somebody into a room, or into the server alone.
    case inviteCode(RoomName?, InviteCode)
    /// An event of any room of the person's, followed or not.
    case news(DurableEvent)
    /// The paths that begin as ``Effect/listPaths(_:)`` asked, folders with a slash at their end.
    case paths(String, [String])
    /// What came back from the editor that ``Effect/editExternally(_:)`` opened.
    case edited(String)
    /// How a file on its way goes.
    case transfer(Int, Transfer.Report)
    /// A word from the driver for the person.
    case notice(String)
    /// What the person ordered is not done; the reason is for people.
    case notDone(String)
    /// What was asked before ``Effect/settle`` is answered, or never will be.
    case settled
    /// What the dictionary says of a word.
    case spelled(String, SpellingVerdict)
    /// What a line of the shell said, and the room that it is for.
    case executed(CommandOutput, room: RoomName?)
}

extension Input {
    /// Whether the person did it, who is there then.
    var isOfPerson: Bool {
        switch self {
        case .key, .paste, .mouse: true
        default: false
        }
    }
}

/// How the stream is, for the status line.
package enum StreamHealth: Hashable, Sendable {
    /// The first byte has not come.
    case connecting(server: String)
    /// The stream is open; history is being replayed.
    case catchingUp
    /// What comes happens now.
    case live
    /// Nothing came for this many seconds, which is more than a heartbeat.
    case stale(seconds: Int)
    /// No stream; the next try is at `retryAt`, or when the person asks for it. The reason is for
    /// people.
    case offline(reason: String, retryAt: Timestamp?)
}
