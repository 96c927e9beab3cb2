import Testing

@testable import ChatServer

/// What publishers of a trial do, against a log that keeps every promise.
@Suite struct TrialPlanTests {
    private struct Place: Hashable {
        let room: String
        let seq: Int64
    }

    /// A log that takes what the manual says that it takes.
    private struct Log {
        var newest: [String: Int64] = [:]
        var deleted: Set<Place> = []
        var reactions: Set<String> = []
        var done: [TestHistory.Act.Kind] = []
        var marks = 0
        var refused: [TrialPlan.Step] = []

        mutating func take(_ step: TrialPlan.Step, of plan: inout TrialPlan) {
            if isRefused(step) { refused.append(step) }
            guard case .act(let act, let room) = step else {
                marks += 1
                return
            }
            done.append(act.kind)
            newest[room, default: 0] += 1
            guard let seq = newest[room] else { return }
            switch act {
            case .say: plan.take(seq, in: room)
            case .delete(let target): deleted.insert(Place(room: room, seq: target))
            case .react(let target, let emoji, let isOn):
                let name = "\(room) \(target) \(emoji)"
                if isOn { reactions.insert(name) } else { reactions.remove(name) }
            case .edit: break
            }
        }

        private func isRefused(_ step: TrialPlan.Step) -> Bool {
            switch step {
            case .mark(let seq, let room): seq > newest[room] ?? 0
            case .act(.say, _): false
            case .act(.edit(let target, _), let room), .act(.delete(let target), let room):
                isGone(target, in: room)
            case .act(.react(let target, let emoji, let isOn), let room):
                isGone(target, in: room)
                    || reactions.contains("\(room) \(target) \(emoji)") == isOn
            }
        }

        private func isGone(_ seq: Int64, in room: String) -> Bool {
            seq > newest[room] ?? 0 || deleted.contains(Place(room: room, seq: seq))
        }
    }

    private static let rooms = ["a", "b", "c", "d"]

    // Seen as: a message that was the only one left was edited after it was deleted, and the
    // refusal was called a broken promise.
    @Test("No step is refused by a server that keeps its promises, whatever the seed")
    func refused() {
        for seed: UInt64 in 0..<300 {
            var plan = TrialPlan(of: Int(seed % 64) + 1, in: Self.rooms, seed: seed)
            var log = Log()
            for _ in 0..<300 { log.take(plan.next(), of: &plan) }
            #expect(log.refused == [], "seed \(seed)")
        }
    }

    @Test("Each step is another one, and comes again with the same seed")
    func again() {
        var (plan, same) = (
            TrialPlan(of: 1, in: Self.rooms, seed: 5), TrialPlan(of: 1, in: Self.rooms, seed: 5)
        )
        var (log, logOfSame) = (Log(), Log())
        var acts: [TrialPlan.Step] = []
        for _ in 0..<2000 {
            let step = plan.next()
            log.take(step, of: &plan)
            let again = same.next()
            logOfSame.take(again, of: &same)
            #expect(step == again)
            if case .act = step { acts.append(step) }
        }
        #expect(Set(acts).count == acts.count)
    }

    @Test("A plan begins with a step of each kind", arguments: [0, 7, 42] as [UInt64])
    func opening(seed: UInt64) {
        var plan = TrialPlan(of: 3, in: Self.rooms, seed: seed)
        var log = Log()
        while plan.isOpening {
            log.take(plan.next(), of: &plan)
            #expect(plan.isRepeated)
        }
        #expect(Set(log.done) == Set(TestHistory.Act.Kind.allCases))
        #expect(log.marks == 1)
        #expect(plan.steps == 6)
    }

    // Seen as: each publisher drew the numbers of the one before it, one later.
    @Test("Streams of one seed have no number in common")
    func streams() {
        var seen: Set<UInt64> = []
        for stream: UInt64 in 0..<70 {
            var random = TrialRandom(seed: 42, stream: stream)
            for _ in 0..<1000 { seen.insert(random.next()) }
        }
        #expect(seen.count == 70_000)
    }
}
