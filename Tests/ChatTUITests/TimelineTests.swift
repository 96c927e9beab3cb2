import ChatProtocol
import TestTools
import Testing

@testable import ChatTUI

@Suite("A timeline")
struct TimelineTests {
    @Test("holds each event once, in order, whatever order they come in")
    func ordersEvents() {
        var timeline = Timeline()
        let isNew = [3, 1, 3, 2, 1].map { timeline.insert(said($0, bob, "\($0)")) }
        #expect(isNew == [true, true, false, true, false])
        #expect(timeline.events.map(\.seq) == [1, 2, 3])
        #expect(timeline.reachesStart)
    }

    @Test("knows what is missing, until a page tells")
    func knowsHoles() {
        var timeline = Timeline()
        for seq: Int64 in [5, 6, 10] { timeline.insert(said(seq, bob, "x")) }
        #expect(timeline.hole(before: 0) == nil)
        #expect(timeline.hole(before: 1) == nil)
        #expect(timeline.hole(before: 2) == 7...9)
        #expect(timeline.newestHole?.before == 10)
        timeline.merge([said(9, bob, "x")], before: 10, atStart: false)
        #expect(timeline.hole(before: 2) == 7...8)
        // 7 is no event of its own, yet the page speaks of it.
        timeline.merge([said(6, bob, "x"), said(8, bob, "x")], before: 9, atStart: false)
        #expect(timeline.newestHole == nil)
        #expect(timeline.events.map(\.seq) == [5, 6, 8, 9, 10])
    }

    @Test("refuses numbers that no server counts to")
    func refusesOddNumbers() {
        var timeline = Timeline()
        for seq in [0, -1, Int64.min, Int64.max] {
            let isNew = timeline.insert(said(seq, bob, "x", minutes: 0))
            #expect(!isNew)
        }
        timeline.merge([said(.max, bob, "x", minutes: 0)], before: .min, atStart: true)
        timeline.lose(1...Int64.max)
        #expect(timeline.events.isEmpty)
    }

    @Test("applies edits, deletions and reactions in any order alike", arguments: 0..<50)
    func appliesAmendments(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let events = [
            said(1, alice, "first"), event(2, alice, .edit(target: 1, text: "second")),
            event(3, bob, .react(target: 1, emoji: "👍", on: true)),
            event(4, alice, .edit(target: 1, text: "third")),
            event(5, bob, .react(target: 1, emoji: "👍", on: false)),
            event(6, anna, .react(target: 1, emoji: "👍", on: true)),
        ]
        var timeline = Timeline()
        for event in events.shuffled(using: &generator) { timeline.insert(event) }
        let applied = timeline.appliedChanges[1]
        #expect(applied?.text == "third", "seed \(seed)")
        #expect(applied?.counts.map(\.count) == [1], "seed \(seed)")
        #expect(applied?.isDeleted == false)
    }

    @Test("drops the oldest beyond its bound, with all it knew of them")
    func isBounded() {
        var timeline = Timeline()
        for seq in 1...6_000 as ClosedRange<Int64> {
            timeline.insert(said(seq, bob, "x"))
            timeline.insert(event(seq, bob, .react(target: 1, emoji: "x", on: true)))
            timeline.trim(to: Timeline.eventLimit)
        }
        #expect(timeline.events.count <= Timeline.eventLimit + 256)
        #expect(timeline.last == 6_000)
        #expect(!timeline.reachesStart)
        let first = timeline.events[0].seq
        timeline.merge([said(first - 1, bob, "back")], before: first, atStart: false)
        #expect(timeline.events[0].seq == first - 1)
        #expect(timeline.hole(before: 1) == nil)
    }

    @Test("a set of ranges is a set of numbers", arguments: 0..<100)
    func rangesAreASet(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var ranges = SeqRanges()
        var numbers: Set<Int64> = []
        for _ in 0..<20 {
            let low = Int64.random(in: 1...60, using: &generator)
            let high = low + Int64.random(in: 0...6, using: &generator)
            ranges.insert(low...high)
            numbers.formUnion(low...high)
        }
        let floor = Int64.random(in: 1...30, using: &generator)
        ranges.removeAll(before: floor)
        numbers = numbers.filter { $0 >= floor }
        let odd = (0...70 as ClosedRange<Int64>).first {
            ranges.contains($0) != numbers.contains($0)
        }
        #expect(odd == nil, "seed \(seed)")
        for (left, right) in zip(ranges.ranges, ranges.ranges.dropFirst()) {
            #expect(left.upperBound + 1 < right.lowerBound, "seed \(seed)")
        }
        for low in 0...40 as ClosedRange<Int64> {
            let high = low + Int64.random(in: 0...30, using: &generator)
            let missing = (low...high).dropFirst().dropLast().filter { !numbers.contains($0) }
            let hole = ranges.hole(after: low, before: high)
            #expect(hole?.upperBound == missing.last, "seed \(seed): \(low) \(high)")
            #expect(hole?.allSatisfy { missing.contains($0) } ?? true, "seed \(seed)")
        }
    }
}
