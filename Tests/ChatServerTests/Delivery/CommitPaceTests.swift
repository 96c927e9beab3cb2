import Foundation
import NIOCore
import Testing

@testable import ChatServer

/// The thread that commits, waiting for the loops.
@Suite struct CommitPaceTests {
    private func share(pause: TimeAmount) -> DeliveryShare {
        var share = DeliveryShare(loops: 1, lagLimit: .zero, pauseLimit: pause)
        share.note(.now() - .seconds(1), on: 0)
        return share
    }

    /// Waits on a thread of its own, since it blocks.
    private func wait(_ pace: CommitPace) async -> Duration {
        await withCheckedContinuation { end in
            Thread.detachNewThread { end.resume(returning: pace.waitForTurn()) }
        }
    }

    @Test("A loop that has caught up lets the commit go on that waits")
    func wakes() async {
        let pace = CommitPace(share(pause: .hours(1))) { $0.note(nil, on: 0) }
        let pause = await wait(pace)
        #expect(pause > .zero && pause < .seconds(3600))
        #expect(await wait(pace) == .zero)
    }

    @Test("A commit that nobody lets go on goes on by itself, each time")
    func goesOn() async {
        let pace = CommitPace(share(pause: .milliseconds(1)))
        for _ in 0..<3 { #expect(await wait(pace) >= .milliseconds(1)) }
    }

    @Test("A loop that is late still does not wake it")
    func staysLate() async {
        let pace = CommitPace(share(pause: .milliseconds(1))) {
            $0.note(.now() - .seconds(1), on: 0)
        }
        #expect(await wait(pace) >= .milliseconds(1))
    }
}
