import ChatProtocol
package import ChatStore
package import Credentials
package import Logging

/// What an operator decides, checked before anything is opened.
package struct ServerSettings: Sendable {
    /// Where it listens, one place or more.
    package var listen: [ListenPlace]
    /// What TLS needs; `nil` serves without it.
    package var tls: TLSFiles?
    /// Event loops that serve connections; `nil` is a core each, but for the one that the log and
    /// the system's own work on the network keep busy.
    package var eventLoops: Int?
    /// The folder of the log, unless a ``database`` holds it, and of what is kept beside it.
    package var dataFolder: String
    /// The database that holds the log; `nil` for the folder.
    package var database: DatabaseAddress?
    /// What this server is called among those of one log; `nil` for the machine's name.
    package var node: String?
    package var logLevel: Logger.Level
    /// The names by which the server may be called, beside its addresses.
    var hosts: Set<Authority.Host>
    /// The origins of web pages that may use the server.
    package var origins: WebOrigins
    package var limits: ServerLimits
    /// Who is let in.
    package var admission: Admission
    /// Who is believed to tell from where a request comes.
    package var proxies: TrustedProxies
    /// Where traces go, unless ``telemetry`` says it; `nil` for what that says.
    var traces: CollectorURL?
    /// Of the traces that begin here, those that are collected; `nil` for what ``telemetry`` says.
    var traceShare: Double?
    /// What was said in the variables that all programs share that send traces.
    package var telemetry = OTelEnvironment()
    /// What a password costs to be compared.
    package var passwordCost = PasswordCost.standard
    /// What the service manager told; ``listen`` has the addresses of its sockets, in their order,
    /// if it opened some.
    package var systemd = Systemd()

    /// A value that was refused: which setting, what it was and what it may be.
    package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        package let key: String
        package let value: String
        package let expected: String

        package var description: String {
            "\(key): \"\(SafeText(value).singleLine)\" is not \(expected)"
        }
    }

    /// Reads the settings.
    ///
    /// - Parameters:
    ///   - dataHome: the folder of the user's data, for the default of `data`.
    ///   - value: gives the text of a setting by its key, wherever it was set; `nil` if nowhere.
    /// - Throws: the first value that cannot be.
    package init(dataHome: String, value: @escaping (String) -> String?) throws(Refusal) {
        let reader = SettingsReader(value: value)
        tls = try Self.tls(reader)
        listen = try Self.listen(reader, isSecure: tls != nil)
        var loops: Int?
        try reader.number("event-loops", 1...256) { loops = $0 }
        eventLoops = loops
        dataFolder = value("data") ?? dataHome + "/burble"
        database = try value("database").map { text throws(Refusal) in try Self.database(text) }
        node = try reader.read("node", as: "a name of 1 to 64 letters, digits and . _ -") {
            Self.isNode($0) ? $0 : nil
        }
        logLevel =
            try reader.read("log-level", as: Self.levels) { Logger.Level(rawValue: $0) }
            ?? .info
        limits = try Self.limits(reader)
        origins =
            try reader.read("allow-origin", as: "origins like https://chat.example, or *") {
                WebOrigins($0)
            } ?? WebOrigins()
        hosts =
            try reader.read("host", as: "names without ports, like chat.example") {
                HostNames.parse($0)
            } ?? []
        admission = try Self.admission(reader, listen)
        proxies =
            try reader.read("trusted-proxy", as: "addresses or ranges like 10.0.0.0/8") {
                TrustedProxies($0)
            } ?? TrustedProxies()
        traces = try Self.traces(reader)
        traceShare = try reader.read("trace-share", as: "a number from 0 to 1 such as 0.25") {
            SettingNumber.share($0)
        }
        try Self.checkData(dataFolder)
    }

    private static func listen(
        _ reader: SettingsReader,
        isSecure: Bool
    ) throws(Refusal) -> [ListenPlace] {
        let text = reader.value("listen") ?? "127.0.0.1:8080"
        var places: [ListenPlace] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let word = String(word.trimmed)
            guard let place = ListenPlace(word, hasCertificate: isSecure) else {
                throw Refusal(
                    key: "listen",
                    value: word,
                    expected: word.hasPrefix("https://") && !isSecure
                        ? "possible without tls-certificate and tls-key"
                        : "HOST:PORT, http://HOST:PORT or unix:PATH, which has at most 103 bytes"
                )
            }
            places.append(place)
        }
        return places
    }

    private static func isNode(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.allSatisfy { character in
                character.isASCII && (character.isLetter || character.isNumber)
                    || "._-".contains(character)
            }
    }

    private static let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")

    private static func limits(_ reader: SettingsReader) throws(Refusal) -> ServerLimits {
        var limits = ServerLimits()
        try reader.number("rate-limit", 0...1_000_000) { limits.messagesPerSecond = $0 }
        try reader.number("rate-burst", 1...1_000_000) { limits.messageBurst = $0 }
        try reader.size("message-limit", 1...1024 * 1024) { limits.messageBytes = $0 }
        try reader.size("topic-limit", 1...64 * 1024) { limits.topicBytes = $0 }
        try reader.size("body-limit", 1024...16 * 1024 * 1024) { limits.bodyBytes = $0 }
        try reader.size("match-limit", 1...4096) { limits.matchBytes = $0 }
        try reader.size("head-limit", 1024...1024 * 1024) { limits.headBytes = $0 }
        try reader.size("upload-limit", 1...1 << 40) { limits.fileBytes = $0 }
        try reader.size("file-quota", 4096...1 << 50) { limits.allFileBytes = $0 }
        try reader.size("member-file-quota", 4096...1 << 50) { limits.memberFileBytes = $0 }
        try reader.size("address-file-quota", 4096...1 << 50) { limits.addressFileBytes = $0 }
        try reader.number("search-time", 1...600) { limits.searchSeconds = $0 }
        try reader.size("disk-floor", 0...1 << 50) { limits.diskFloorBytes = $0 }
        try reader.size("log-quota", 0...1 << 50) { limits.logBytes = $0 }
        try reader.number("file-days", 0...36_500) { limits.fileDays = $0 }
        try reader.number("upload-hours", 1...720) { limits.uploadHours = $0 }
        try reader.number("address-rate", 0...1_000_000) { limits.addressWritesPerSecond = $0 }
        try reader.number("address-burst", 1...1_000_000) { limits.addressWriteBurst = $0 }
        try reader.number("sign-in-rate", 1...1_000_000) { limits.signInsPerMinute = $0 }
        try reader.number("rooms-per-address", 0...1_000_000) { limits.roomsOfAddress = $0 }
        try reader.number("account-limit", 1...1_000_000) { limits.accounts = $0 }
        try reader.number("room-limit", 1...1_000_000) { limits.rooms = $0 }
        try reader.number("connection-limit", 1...1_000_000) { limits.connections = $0 }
        try reader.number("connections-per-address", 1...1_000_000) {
            limits.connectionsOfAddress = $0
        }
        try reader.size("answer-memory", 1 << 20...1 << 40) { limits.answerBytes = $0 }
        try reader.number("drain-time", 1...600) { limits.drainSeconds = $0 }
        return limits
    }

    /// Who may speak: beyond this machine, accounts alone unless open is said outright.
    private static func admission(
        _ reader: SettingsReader,
        _ listen: [ListenPlace]
    ) throws(Refusal) -> Admission {
        var admission = Admission()
        let mode =
            try reader.read("auth", as: "open or accounts") { Admission.Mode(rawValue: $0) }
        admission.isModeDefault = mode == nil
        admission.mode = mode ?? (listen.allSatisfy(\.address.isLoopback) ? .open : .accounts)
        admission.registration =
            try reader.read("registration", as: "open, invite or closed") {
                Admission.Registration(rawValue: $0)
            } ?? .invite
        admission.takesPlainPasswords =
            try reader.read("plain-passwords", as: "true or false") { Bool($0) } ?? false
        return admission
    }

    private static func tls(_ reader: SettingsReader) throws(Refusal) -> TLSFiles? {
        switch (reader.value("tls-certificate"), reader.value("tls-key")) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return TLSFiles(certificate: certificate, key: key)
        case (let certificate?, nil):
            throw Refusal(
                key: "tls-certificate",
                value: certificate,
                expected: "enough: tls-key names its private key"
            )
        case (nil, let key?):
            throw Refusal(
                key: "tls-key",
                value: key,
                expected: "enough: tls-certificate names what it belongs to"
            )
        }
    }

    /// The text is not repeated: it may hold a password.
    private static func database(_ text: String) throws(Refusal) -> DatabaseAddress {
        guard let address = DatabaseAddress(text) else {
            let expected = "a URL like postgres://user@host/name"
            throw Refusal(key: "database", value: "…", expected: expected)
        }
        guard !address.isAmbiguous else {
            let expected = "a URL with one @: in a password @ is %40, / is %2F, and ? is %3F"
            throw Refusal(key: "database", value: "…", expected: expected)
        }
        guard ChatStore.hasPostgres else {
            let expected = "possible: this program was built without PostgreSQL"
            throw Refusal(key: "database", value: "\(address)", expected: expected)
        }
        return address
    }

    private static func traces(_ reader: SettingsReader) throws(Refusal) -> CollectorURL? {
        guard let text = reader.value("traces") else { return nil }
        guard let url = CollectorURL(text) else {
            // Before an @ stands a password.
            let shown = text.contains("@") ? "…" : text
            throw Refusal(key: "traces", value: shown, expected: CollectorURL.form)
        }
        return url
    }

    /// Where traces go; `nil` for nowhere.
    package var collector: CollectorURL? { traces ?? telemetry.collector }

    /// Of the traces that begin here, the part that is collected, 0 to 1.
    package var collectedShare: Double { traceShare ?? telemetry.share ?? 1 }

    /// What the server is called among those of one log.
    package var nodeName: String { node ?? MachineName.own }

    private static func checkData(_ folder: String) throws(Refusal) {
        guard !folder.isEmpty, !folder.utf8.contains(0) else {
            throw Refusal(key: "data", value: folder, expected: "a folder")
        }
    }
}

