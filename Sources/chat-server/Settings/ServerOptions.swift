import ArgumentParser
import Logging

/// The options as they stand on the command line, not yet read: where one is missing, the
/// environment and the file are asked.
struct ServerOptions: ParsableArguments {
    @Option(
        help: .of(
            "address",
            "Where to listen: HOST:PORT, :PORT for every address, http://HOST:PORT without TLS, or "
                + "unix:PATH; may be given more than once (default: 127.0.0.1:8080)."
        )
    )
    var listen: [String] = []

    @Option(
        help: .of(
            "file",
            "A PEM file with the certificate and its chain; the server then speaks TLS."
        ),
        completion: .file()
    )
    var tlsCertificate: String?

    @Option(help: .of("file", "A PEM file with the certificate's key."), completion: .file())
    var tlsKey: String?

    @Option(
        help: .of(
            "count",
            "Event loops that serve connections (default: the cores less one, at least one)."
        )
    )
    var eventLoops: String?

    @Option(
        help: .of("folder", "The folder of the database (default: burble in the XDG data folder)."),
        completion: .directory
    )
    var data: String?

    @Option(
        help: .of(
            "url",
            "A PostgreSQL that holds the log: postgres://USER@HOST/NAME. A password does not belong "
                + "here, where every user of the machine reads it (default: none)."
        )
    )
    var database: String?

    @Option(help: .of("file", "A file that holds the URL of --database."), completion: .file())
    var databaseFile: String?

    @Option(
        help: .of(
            "name",
            "What this server is called among those of one log (default: the machine's name)."
        )
    )
    var node: String?

    @OptionGroup(title: "Who is let in")
    var access: AccessOptions

    @Option(
        help: .of(
            "level",
            "How much to log: trace, debug, info, notice, warning, error or critical "
                + "(default: info)."
        ),
        completion: .cases(of: Logger.Level.self)
    )
    var logLevel: String?

    @Option(
        help: .of("count", "Messages a second that a member may post; 0 is no limit (default: 10).")
    )
    var rateLimit: String?

    @Option(
        help: .of(
            "count",
            "Messages that a member may post at once before the rate holds (default: 30)."
        )
    )
    var rateBurst: String?

    @Option(help: .of("size", "Bytes of a message (default: 16K)."))
    var messageLimit: String?

    @Option(help: .of("size", "Bytes of a topic (default: 512)."))
    var topicLimit: String?

    @Option(help: .of("size", "Bytes of a JSON body (default: 64K)."))
    var bodyLimit: String?

    @Option(help: .of("size", "Bytes of a request's head (default: 16K)."))
    var headLimit: String?

    @Option(help: .of("size", "Bytes of the text that match looks for (default: 256)."))
    var matchLimit: String?

    @Option(
        help: .of("seconds", "Seconds that a search may take that finds nothing (default: 10).")
    )
    var searchTime: String?

    @Option(help: .of("size", "Bytes of an uploaded file (default: 100M)."))
    var uploadLimit: String?

    @Option(help: .of("size", "Bytes of all files (default: 10G)."))
    var fileQuota: String?

    @Option(help: .of("size", "Bytes of one member's files (default: 1G)."))
    var memberFileQuota: String?

    @Option(help: .of("size", "Bytes of the files from one address (default: half of file-quota)."))
    var addressFileQuota: String?

    @Option(
        help: .of(
            "size",
            "Bytes of the disk that stay free (default: 64M, or a twentieth of a small disk)."
        )
    )
    var diskFloor: String?

    @Option(help: .of("size", "Bytes of the log; 0 is no bound (default: 0)."))
    var logQuota: String?

    @Option(help: .of("days", "Days after which files are removed; 0 is never (default: 0)."))
    var fileDays: String?

    @Option(help: .of("hours", "Hours that an unfinished upload can be resumed (default: 24)."))
    var uploadHours: String?

    @Option(help: .of("count", "Rooms at most (default: 10000)."))
    var roomLimit: String?

    @Option(
        help: .of(
            "count",
            "Connections at once; fewer where there are too few descriptors (default: 20000)."
        )
    )
    var connectionLimit: String?

    @Option(
        help: .of(
            "count",
            "Connections at once of one address, of IPv6 of a network of 64 bits "
                + "(default: 1000, or a quarter of all if that is less; no limit on this machine)."
        )
    )
    var connectionsPerAddress: String?

    @Option(
        help: .of(
            "size",
            "Bytes of large answers that clients may leave untaken; a quarter of one address "
                + "(default: 256M)."
        )
    )
    var answerMemory: String?

    @Option(
        help: .of(
            "seconds",
            "Seconds that clients have to disconnect when the server stops (default: 3)."
        )
    )
    var drainTime: String?

    @Option(
        help: .of(
            "origins",
            "Origins of web pages that may use the server, with commas; * is all (default: none)."
        )
    )
    var allowOrigin: String?

    @Option(
        help: .of(
            "name",
            "A name that the server is called by, beside its address; may be given more than once."
        )
    )
    var host: [String] = []

    @Option(
        help: .of(
            "url",
            "A collector of OpenTelemetry that takes traces over HTTP, like http://127.0.0.1:4318 "
                + "(default: none)."
        )
    )
    var traces: String?

    @Option(
        help: .of(
            "part",
            "The part of the traces that begin here that is collected, 0 to 1 (default: 1)."
        )
    )
    var traceShare: String?

    @Option(help: .of("file", "A YAML file with these settings."), completion: .file())
    var config: String?

    /// The options by the key of their setting.
    var byKey: [String: String?] {
        [
            "listen": listen.isEmpty ? nil : listen.joined(separator: ","), "data": data,
            "database": database, "database-file": databaseFile, "log-level": logLevel,
            "rate-limit": rateLimit, "rate-burst": rateBurst, "message-limit": messageLimit,
            "topic-limit": topicLimit, "body-limit": bodyLimit, "head-limit": headLimit,
            "tls-certificate": tlsCertificate, "tls-key": tlsKey, "event-loops": eventLoops,
            "room-limit": roomLimit, "connection-limit": connectionLimit, "drain-time": drainTime,
            "allow-origin": allowOrigin, "upload-limit": uploadLimit, "file-quota": fileQuota,
            "member-file-quota": memberFileQuota, "address-file-quota": addressFileQuota,
            "file-days": fileDays,
            "upload-hours": uploadHours, "match-limit": matchLimit, "search-time": searchTime,
            "disk-floor": diskFloor, "log-quota": logQuota,
            "host": host.isEmpty ? nil : host.joined(separator: ","),
            "connections-per-address": connectionsPerAddress, "answer-memory": answerMemory,
            "node": node, "traces": traces, "trace-share": traceShare,
        ].merging(access.byKey) { own, _ in own }
    }
}
