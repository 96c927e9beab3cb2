import Testing

@testable import LoadGenerator

@Suite("The check of what each stream receives")
struct SequenceTableTests {
    @Test("Everything once and in order is no fault")
    func acceptsOrder() {
        #expect(faults(of: [0, 1, 2], acknowledged: 3) == Faults())
    }

    @Test("A message that never came is lost, at the beginning too")
    func countsLosses() {
        #expect(faults(of: [0, 2], acknowledged: 3).lost == 1)
        #expect(faults(of: [2], acknowledged: 3).lost == 2)
    }

    @Test("A message that came again is doubled")
    func countsDoubles() {
        #expect(faults(of: [0, 1, 0, 1], acknowledged: 2).doubled == 2)
    }

    @Test("A message that came late is out of order, and not lost; again, it is doubled")
    func countsDisorder() {
        let found = faults(of: [0, 2, 1, 1], acknowledged: 3)
        #expect(found.disordered == 1)
        #expect(found.lost == 0)
        #expect(found.doubled == 1)
    }

    @Test("What was acknowledged and had not come at the end is missing")
    func countsMissing() {
        #expect(faults(of: [0], acknowledged: 3).missing == 2)
    }

    @Test("A publisher that does not exist is malformed")
    func refusesUnknownPublisher() {
        var table = SequenceTable(streams: 1, publishers: 1)
        let isNew = table.note(Stamp(publisher: 1, counter: 0, due: 0), stream: 0)
        #expect(!isNew)
        let malformed = table.faults.malformed
        #expect(malformed == 1)
    }

    @Test("A stream that joined again begins at what it first sees")
    func beginsAnew() {
        var table = SequenceTable(streams: 1, publishers: 1)
        table.forget(stream: 0)
        let isNew = [5, 6, 8].map { table.note(stamp($0), stream: 0) }
        table.finish(stream: 0, acknowledged: [9])
        let faults = table.faults
        #expect(isNew == [true, true, true])
        #expect(faults == Faults(lost: 1))
    }

    @Test("Streams are told apart, and so are publishers")
    func keepsApart() {
        var table = SequenceTable(streams: 2, publishers: 2)
        let isNew = [0, 1].flatMap { stream in
            [0, 1].map { publisher in
                table.note(Stamp(publisher: publisher, counter: 0, due: 0), stream: stream)
            }
        }
        let faults = table.faults
        #expect(isNew == [true, true, true, true])
        #expect(faults.isClean)
    }

    private func stamp(_ counter: UInt32) -> Stamp {
        Stamp(publisher: 0, counter: counter, due: 0)
    }

    private func faults(of counters: [UInt32], acknowledged: UInt32) -> Faults {
        var table = SequenceTable(streams: 1, publishers: 1)
        for counter in counters { _ = table.note(stamp(counter), stream: 0) }
        table.finish(stream: 0, acknowledged: [acknowledged])
        return table.faults
    }
}
