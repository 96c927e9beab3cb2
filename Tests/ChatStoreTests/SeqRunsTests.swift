import TestTools
import Testing

@testable import ChatStore

@Suite(.timeLimit(.minutes(10))) struct SeqRunsTests {
    @Test("The numbers of a file are known again as runs, the oldest forgotten first")
    func oldest() {
        var runs = SeqRuns(limit: 4)
        for number: Int64 in 1...100 { runs.note(number, is: number + 7) }
        #expect(runs.seq(of: 1) == 8 && runs.seq(of: 100) == 107 && runs.seq(of: 101) == nil)
        for number: Int64 in 1...4 { runs.note(1000 * number, is: number) }
        #expect(runs.seq(of: 4000) == 4 && runs.seq(of: 1) == nil && runs.count <= 4)
    }

    @Test("Messages that were left out are a run of their own, however many follow one another")
    func leftOut() {
        var runs = SeqRuns(limit: 4)
        for number: Int64 in 1...100 { runs.note(number, is: 0) }
        #expect(runs.count == 1)
        #expect(runs.seq(of: 0) == nil && runs.seq(of: 50) == 0 && runs.seq(of: 101) == nil)
    }

    @Test("The newest meaning of a number counts, at the ends of all numbers too")
    func newest() {
        var runs = SeqRuns(limit: 64)
        for number: Int64 in 1...9 { runs.note(number, is: number) }
        runs.note(5, is: 100)
        runs.note(1, is: 0)
        runs.note(9, is: 200)
        let known = (1...9).map { runs.seq(of: $0) }
        #expect(known == [0, 2, 3, 4, 100, 6, 7, 8, 200])
        for number in [Int64.min, .max, .max - 1, .min + 1] { runs.note(number, is: 3) }
        #expect(runs.seq(of: .min) == 3 && runs.seq(of: .max) == 3 && runs.seq(of: 9) == 200)
    }

    @Test(
        "In whatever order numbers come, each is what it was noted as",
        arguments: [1, 2, 3, 4, 5, 6] as [UInt64]
    )
    func anyOrder(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var runs = SeqRuns(limit: 65_536)
        var model: [Int64: Int64] = [:]
        let span: Int64 = seed.isMultiple(of: 2) ? 300 : 20_000
        for seq: Int64 in 1...10_000 {
            let number = Int64.random(in: 1...span, using: &random)
            let isLeftOut = Int.random(in: 0..<8, using: &random) == 0
            model[number] = isLeftOut ? 0 : seq
            runs.note(number, is: isLeftOut ? 0 : seq)
        }
        for number in 1...span { #expect(runs.seq(of: number) == model[number]) }
    }

    // The rest of a run that was cut was known no more, where its part was full and the last.
    @Test(
        "A number that comes once more within a run leaves all others known, in a full part too",
        arguments: [510, 511, 512, 1022, 1023] as [Int64]
    )
    func again(singles: Int64) {
        var runs = SeqRuns(limit: 65_536)
        var model: [Int64: Int64] = [:]
        func note(_ number: Int64, _ seq: Int64) {
            model[number] = seq
            runs.note(number, is: seq)
        }
        var numbers = (0..<singles).map { 2 * $0 }
        numbers += 5000...5099
        numbers.append(5050)
        for (index, number) in numbers.enumerated() { note(number, Int64(index + 1)) }
        // It takes an end off, and goes on behind what was cut.
        for number: Int64 in [5000, 5051, 5099, 5100, 2] { note(number, 9000 + number) }
        for number: Int64 in 0...5101 { #expect(runs.seq(of: number) == model[number]) }
    }

    // A search from the end looked at 65,536 of them for each reply.
    @Test("Numbers with gaps are found among as many runs as are known, rising or falling")
    func gaps() {
        for isRising in [true, false] {
            var runs = SeqRuns(limit: 65_536)
            let numbers = (1...65_536).map { Int64(isRising ? 2 * $0 : -2 * $0) }
            for (index, number) in numbers.enumerated() { runs.note(number, is: Int64(index + 1)) }
            #expect(runs.count == numbers.count)
            let found = numbers.map { runs.seq(of: $0) }
            #expect(found == numbers.indices.map { Int64($0 + 1) })
            #expect(numbers.allSatisfy { runs.seq(of: $0 + 1) == nil })
        }
    }
}
