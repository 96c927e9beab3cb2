import Glibc
import Synchronization

/// All publishers, on one thread of their own, so that no post waits behind ten thousand reads.
///
/// Proof of safety: `buffer` holds `headroom` and `bufferBytes` behind it, lives as long as this
/// value, and only the thread that runs the value touches it.
@safe
struct PublisherLoop: ~Copyable {
    static let bufferBytes = 64 * 1024
    /// The longest part of an answer that may be kept until the rest comes, in bytes.
    static let headroom = 16 * 1024
    /// Posts in flight on each connection at most when a rate is asked for.
    private static let flightsAtRate = 1024
    /// How long answers are waited for at the end, in nanoseconds.
    private static let answerPatience: UInt64 = 5_000_000_000

    let plan: Plan
    let progress: Progress
    private let epoll: Epoll
    let publishers: [Publisher]
    let buffer: UnsafeMutableRawPointer
    let pacer: Pacer?
    var begun = 0
    var window: Range<UInt64> = UInt64.max..<UInt64.max
    var result = PublisherResult()

    /// A loop whose publishers are being connected.
    ///
    /// - Parameters:
    ///   - plan: the run's.
    ///   - progress: the run's.
    /// - Throws: `LoadError` when a publisher cannot be connected.
    init(plan: Plan, progress: Progress) throws(LoadError) {
        let epoll = try Epoll()
        let context = try plan.isSecure ? TLSContext() : nil
        var publishers: [Publisher] = []
        for number in 0..<plan.publishers {
            let publisher = try Self.publisher(number, plan: plan, context: context)
            epoll.add(publisher.connection.socket, token: number)
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
        plan: Plan,
        context: TLSContext?
    ) throws(LoadError) -> Publisher {
        let socket = try Socket.connect(to: plan.address)
        let session: TLSSession? =
            if let context { try TLSSession(context: context, socket: socket) } else { nil }
        return Publisher(
            number: number,
            connection: Connection(socket: socket, session: session),
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
            result.unsent += owed(by: publisher)
            result.acknowledged.append(publisher.acknowledged)
        }
        return result
    }

    private var isDone: Bool {
        if progress.isOver.load(ordering: .acquiring) { return true }
        let now = progress.clock.now
        guard now >= window.upperBound else { return false }
        let isQuiet = publishers.allSatisfy {
            ($0.flightCount == 0 && owed(by: $0) == 0) || $0.isEnded
        }
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
        if pacer != nil {
            // What waited for room in flight.
            postWhatIsDue(from: publisher, now: now)
        } else if answers > 0, now < window.upperBound {
            for _ in 0..<answers { post(publisher, due: now) }
            publisher.flush()
        }
        if publisher.isEnded { progress.note("publisher \(token): ended by the server") }
    }

    private mutating func begin(_ publisher: Publisher) {
        let error = Socket.pendingError(publisher.connection.socket)
        let handshake = publisher.connection.handshake()
        if error == 0, handshake == .unfinished { return }
        guard error == 0, handshake == .done else {
            publisher.isEnded = true
            return progress.note("publisher \(publisher.number): connect, error \(error)")
        }
        publisher.isConnected = true
        begun += 1
        guard pacer == nil else { return }
        let now = progress.clock.now
        for _ in 0..<plan.pipeline { post(publisher, due: now) }
        publisher.flush()
    }

    mutating func post(_ publisher: Publisher, due: UInt64) {
        guard publisher.hasRoom else { return }
        publisher.post(due: due)
        result.posted += 1
    }
}
