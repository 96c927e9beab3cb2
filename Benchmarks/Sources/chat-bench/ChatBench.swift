import ArgumentParser
import FoundationEssentials
import Glibc
import LoadGenerator

extension Target: ExpressibleByArgument {}
extension StreamFormat: ExpressibleByArgument {}

/// The command line of the load generator.
@main
struct ChatBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat-bench",
        abstract: "Loads a chat server over loopback, and checks every delivery while it counts.",
        discussion: """
            Exits with 1 when a message was lost, doubled or out of order, when a post was \
            refused or not answered, or when a stream was ended.
            """
    )

    @Option(help: "Who is loaded.") var target = Target.burble
    @Option(help: "Where it listens, HOST:PORT, in numbers.") var address = "127.0.0.1:8080"
    @Option(help: "Where the streams are opened, another server of the same log for example.")
    var streamAddress: String?
    @Option(help: "What the names of Burble's rooms begin with: who else posts, posts elsewhere.")
    var prefix = "bench"
    @Option(help: "Streams that read at once.") var streams = 1000
    @Option(help: "Rooms, over which streams and posts are spread evenly.") var rooms = 1
    @Option(help: "Publishers, each on one kept connection.") var publishers = 1
    @Option(help: "Posts in flight on each publisher's connection.") var pipeline = 1
    @Option(
        help: """
            Open loop: messages a second over all publishers, each due at its time whatever became \
            of the ones before, with latency from that time. 0: closed loop, each publisher as \
            fast as it is acknowledged.
            """
    )
    var rate = 0
    @Option(help: "Seconds that are measured.") var seconds = 5.0
    @Option(help: "Seconds of load before those that are measured.") var warmUp = 1.0
    @Option(help: "Seconds to wait at the end for what was acknowledged.") var drain = 10.0
    @Option(help: "Bytes of a message.") var size = 64
    @Option(help: "The format of Burble's streams.") var format = StreamFormat.ndjson
    @Option(help: "Threads that read.") var readerThreads = 1
    @Option(help: "Further streams that read nothing until the end.") var stopped = 0
    @Option(help: "Further streams that read a little at a time.") var slow = 0
    @Option(help: "Further streams, of which so many a second leave and join again.")
    var churn = 0
    @Flag(help: "Open the streams as fast as they open, hold them, and end.")
    var connectOnly = false
    @Option(help: "Seconds to hold idle streams.") var hold = 2.0
    @Option(help: "Streams that may be opening at once.") var atOnce = 256
    @Flag(help: "Each stream of Burble's is a guest's own, who is seen to come and go.")
    var named = false
    @Option(
        help: """
            Streams come back: they begin behind these cursors in turn, each of which stands one \
            more message of each room behind the one before. Like --connect-only.
            """
    )
    var since: String?
    @Option(help: "Messages of each room behind the first cursor, as chat-bench writes them.")
    var missed = 0
    @Flag(help: "Parse and check the chunked framing of each stream; slower.")
    var strict = false
    @Flag(help: "Speak TLS on every connection; no certificate is verified.") var tls = false
    @Option(help: "The server's process, for its CPU time and memory.") var pid: Int32?
    @Flag(help: "Print one JSON object instead of a table.") var json = false

    /// Runs it; blocks until the run has ended.
    ///
    /// - Throws: what is wrong with the options, or why the run could not be made.
    func run() throws {
        let report = try Run(plan: plan)()
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
        } else {
            print(ReportTable(report: report).text, terminator: "")
        }
        if !report.isClean { throw ExitCode(1) }
    }

    private var plan: Plan {
        get throws {
            var plan = Plan(address: try Address(address))
            plan.streamAddress = try streamAddress.map { try Address($0) }
            plan.target = target
            plan.prefix = prefix
            plan.format = format
            plan.streams = streams
            plan.rooms = rooms
            plan.publishers = publishers
            plan.pipeline = pipeline
            plan.rate = rate
            plan.seconds = seconds
            plan.warmUpSeconds = warmUp
            plan.drainSeconds = drain
            plan.size = size
            plan.readerThreads = readerThreads
            (plan.stopped, plan.slow, plan.churn) = (stopped, slow, churn)
            (plan.isConnectOnly, plan.holdSeconds) = (connectOnly || since != nil, hold)
            (plan.isNamed, plan.openingAtMost) = (named, atOnce)
            plan.returning = try since.map {
                try ReturnPlan(
                    cursors: $0.split(separator: ",").map(String.init),
                    missed: missed
                )
            }
            plan.isStrict = strict
            plan.isSecure = tls
            plan.process = pid
            return plan
        }
    }
}
