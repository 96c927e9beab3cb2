import ChatProtocol
import NIOCore

/// A room's events of the moment (`typing`, `presence`, `read`) that its streams have not had yet.
///
/// They are merged: of a member's events of one kind the last one counts, and a `read` never goes
/// back: servers tell each other of marks in any order. Some of them make a batch, which each
/// stream gets in one write. The next batch begins when this one has gone round, and not before its
/// time. So a room makes one write to each of its streams for a batch, however many people type,
/// and what is too much is dropped.
struct RoomMoments {
    /// Members whose marks are remembered: names cost nothing.
    private static let markCount = 1000

    /// An event, and whom alone it is for.
    struct Item: Sendable {
        let event: EphemeralEvent
        let member: MemberName?
    }

    /// Events that go round together.
    final class Batch {
        let items: [Item]
        private let shared: EncodedOnce

        fileprivate init(_ items: [Item]) {
            self.items = items
            shared = EncodedOnce(items.map { .ephemeral($0.event) })
        }

        /// What of it a stream gets.
        ///
        /// - Parameters:
        ///   - encoding: the form of the stream.
        ///   - takes: whether an item is for the stream.
        /// - Returns: the bytes, maybe none.
        func bytes(as encoding: Encoding, where takes: (Item) -> Bool) -> ByteBuffer {
            let encoded = shared.encoded(as: encoding)
            let taken = items.indices.filter { takes(items[$0]) }
            guard taken.count < items.count else { return encoded.buffer }
            var bytes = ByteBuffer()
            for index in taken {
                var piece = encoded.slice(index..<index + 1)
                bytes.writeBuffer(&piece)
            }
            return bytes
        }
    }

    private let limit: Int
    private var waiting: [Item] = []
    /// How far each member was told to have read.
    private var marks = RecentValues<MemberName, Int64>(half: RoomMoments.markCount)
    /// The batch that goes round, and how many seats have not been asked yet.
    private(set) var batch: Batch?
    private(set) var due = 0

    /// Begins with none.
    ///
    /// - Parameter limit: the most events of a batch.
    init(limit: Int) {
        self.limit = limit
    }

    /// Whether something waits for the next batch.
    var hasNext: Bool { !waiting.isEmpty }

    /// Takes an event in.
    ///
    /// - Parameters:
    ///   - event: which may take an earlier one's place, or be dropped.
    ///   - member: whose streams alone get it; `nil` for all.
    mutating func take(_ event: EphemeralEvent, for member: MemberName?) {
        if case .read(_, let seq) = event, let member {
            guard seq >= marks[member] ?? 0 else { return }
            marks.put(seq, for: member)
        }
        waiting.removeAll { $0.member == member && $0.event.replaces(event) }
        guard waiting.count < limit else { return }
        waiting.append(Item(event: event, member: member))
    }

    /// Makes a batch of what waits.
    ///
    /// - Parameter seats: how many streams are to get it.
    mutating func begin(seats: Int) {
        batch = Batch(waiting)
        waiting = []
        due = seats
    }

    /// The seat whose turn it is, once.
    ///
    /// - Parameter seats: how many there are now.
    /// - Returns: its index; `nil` when the batch has gone round.
    mutating func nextSeat(of seats: Int) -> Int? {
        due = min(due, seats)
        guard due > 0 else {
            batch = nil
            return nil
        }
        due -= 1
        return due
    }
}

extension EphemeralEvent {
    /// Whether it says the same thing of the same member as another one, then or now.
    fileprivate func replaces(_ other: EphemeralEvent) -> Bool {
        switch (self, other) {
        case (.presence(_, let one, _), .presence(_, let two, _)): one == two
        case (.typing(_, let one), .typing(_, let two)): one == two
        case (.read, .read): true
        default: false
        }
    }
}
