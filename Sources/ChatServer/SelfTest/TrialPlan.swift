/// What a publisher of a trial does, one step after the other: it posts, changes what it posted,
/// and marks rooms as read.
///
/// It begins with one step of each kind, so that the shortest trial has seen all of them; what
/// follows is random. No step is refused by a server that keeps its promises. Pure.
package struct TrialPlan: Sendable {
    /// One thing to do.
    package enum Step: Hashable, Sendable {
        /// Something to say, or to change of what this plan said.
        case act(TestHistory.Act, room: String)
        /// A room that is read up to a number.
        case mark(Int64, room: String)
    }

    /// What may follow a message.
    private enum Kind {
        case edit, react, delete, mark
    }

    /// A message of one's own that can be changed.
    private struct Own {
        let room: String
        let seq: Int64
        /// The emoji that were put, and with a `-` those that were taken back.
        var emoji: Set<String> = []
    }

    /// What follows each of the first messages.
    private static let opening: [[Kind]] = [[.edit, .react, .mark], [.delete]]
    private static let padding = 0...300
    private static let emoji = ["👍", "🎉", "+1"]
    /// One message in so many is changed, and after one in so many a room is marked as read.
    private static let changeOdds = 6
    private static let markOdds = 40
    /// After so many steps one is sent twice.
    private static let repeatedSteps = 20
    /// The newest messages of one's own, of which one is changed.
    private static let keptMessages = 50

    private let number: Int
    private let rooms: [String]
    private var random: TrialRandom
    private var messages = 0
    /// What follows the last message.
    private var due: [Kind] = []
    private var own: [Own] = []
    private var newest: [String: Int64] = [:]

    /// How many steps were given.
    package private(set) var steps = 0

    /// Whether a kind of step was not given yet.
    package var isOpening: Bool {
        messages < Self.opening.count || (messages == Self.opening.count && !due.isEmpty)
    }

    /// Whether the last step is to be sent again with its key once it is acknowledged, as are the
    /// first ones, each of another kind, and a few of those that follow.
    package var isRepeated: Bool {
        messages <= Self.opening.count || steps % Self.repeatedSteps == 0
    }

    /// Begins.
    ///
    /// - Parameter rooms: where it posts, one or more.
    package init(of number: Int, in rooms: [String], seed: UInt64) {
        self.number = number
        self.rooms = rooms
        random = TrialRandom(seed: seed, stream: UInt64(number))
    }

    /// Gives the next step, which is to be done before another one is asked for.
    package mutating func next() -> Step {
        steps += 1
        while !due.isEmpty {
            // Nothing may be left of what it would be done to.
            if let step = step(of: due.removeFirst()) { return step }
        }
        messages += 1
        due = following()
        return say()
    }

    /// Takes the number of the message that the last step said.
    package mutating func take(_ seq: Int64, in room: String) {
        newest[room] = seq
        own.append(Own(room: room, seq: seq))
        if own.count > Self.keptMessages { own.removeFirst() }
    }

    // MARK: - What is chosen

    private mutating func following() -> [Kind] {
        guard messages > Self.opening.count else { return Self.opening[messages - 1] }
        var kinds: [Kind] = []
        if Int.random(in: 1...Self.changeOdds, using: &random) == 1 { kinds.append(change()) }
        if Int.random(in: 1...Self.markOdds, using: &random) == 1 { kinds.append(.mark) }
        return kinds
    }

    private mutating func change() -> Kind {
        switch Int.random(in: 1...10, using: &random) {
        case 1...2: .delete
        case 3...6: .edit
        default: .react
        }
    }

    private mutating func say() -> Step {
        let room = rooms[Int.random(in: rooms.indices, using: &random)]
        let padding = Int.random(in: Self.padding, using: &random)
        let text = "\(number)-\(steps) says " + String(repeating: "·", count: padding) + "end"
        return .act(.say(text), room: room)
    }

    /// A step of a kind; `nil` where there is nothing to do it to.
    private mutating func step(of kind: Kind) -> Step? {
        if kind == .mark { return mark() }
        guard !own.isEmpty else { return nil }
        let index = Int.random(in: own.indices, using: &random)
        switch kind {
        case .edit:
            let text = "\(number)-\(steps) says so"
            return .act(.edit(of: own[index].seq, text), room: own[index].room)
        case .react: return react(at: index)
        case .delete:
            // Whatever else is done to it would be refused from now on.
            let gone = own.remove(at: index)
            return .act(.delete(gone.seq), room: gone.room)
        case .mark: return nil
        }
    }

    /// Puts an emoji, or takes it back; each once, so that it is known again.
    private mutating func react(at index: Int) -> Step? {
        let emoji = Self.emoji[Int.random(in: Self.emoji.indices, using: &random)]
        let isOn = !own[index].emoji.contains(emoji)
        guard own[index].emoji.insert(isOn ? emoji : "-" + emoji).inserted else { return nil }
        let act = TestHistory.Act.react(to: own[index].seq, emoji: emoji, isOn: isOn)
        return .act(act, room: own[index].room)
    }

    private mutating func mark() -> Step? {
        let rooms = newest.sorted { $0.key < $1.key }
        return rooms.randomElement(using: &random).map { .mark($0.value, room: $0.key) }
    }
}