/// Reads single settings.
private struct SettingsReader {
    let value: (String) -> String?

    func read<Value>(
        _ key: String,
        as expected: String,
        _ parse: (String) -> Value?
    ) throws(ServerSettings.Refusal) -> Value? {
        guard let text = value(key) else { return nil }
        guard let parsed = parse(text) else {
            throw ServerSettings.Refusal(key: key, value: text, expected: expected)
        }
        return parsed
    }

    func number(
        _ key: String,
        _ range: ClosedRange<Int>,
        _ set: (Int) -> Void
    ) throws(ServerSettings.Refusal) {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound), in digits"
        let number = try read(key, as: expected) {
            SettingNumber.whole($0).flatMap { range.contains($0) ? $0 : nil }
        }
        if let number { set(number) }
    }

    func size(
        _ key: String,
        _ range: ClosedRange<Int>,
        _ set: (Int) -> Void
    ) throws(ServerSettings.Refusal) {
        let expected =
            "a size from \(range.lowerBound) to \(range.upperBound) bytes "
            + "(16384, 16K, 1M, 1G, 1T or 1P)"
        let size = try read(key, as: expected) { text in
            Self.bytes(text).flatMap { range.contains($0) ? $0 : nil }
        }
        if let size { set(size) }
    }

    /// `16384`, `16K`, `1M`, `1G`, `1T` or `1P` in bytes.
    private static func bytes(_ text: String) -> Int? {
        let units: [Character: Int] = [
            "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40, "P": 1 << 50,
        ]
        guard let unit = text.uppercased().last.flatMap({ units[$0] }) else {
            return SettingNumber.whole(text)
        }
        guard let number = SettingNumber.whole(text.dropLast()) else { return nil }
        let (bytes, isTooMany) = number.multipliedReportingOverflow(by: unit)
        return isTooMany ? nil : bytes
    }
}
