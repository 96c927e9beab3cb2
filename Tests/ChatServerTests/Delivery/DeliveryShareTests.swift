import NIOCore
import TestTools
import Testing

@testable import ChatServer

/// When a commit waits for what is delivered, by times alone.
@Suite struct DeliveryShareTests {
    private static let lag = TimeAmount.milliseconds(5)
    private static let pause = TimeAmount.milliseconds(20)
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private func share(loops: Int = 1) -> DeliveryShare {
        DeliveryShare(loops: loops, lagLimit: Self.lag, pauseLimit: Self.pause)
    }

    @Test("A commit waits only for what has waited longer than the limit")
    func limit() {
        var share = share()
        #expect(share.step(at: start) == .commit(pause: .zero))
        share.note(start, on: 0)
        #expect(share.step(at: start + Self.lag) == .commit(pause: .zero))
        let late = start + Self.lag + .nanoseconds(1)
        #expect(share.step(at: late) == .wait(Self.pause))
        #expect(!share.mayCommit(at: late))
        share.note(nil, on: 0)
        #expect(share.mayCommit(at: late + .milliseconds(1)))
        #expect(share.step(at: late + .milliseconds(1)) == .commit(pause: .milliseconds(1)))
    }

    @Test("The latest loop decides")
    func loops() {
        var share = share(loops: 3)
        share.note(start, on: 1)
        share.note(start + .milliseconds(9), on: 2)
        let now = start + .milliseconds(10)
        #expect(share.step(at: now) == .wait(Self.pause))
        share.note(start + .milliseconds(8), on: 1)
        #expect(share.step(at: now) == .commit(pause: .zero))
    }

    @Test("A pause ends by itself, and the next commit has one of its own")
    func bound() {
        var share = share()
        share.note(start, on: 0)
        var now = start + .seconds(1)
        for _ in 0..<3 {
            #expect(share.step(at: now) == .wait(Self.pause))
            now = now + Self.pause
            #expect(share.step(at: now) == .commit(pause: Self.pause))
        }
    }

    @Test("Whatever loops tell and when: no pause is too long, and none without a reason")
    func always() {
        var random = SeededGenerator(seed: 21)
        for _ in 0..<200 {
            var share = share(loops: 2)
            var noted: [NIODeadline?] = [nil, nil]
            var now = start
            var pausedSince: NIODeadline?
            for _ in 0..<100 {
                now = now + .microseconds(Int64.random(in: 0...4000, using: &random))
                if Bool.random(using: &random) {
                    let loop = Int.random(in: 0...1, using: &random)
                    let age = TimeAmount.microseconds(Int64.random(in: 0...9000, using: &random))
                    noted[loop] = Bool.random(using: &random) ? nil : now - age
                    share.note(noted[loop], on: loop)
                    continue
                }
                let isLate = noted.contains { $0.map { now - $0 > Self.lag } ?? false }
                let begin = pausedSince ?? now
                let mayCommit = share.mayCommit(at: now)
                switch share.step(at: now) {
                case .commit(let pause):
                    #expect(!isLate || now >= begin + Self.pause)
                    #expect(pause == now - begin)
                    #expect(mayCommit)
                    pausedSince = nil
                case .wait(let time):
                    #expect(isLate && !mayCommit)
                    #expect(now + time == begin + Self.pause)
                    pausedSince = begin
                }
            }
        }
    }
}
