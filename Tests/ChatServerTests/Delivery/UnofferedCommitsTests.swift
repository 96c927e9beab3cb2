import NIOCore
import TestTools
import Testing

@testable import ChatServer

/// Which commits have not been offered to each stream yet.
@Suite struct UnofferedCommitsTests {
    private func time(_ number: Int) -> NIODeadline {
        .uptimeNanoseconds(UInt64(1_000_000 + number))
    }

    @Test("A commit is offered with the turn of the last stream, however many come meanwhile")
    func offered() {
        var commits = UnofferedCommits()
        commits.add(since: time(1), bytes: 10, streams: 3)
        #expect(commits.tookTurn() == nil)
        commits.add(since: time(2), bytes: 5, streams: 3)
        #expect(commits.tookTurn() == nil)
        #expect(commits.oldest == time(1) && commits.bytes == 15)
        #expect(commits.tookTurn() == time(1))
        #expect(commits.oldest == time(2) && commits.bytes == 5)
        #expect(commits.tookTurn() == time(2))
        #expect(commits.oldest == nil && commits.bytes == 0)
    }

    @Test("A room without a stream that is due has nothing to offer")
    func nobody() {
        var commits = UnofferedCommits()
        commits.add(since: time(1), bytes: 10, streams: 0)
        #expect(commits.oldest == nil && commits.bytes == 0)
    }

    @Test("One that begins again is offered by as many turns as there are streams now")
    func again() {
        var commits = UnofferedCommits()
        commits.add(since: time(1), bytes: 10, streams: 2)
        #expect(commits.tookTurn() == nil)
        commits.add(since: time(2), bytes: 10, streams: 2)
        commits.begin(streams: 2)
        #expect(commits.tookTurn() == nil)
        #expect(commits.bytes == 20)
        #expect(commits.tookTurn() == time(1))
        commits.begin(streams: 2)
        #expect(commits.tookTurn() == nil && commits.bytes == 0)
    }

    @Test("In any order of commits and turns it tells what a list of each stream's would")
    func model() {
        var random = SeededGenerator(seed: 4)
        for streams in 1...5 {
            var commits = UnofferedCommits()
            // Of each commit: when it was durable, its bytes, and the turns that are missing.
            var known: [(since: NIODeadline, bytes: Int, missing: Int)] = []
            for number in 0..<400 {
                if Int.random(in: 0..<4, using: &random) == 0 {
                    commits.add(since: time(number), bytes: number, streams: streams)
                    known.append((time(number), number, streams))
                } else if !known.isEmpty {
                    for index in known.indices { known[index].missing -= 1 }
                    let done = known.filter { $0.missing == 0 }
                    known.removeAll { $0.missing == 0 }
                    #expect(commits.tookTurn() == done.first?.since)
                }
                #expect(commits.oldest == known.first?.since)
                #expect(commits.bytes == known.reduce(0) { $0 + $1.bytes })
            }
        }
    }
}
