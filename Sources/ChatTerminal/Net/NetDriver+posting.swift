import ChatClient
import ChatProtocol
import ChatTUI
import Synchronization

/// What is said and changed goes through an outbox, which keeps it on the disk.
extension NetDriver {
    /// Has an outbox keep its messages in the file of who speaks now, and shows what that holds.
    ///
    /// Suspends for the disk.
    ///
    /// - Parameters:
    ///   - outbox: nothing changes in it if the file cannot be had.
    ///   - isFirst: whether nothing is kept so far, so that it is told where nothing will be.
    func open(_ outbox: Outbox<LoopClock>, isFirst: Bool = false) async {
        var trouble = "no folder for unsent messages is known; they are lost when this ends"
        if let state = settings.state {
            let name = speaker.withLock { $0 }
            let folder = OutboxFolder(in: state, for: settings.server, as: name)
            do throws(FileError) {
                if let found = try await outbox.reopen(folder) {
                    return await inbox.put(.restored(found))
                }
                trouble = "too many clients run already; unsent messages are not kept on disk"
            } catch {
                trouble = "unsent messages are not kept on disk: \(error)"
            }
        }
        // Afterwards they are kept as before, and found by who said them.
        if isFirst { await inbox.put(.notice(trouble)) }
    }

    /// Takes a message into the outbox.
    ///
    /// Suspends for the disk.
    ///
    /// - Parameters:
    ///   - message: what is to be sent.
    ///   - isLive: whether what shows is what the server has.
    func queue(_ message: OutgoingMessage, in outbox: Outbox<LoopClock>, isLive: Bool) async {
        var kept = message
        kept.speaker = speaker.withLock { $0 }
        do throws(OutboxRefusal) {
            try await outbox.queue(kept, isSure: isLive)
        } catch {
            let reason = error.description
            await inbox.put(.refused(key: message.key, reason: reason, of: message))
        }
    }

    /// Tells the person what became of what was to be sent.
    ///
    /// Suspends while the inbox is full.
    func tell(_ report: Outbox<LoopClock>.Report) async {
        switch report {
        case .posted(let key, let event):
            await inbox.put(.posted(key: key, event))
        case .refused(let message, let problem):
            if problem.code == "room_not_found", message.room.directMember != nil {
                // A stream waits for a talk with nobody, and does not tell.
                await inbox.put(.event(.control(.error(room: message.room, problem))))
            }
            await inbox.put(
                .refused(
                    key: message.key,
                    reason: problem.words,
                    of: message,
                    status: problem.status
                )
            )
        case .notNoted(let error):
            await inbox.put(.notice("what was sent could not be noted on disk: \(error)"))
        case .held(.refused(let problem), _):
            await inbox.put(.held(Held(nil, code: problem.code, reason: problem.words)))
        case .slowed(let room, let problem, _):
            await inbox.put(.held(Held(room, code: problem.code, reason: problem.words)))
        case .held(let failure, _) where failure.isOfStranger:
            let words = failure.description
            await inbox.put(.held(Held(nil, code: "stranger", reason: words)))
        case .held(.unreachable, _):
            // The stream tells of its own that the server is away.
            break
        }
    }
}

extension StreamReport {
    /// Whether a room's own fields changed: it may take now what it did not before.
    var isOfRoom: Bool {
        guard case .event(.durable(let event)) = self, case .room = event.content else {
            return false
        }
        return true
    }
}
