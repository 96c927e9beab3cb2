import TestTools
import Testing

@testable import ChatStore

@Suite struct SearchMergeTests {
    /// The positions of each list, which are asked for as an index answers.
    private struct Lists {
        let positions: [[Int64]]
        /// How many matches each list gave.
        var given: [Int]

        init(_ positions: [[Int64]]) {
            self.positions = positions
            given = positions.map { _ in 0 }
        }

        var sources: [SearchSource] {
            positions.indices.map { number in
                SearchSource(list: number % 2 == 0 ? .own : .common, expression: "\(number)")
            }
        }

        mutating func answer(to turn: SearchMerge.Turn) throws -> [SearchIndex.Match] {
            let number = try #require(Int(turn.source.expression))
            let window = turn.window
            #expect(window.before - 1 > window.after)
            let found = positions[number].sorted(by: >)
                .filter { window.after < $0 && $0 < window.before }.prefix(turn.limit)
            given[number] += found.count
            return found.map { SearchIndex.Match(position: $0, weight: 0) }
        }
    }

    private func merge(
        _ lists: inout Lists,
        before: Int64 = .max,
        limit: Int,
        within time: Duration = .seconds(1),
        taking step: Duration = .zero
    ) throws -> SearchMerge {
        let part = try SearchPart(after: 0, before: before)
        var merge = SearchMerge(lists.sources, in: part, head: 1000, limit: limit)
        while let turn = merge.turn(within: time) {
            merge.take(try lists.answer(to: turn), of: turn, in: step)
        }
        return merge
    }

    @Test("What is found bounds what the other lists are asked for")
    func bounds() throws {
        var lists = Lists([Array(901...1000), Array(1...900), Array(990...999)])
        let merge = try merge(&lists, limit: 10)
        #expect(merge.matches.map(\.position) == Array((Int64(991)...1000).reversed()))
        #expect(lists.given == [10, 0, 9])
    }

    @Test("A message that was moved between two turns is found once")
    func moved() throws {
        var lists = Lists([[5, 7, 9], [7, 9, 11], []])
        let (all, newest) = (try merge(&lists, limit: 4), try merge(&lists, limit: 2))
        #expect(all.matches.map(\.position) == [11, 9, 7, 5])
        #expect(newest.matches.map(\.position) == [11, 9])
    }

    @Test("Page by page all is found, the newest first, however many lists and however little time")
    func pages() throws {
        var random = SeededGenerator(seed: 5)
        for limit in [1, 2, 7, 100] {
            var all = Array(Int64(1)...300).shuffled(using: &random)
            var positions: [[Int64]] = []
            for count in [0, 1, 3, 40, 120] {
                positions.append(Array(all.prefix(count)))
                all.removeFirst(count)
            }
            for time in [Duration.zero, .seconds(1)] {
                var lists = Lists(positions)
                var found: [Int64] = []
                var before = Int64.max
                while true {
                    let merge = try merge(
                        &lists,
                        before: before,
                        limit: limit,
                        within: time,
                        taking: .milliseconds(1)
                    )
                    found += merge.matches.map(\.position)
                    guard let next = merge.next else { break }
                    try #require(next < before)
                    before = next
                }
                #expect(found == positions.flatMap { $0 }.sorted(by: >))
            }
        }
    }
}
