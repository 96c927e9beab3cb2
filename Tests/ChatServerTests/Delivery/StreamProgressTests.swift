import Testing

@testable import ChatServer

@Suite struct StreamProgressTests {
    private func horizon(_ floor: Int64, _ newest: Int64) -> Horizon {
        Horizon(floor: floor, newest: newest)
    }

    @Test("A stream that begins at the head is live at once, and waits")
    func beginsAtHead() {
        var progress = StreamProgress(position: 7)
        #expect(!progress.isCaughtUp(horizon(7, 7)), "nothing was said yet")
        #expect(progress.next(head: 7, horizon: horizon(7, 7)) == .wait(becameLive: true))
        #expect(progress.isCaughtUp(horizon(7, 7)))
        #expect(progress.next(head: 7, horizon: horizon(7, 7)) == .wait(becameLive: false))
    }

    @Test("A stream before what is remembered reads the store up to the head of that moment")
    func readsTheStore() {
        var progress = StreamProgress(position: 3)
        #expect(progress.next(head: 9, horizon: horizon(5, 8)) == .read(after: 3, through: 9))
        #expect(progress.next(head: 12, horizon: horizon(5, 12)) == .none, "one read at a time")
        progress.pageWritten(through: 9)
        #expect(progress.next(head: 12, horizon: horizon(5, 12)) == .writeRemembered(after: 9))
        progress.wrote(through: 12)
        #expect(progress.next(head: 12, horizon: horizon(5, 12)) == .wait(becameLive: true))
    }

    @Test("A stream that waits stays up to date while other rooms are committed to")
    func otherRooms() {
        var progress = StreamProgress(position: 4)
        _ = progress.next(head: 4, horizon: horizon(4, 4))
        #expect(progress.next(head: 8, horizon: horizon(4, 4)) == .wait(becameLive: false))
        #expect(progress.resume(head: 8, horizon: horizon(4, 4)) == 8)
        #expect(!progress.isCaughtUp(horizon(4, 9)), "its own room's commit is news")
        #expect(progress.next(head: 9, horizon: horizon(4, 9)) == .writeRemembered(after: 4))
    }

    @Test("A stream from whose place on something was forgotten is not up to date")
    func forgotten() {
        var progress = StreamProgress(position: 4)
        _ = progress.next(head: 4, horizon: horizon(4, 4))
        #expect(!progress.isCaughtUp(horizon(5, 5)))
        #expect(progress.next(head: 6, horizon: horizon(5, 5)) == .read(after: 4, through: 6))
    }

    @Test("A stream that began past what its loop has heard of is not set back by older commits")
    func beginsAheadOfTheLoop() {
        var progress = StreamProgress(position: 10)
        #expect(progress.next(head: 8, horizon: horizon(8, 8)) == .wait(becameLive: true))
        #expect(progress.next(head: 9, horizon: horizon(8, 9)) == .wait(becameLive: false))
        progress.wrote(through: 9)
        #expect(progress.position == 10)
        #expect(progress.resume(head: 8, horizon: horizon(8, 8)) == 10)
    }

    @Test("A waiting stream resumes at the head, one that is behind where it stands")
    func resumes() {
        var progress = StreamProgress(position: 2)
        #expect(progress.resume(head: 5, horizon: horizon(2, 5)) == 2)
        _ = progress.next(head: 2, horizon: horizon(2, 2))
        #expect(progress.resume(head: 5, horizon: horizon(2, 2)) == 5)
        #expect(progress.resume(head: 5, horizon: horizon(2, 5)) == 2)
    }
}
