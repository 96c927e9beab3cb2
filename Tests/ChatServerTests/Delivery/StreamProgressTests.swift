import Testing

@testable import ChatServer

@Suite struct StreamProgressTests {
    @Test("A stream that begins at the head is live at once, and waits")
    func beginsAtHead() {
        var progress = StreamProgress(position: 7, end: nil)
        #expect(progress.next(head: 7, ringStart: nil) == .wait(becameLive: true))
        #expect(progress.isCaughtUp)
        #expect(progress.next(head: 7, ringStart: nil) == .wait(becameLive: false))
    }

    @Test("A stream behind the ring reads the store up to the head of the time of asking")
    func readsTheStore() {
        var progress = StreamProgress(position: 3, end: nil)
        #expect(progress.next(head: 9, ringStart: 5) == .read(after: 3, through: 9))
        #expect(progress.next(head: 12, ringStart: 5) == .none, "one read at a time")
        progress.pageWritten(through: 9)
        #expect(progress.next(head: 12, ringStart: 5) == .writeFromRing(after: 9))
        progress.wrote(through: 12)
        #expect(progress.next(head: 12, ringStart: 5) == .wait(becameLive: true))
    }

    @Test("A commit wakes a stream that waits, and leaves one that is behind where it is")
    func commitWakes() {
        var waiting = StreamProgress(position: 4, end: nil)
        _ = waiting.next(head: 4, ringStart: nil)
        #expect(waiting.committed(first: 9) == true, "positions 5 to 8 were of other rooms")
        #expect(waiting.position == 8)
        #expect(waiting.next(head: 9, ringStart: 3) == .writeFromRing(after: 8))

        var behind = StreamProgress(position: 4, end: nil)
        #expect(behind.committed(first: 9) == false)
        #expect(behind.position == 4)
    }

    @Test("A stream that began past what its loop has heard of is not set back by older commits")
    func beginsAheadOfTheLoop() {
        var progress = StreamProgress(position: 10, end: nil)
        #expect(progress.next(head: 8, ringStart: nil) == .wait(becameLive: true))
        #expect(progress.committed(first: 9) == true)
        #expect(progress.position == 10)
        #expect(progress.resume(head: 8) == 10)
    }

    @Test("A stream with an end reads on to it and then ends, whatever the head")
    func ends() {
        var progress = StreamProgress(position: 0, end: 6)
        #expect(progress.next(head: 4, ringStart: nil) == .read(after: 0, through: 6))
        progress.pageWritten(through: 6)
        #expect(progress.next(head: 4, ringStart: nil) == .end)
    }

    @Test("A waiting stream resumes at the head, one that is behind where it stands")
    func resumes() {
        var progress = StreamProgress(position: 2, end: nil)
        #expect(progress.resume(head: 5) == 2)
        _ = progress.next(head: 2, ringStart: nil)
        #expect(progress.resume(head: 5) == 5)
    }
}
