import ArgumentParser
import Logging

/// The options as they stand on the command line, not yet read: where one is missing, the
/// environment and the file are asked.
struct ServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where to listen: HOST:PORT, :PORT for every address, http://HOST:PORT without TLS, or "
                + "unix:PATH; may be given more than once (default: 127.0.0.1:8080).",
            valueName: "address"
        )
    )
    var listen: [String] = []

    @Option(
        help: ArgumentHelp(
            "A PEM file with the certificate and its chain; the server then speaks TLS.",
            valueName: "file"
        ),
        completion: .file()
    )
    var tlsCertificate: String?

    @Option(
        help: ArgumentHelp("A PEM file with the certificate's key.", valueName: "file"),
        completion: .file()
    )
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "Event loops that serve connections (default: the cores less one, at least one).",
            valueName: "count"
        )
    )
    var eventLoops: String?

    @Option(
        help: ArgumentHelp(
            "The folder of the database (default: burble in the XDG data folder).",
            valueName: "folder"
        ),
        completion: .directory
    )
    var data: String?

    @Option(
        help: ArgumentHelp(
            "A PostgreSQL that holds the log: postgres://USER@HOST/NAME. A password does not belong "
                + "here, where every user of the machine reads it (default: none).",
            valueName: "url"
        )
    )
    var database: String?

    @Option(
        help: ArgumentHelp("A file that holds the URL of --database.", valueName: "file"),
        completion: .file()
    )
    var databaseFile: String?

    @Option(
        help: ArgumentHelp(
            "What this server is called among those of one log (default: the machine's name).",
            valueName: "name"
        )
    )
    var node: String?

    @OptionGroup(title: "Who is let in")
    var access: AccessOptions

    @Option(
        help: ArgumentHelp(
            "How much to log: trace, debug, info, notice, warning, error or critical "
                + "(default: info).",
            valueName: "level"
        ),
        completion: .cases(of: Logger.Level.self)
    )
    var logLevel: String?

    @Option(
        help: ArgumentHelp(
            "Messages a second that a member may post; 0 is no limit (default: 10).",
            valueName: "count"
        )
    )
    var rateLimit: String?

    @Option(
        help: ArgumentHelp(
            "Messages that a member may post at once before the rate holds (default: 30).",
            valueName: "count"
        )
    )
    var rateBurst: String?

    @Option(help: ArgumentHelp("Bytes of a message (default: 16K).", valueName: "size"))
    var messageLimit: String?

    @Option(help: ArgumentHelp("Bytes of a topic (default: 512).", valueName: "size"))
    var topicLimit: String?

    @Option(help: ArgumentHelp("Bytes of a JSON body (default: 64K).", valueName: "size"))
    var bodyLimit: String?

    @Option(help: ArgumentHelp("Bytes of a request's head (default: 16K).", valueName: "size"))
    var headLimit: String?

    @Option(
        help: ArgumentHelp(
            "Bytes of the text that match looks for (default: 256).",
            valueName: "size"
        )
    )
    var matchLimit: String?

    @Option(
        help: ArgumentHelp(
            "Seconds that a search may take that finds nothing (default: 10).",
            valueName: "seconds"
        )
    )
    var searchTime: String?

    @Option(help: ArgumentHelp("Bytes of an uploaded file (default: 100M).", valueName: "size"))
    var uploadLimit: String?

    @Option(help: ArgumentHelp("Bytes of all files (default: 10G).", valueName: "size"))
    var fileQuota: String?

    @Option(help: ArgumentHelp("Bytes of one member's files (default: 1G).", valueName: "size"))
    var memberFileQuota: String?

    @Option(
        help: ArgumentHelp(
            "Bytes of the files from one address (default: half of file-quota).",
            valueName: "size"
        )
    )
    var addressFileQuota: String?

    @Option(
        help: ArgumentHelp(
            "Bytes of the disk that stay free (default: 64M, or a twentieth of a small disk).",
            valueName: "size"
        )
    )
    var diskFloor: String?

    @Option(help: ArgumentHelp("Bytes of the log; 0 is no bound (default: 0).", valueName: "size"))
    var logQuota: String?

    @Option(
        help: ArgumentHelp(
            "Days after which files are removed; 0 is never (default: 0).",
            valueName: "days"
        )
    )
    var fileDays: String?

    @Option(
        help: ArgumentHelp(
            "Hours that an unfinished upload can be resumed (default: 24).",
            valueName: "hours"
        )
    )
    var uploadHours: String?

    @Option(help: ArgumentHelp("Rooms at most (default: 10000).", valueName: "count"))
    var roomLimit: String?

    @Option(
        help: ArgumentHelp(
            "Connections at once; fewer where there are too few descriptors (default: 20000).",
            valueName: "count"
        )
    )
    var connectionLimit: String?

    @Option(
        help: ArgumentHelp(
            "Connections at once of one address, of IPv6 of a network of 64 bits "
                + "(default: 1000, or a quarter of all if that is less; no limit on this machine).",
            valueName: "count"
        )
    )
    var connectionsPerAddress: String?

    @Option(
        help: ArgumentHelp(
            "Bytes of large answers that clients may leave untaken; a quarter of one address "
                + "(default: 256M).",
            valueName: "size"
        )
    )
    var answerMemory: String?

    @Option(
        help: ArgumentHelp(
            "Seconds that clients have to disconnect when the server stops (default: 3).",
            valueName: "seconds"
        )
    )
    var drainTime: String?

    @Option(
        help: ArgumentHelp(
            "Origins of web pages that may use the server, with commas; * is all (default: none).",
            valueName: "origins"
        )
    )
    var allowOrigin: String?

    @Option(
        help: ArgumentHelp(
            "A name that the server is called by, beside its address; may be given more than once.",
            valueName: "name"
        )
    )
    var host: [String] = []

    @Option(
        help: ArgumentHelp(
            "A collector of OpenTelemetry that takes traces over HTTP, like http://127.0.0.1:4318 "
                + "(default: none).",
            valueName: "url"
        )
    )
    var traces: String?

    @Option(
        help: ArgumentHelp(
            "The part of the traces that begin here that is collected, 0 to 1 (default: 1).",
            valueName: "part"
        )
    )
    var traceShare: String?

    @Option(
        help: ArgumentHelp("A YAML file with these settings.", valueName: "file"),
        completion: .file()
    )
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
