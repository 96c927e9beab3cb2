/// What was seen on the way to a server: facts alone, which ``PathDiagnosis`` puts into words.
package struct PathFacts: Hashable, Sendable {
    /// One address of the name, and what connecting to it came to.
    package struct Connect: Hashable, Sendable {
        package var address: String
        /// How long it took; `nil` when it failed.
        package var time: Duration?
        /// Why it failed, in words.
        package var failure = ""

        /// Makes one.
        package init(address: String, time: Duration?, failure: String = "") {
            self.address = address
            self.time = time
            self.failure = failure
        }
    }

    /// What a TLS handshake showed.
    package struct Secure: Hashable, Sendable {
        /// `TLSv1.3`, or nothing when there was no handshake at all.
        package var version = ""
        /// `h2` or `http/1.1`, as the server chose.
        package var application = ""
        /// Whether the certificate is trusted here, for this name.
        package var isTrusted = false
        /// Whether the certificate, which somebody here vouches for, is for another name.
        package var isForAnotherName = false
        /// Seconds for which the certificate is still good; negative when it has expired.
        package var secondsLeft: Int64?
        /// Seconds until the certificate is good; negative once it is.
        package var secondsUntilGood: Int64?
        /// Why there was no handshake, in words.
        package var failure = ""

        /// Makes one that has seen nothing.
        package init() {}
    }

    /// How an answer ended.
    package enum End: Hashable, Sendable {
        case whole
        case cut
        /// The time that it was given was over, or enough was there.
        case left
    }

    /// An answer, and when it came.
    package struct Answer: Hashable, Sendable {
        package var status = 0
        /// `1.1`, `1.0`.
        package var version = ""
        /// By name in lower case.
        package var fields: [String: String] = [:]
        /// Its beginning.
        package var body = ""
        /// When each piece of its body came, since the request was sent.
        package var pieces: [Duration] = []
        package var end = End.left
        /// Seconds by which its `Date` is ahead of this machine's clock when it came.
        package var skew: Double?

        /// Makes one of which nothing has come.
        package init() {}

        /// How long the first piece of its body took; nothing where none came.
        package var delay: Duration { pieces.first ?? .zero }

        /// Whether it has begun as a stream of Burble does, in either format.
        package var hasOpened: Bool { body.contains(#"{"type":"open""#) }

        /// Whole rows of numbers in it; what a stream says of itself is none of them.
        package var statisticsCount: Int {
            body.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .count { $0.hasPrefix(#"{"type":"stats""#) }
        }
    }

    package var connects: [Connect] = []
    /// `nil` for plain HTTP.
    package var secure: Secure?
    package var health = Answer()
    package var ready = Answer()
    package var metrics = Answer()
    /// The beginning of a stream, asked for as NDJSON and as server-sent events.
    package var lines = Answer()
    package var events = Answer()
    /// A stream with a row a second, of which some were awaited.
    package var rows = Answer()
    /// A stream on which nothing is said, and how long it was watched.
    package var idle: (answer: Answer, time: Duration)? {
        get { idleAnswer.map { ($0, idleTime) } }
        set { (idleAnswer, idleTime) = (newValue?.answer, newValue?.time ?? .zero) }
    }
    private var idleAnswer: Answer?
    private var idleTime = Duration.zero

    /// Makes facts of which none is known.
    package init() {}
}
