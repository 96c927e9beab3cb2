import Glibc
import Synchronization

/// What the publishers of one run found.
struct PublisherResult: Sendable {
    /// Posts acknowledged, by publisher and then by room.
    var acknowledged: [[UInt32]] = []
    var posted = 0
    var acknowledgedCount = 0
    var acknowledgedInWindow = 0
    var failed = 0
    /// Posts still without an answer at the end.
    var unanswered = 0
    /// Posts that the rate asked for and that had no room in flight.
    var skipped = 0
    var latency = Histogram()
}

/// All publishers, on one thread of their own, so that no post waits behind ten thousand reads.
///
/// Proof of safety: `buffer` holds `headroom` and `bufferBytes` behind it, lives as long as this
/// value, and only the thread that runs the value touches it.
@safe
struct PublisherLoop: ~Copyable {
    private static let bufferBytes = 64 * 1024
    /// The longest part of an answer that may be kept until the rest comes, in bytes.
    private static let headroom = 16 * 1024
    /// Posts in flight on each connection at most when a rate is asked for.
    private static let flightsAtRate = 1024
    /// How long answers are waited for at the end, in nanoseconds.
    private static let answerPatience: UInt64 = 5_000_000_000

    private let plan: Plan
    private let progress: Progress
    private let epoll: Epoll
    private let publishers: [Publisher]
    private let buffer: UnsafeMutableRawPointer
    private let pacer: Pacer?
    private var turn = 0
    private var window: Range<UInt64> = UInt64.max..<UInt64.max
    private var result = PublisherResult()

    /// A loop whose publishers are being connected.
    ///
    /// - Parameters:
    ///   - plan: the run's.
    ///   - progress: the run's.
    /// - Throws: `LoadError` when a publisher cannot be connected.
    init(plan: Plan, progress: Progress) throws(LoadError) {
        let epoll = try Epoll()
        var publishers: [Publisher] = []
        for number in 0..<plan.publishers {
            let publisher = try Self.publisher(number, plan: plan)
            epoll.add(publisher.socket, token: number)
            publishers.append(publisher)
        }
        let pacer =
            try plan.rate > 0
            ? Pacer(rate: plan.rate, epoll: epoll, token: plan.publishers) : nil
        // All that may throw is done: a value with an end of its own begins whole or not at all.
        self.plan = plan
        self.progress = progress
        self.epoll = epoll
        self.publishers = publishers
        self.pacer = pacer
        unsafe buffer = .allocate(byteCount: Self.headroom + Self.bufferBytes, alignment: 64)
    }

    private static func publisher(
        _ number: Int,
        plan: Plan
    ) throws(LoadError) -> Publisher {
        Publisher(
            number: number,
            socket: try Socket.connect(to: plan.address),
            template: plan.dialect.postTemplate(publisher: number, messageBytes: plan.size),
            rooms: plan.rooms,
            capacity: plan.rate > 0 ? flightsAtRate : plan.pipeline
        )
    }

    deinit { unsafe buffer.deallocate() }

    /// Posts until the measured part has ended, and waits for the last answers; blocks its thread.
    ///
    /// - Returns: what was found.
    consuming func run() -> PublisherResult {
        while !isDone {
            let count = epoll.wait(milliseconds: 20)
            window = progress.window
            for index in 0..<count { serve(epoll.token(at: index)) }
            postWhatIsDue()
        }
        for publisher in publishers {
            result.unanswered += publisher.flightCount
            result.acknowledged.append(publisher.acknowledged)
        }
        return result
    }

    private var isDone: Bool {
        if progress.isOver.load(ordering: .acquiring) { return true }
        let now = progress.clock.now
        guard now >= window.upperBound else { return false }
        let isQuiet = publishers.allSatisfy { $0.flightCount == 0 || $0.isEnded }
        return isQuiet || now - window.upperBound > Self.answerPatience
    }

    private mutating func serve(_ token: Int) {
        guard token < publishers.count else { return }
        let publisher = publishers[token]
        guard !publisher.isEnded else { return }
        guard publisher.isConnected else { return begin(publisher) }
        publisher.flush()
        let answers = receiveAnswers(publisher)
        let now = progress.clock.now
        if pacer == nil, answers > 0, now < window.upperBound {
            for _ in 0..<answers { post(publisher, now: now) }
            publisher.flush()
        }
        if publisher.isEnded { progress.note("publisher \(token): ended by the server") }
    }

    private mutating func begin(_ publisher: Publisher) {
        let error = Socket.pendingError(publisher.socket)
        guard error == 0 else {
            publisher.isEnded = true
            return progress.note("publisher \(publisher.number): connect, error \(error)")
        }
        publisher.isConnected = true
        guard pacer == nil else { return }
        let now = progress.clock.now
        for _ in 0..<plan.pipeline { post(publisher, now: now) }
        publisher.flush()
    }

    private mutating func post(_ publisher: Publisher, now: UInt64) {
        guard publisher.hasRoom else { return }
        publisher.post(now: now)
        result.posted += 1
    }

    private mutating func postWhatIsDue() {
        guard pacer != nil else { return }
        let now = progress.clock.now
        guard now < window.upperBound, let due = pacer?.due(now: now), due > 0 else { return }
        for _ in 0..<due {
            let publisher = publishers[turn]
            turn = (turn + 1) % publishers.count
            if publisher.hasRoom { post(publisher, now: now) } else { result.skipped += 1 }
        }
        for publisher in publishers { publisher.flush() }
    }

    // MARK: - Answers

    /// Reads until the socket is empty, as edge-triggered events demand.
    private mutating func receiveAnswers(_ publisher: Publisher) -> Int {
        var answers = 0
        while true {
            let start = unsafe buffer + Self.headroom
            let outcome = unsafe Socket.receive(
                start,
                count: Self.bufferBytes,
                from: publisher.socket
            )
            switch outcome {
            case .wouldBlock: return answers
            case .ended:
                publisher.isEnded = true
                return answers
            case .bytes(let count):
                answers += takeAnswers(publisher, count: count)
                if count < Self.bufferBytes || publisher.isEnded { return answers }
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
        if window.contains(flight.sent) { result.latency.record(now - flight.sent) }
    }
}
