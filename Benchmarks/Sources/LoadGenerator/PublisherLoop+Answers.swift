/// How answers to posts are taken.
extension PublisherLoop {
    /// Reads until the socket is empty, as edge-triggered events demand.
    ///
    /// - Parameter publisher: one that is connected.
    /// - Returns: how many answers came.
    mutating func receiveAnswers(_ publisher: Publisher) -> Int {
        var answers = 0
        while true {
            let start = unsafe buffer + Self.headroom
            let outcome = unsafe publisher.connection.receive(start, count: Self.bufferBytes)
            switch outcome {
            case .wouldBlock: return answers
            case .ended:
                publisher.isEnded = true
                return answers
            case .bytes(let count):
                answers += takeAnswers(publisher, count: count)
                // A short read empties a socket; of TLS it is only the end of a record.
                let isEmpty = count < Self.bufferBytes && !plan.isSecure
                if isEmpty || publisher.isEnded { return answers }
            }
        }
    }

    private mutating func takeAnswers(_ publisher: Publisher, count: Int) -> Int {
        let now = progress.clock.now
        var at = unsafe buffer + Self.headroom - publisher.leftover.count
        let end = unsafe buffer + Self.headroom + count
        unsafe UnsafeMutableRawBufferPointer(start: at, count: publisher.leftover.count)
            .copyBytes(from: publisher.leftover)
        var answers = 0
        while unsafe at < end,
            let answer = unsafe Answer(
                reading: at,
                count: end - at,
                isOneLine: plan.dialect.answersInOneLine
            )
        {
            note(answer, to: publisher, now: now)
            if !answer.isAcknowledgement {
                let text = unsafe UnsafeRawBufferPointer(start: at, count: min(200, end - at))
                let words = unsafe String(decoding: text, as: UTF8.self)
                progress.note("publisher \(publisher.number) was refused: \(words)")
            }
            unsafe at += answer.count
            answers += 1
        }
        unsafe keepLeftover(UnsafeRawBufferPointer(start: at, count: end - at), of: publisher)
        return answers
    }

    private func keepLeftover(_ bytes: UnsafeRawBufferPointer, of publisher: Publisher) {
        if publisher.leftover.isEmpty, unsafe bytes.isEmpty { return }
        publisher.leftover = unsafe Array(bytes)
        if publisher.leftover.count > Self.headroom { publisher.isEnded = true }
    }

    private mutating func note(_ answer: Answer, to publisher: Publisher, now: UInt64) {
        let isGood = answer.isAcknowledgement
        guard let flight = publisher.answered(isAcknowledgement: isGood) else { return }
        guard isGood else {
            result.failed += 1
            return
        }
        result.acknowledgedCount += 1
        if window.contains(now) { result.acknowledgedInWindow += 1 }
        if window.contains(flight.due) { result.latency.record(now - flight.due) }
    }
}
