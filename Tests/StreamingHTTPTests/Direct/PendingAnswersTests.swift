import NIOCore
import TestTools
import Testing

@testable import StreamingHTTP

@Suite struct PendingAnswersTests {
    @Test(
        "Answers leave in the order of their requests, each as soon as it can, in whatever order",
        arguments: 1...100 as ClosedRange<UInt64>
    )
    func order(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var answers = PendingAnswers()
        var (asked, ready): ([Int], Set<Int>) = ([], [])
        var written: [Int] = []
        var waiting: [Int] = []
        for _ in 0..<200 {
            if Bool.random(using: &generator) || waiting.isEmpty {
                let number = answers.add(RequestMark(id: "\(asked.count)"))
                asked.append(number)
                waiting.append(number)
            } else {
                let number = waiting.remove(
                    at: Int.random(in: 0..<waiting.count, using: &generator)
                )
                ready.insert(number)
                #expect(answers.mark(of: number).id == "\(number)")
                answers.fill(number, with: ByteBuffer(integer: number))
                while let answer = answers.next() {
                    written.append(answer.getInteger(at: 0) ?? -1)
                }
            }
            let due = asked.prefix { ready.contains($0) }
            #expect(written == Array(due), "seed \(seed)")
            #expect(answers.count == asked.count - due.count)
        }
        #expect(asked == Array(0..<asked.count))
    }

    @Test("An answer to nothing that is asked changes nothing")
    func unknown() {
        var answers = PendingAnswers()
        let number = answers.add(RequestMark())
        answers.fill(number + 7, with: ByteBuffer())
        #expect(answers.next() == nil)
        answers.fill(number, with: ByteBuffer(string: "it"))
        #expect(answers.next() == ByteBuffer(string: "it"))
        answers.fill(number, with: ByteBuffer(string: "again"))
        #expect(answers.next() == nil)
        #expect(answers.isEmpty)
    }
}
