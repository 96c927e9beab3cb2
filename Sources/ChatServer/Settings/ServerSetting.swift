/// One setting of the server: whether two readings of it differ, and whether it can change while
/// the server runs.
struct ServerSetting: Sendable {
    /// As on the command line and in the file.
    let key: String
    /// Whether both have the same value of it.
    let isSame: @Sendable (ServerSettings, ServerSettings) -> Bool
    /// Takes it over; false for what holds until the server ends.
    let take: @Sendable (inout ServerSettings, ServerSettings) -> Bool

    /// Every setting.
    static let all: [ServerSetting] = live + fixed

    private static let live: [ServerSetting] = [
        live("log-level", \.logLevel), file("tls-certificate", \.tls?.certificate),
        file("tls-key", \.tls?.key), live("registration", \.admission.registration),
        live("plain-passwords", \.admission.takesPlainPasswords),
        live("rate-limit", \.limits.messagesPerSecond), live("rate-burst", \.limits.messageBurst),
        live("address-rate", \.limits.addressWritesPerSecond),
        live("address-burst", \.limits.addressWriteBurst),
        live("rooms-per-address", \.limits.roomsOfAddress),
        live("sign-in-rate", \.limits.signInsPerMinute),
        live("account-limit", \.limits.accounts), live("message-limit", \.limits.messageBytes),
        live("topic-limit", \.limits.topicBytes), live("body-limit", \.limits.bodyBytes),
        live("match-limit", \.limits.matchBytes), live("upload-limit", \.limits.fileBytes),
        live("file-quota", \.limits.allFileBytes),
        live("member-file-quota", \.limits.memberFileBytes),
        live("address-file-quota", \.limits.addressFileBytes),
        live("file-days", \.limits.fileDays), live("upload-hours", \.limits.uploadHours),
        live("disk-floor", \.limits.diskFloorBytes), live("log-quota", \.limits.logBytes),
    ]

    private static let fixed: [ServerSetting] = [
        fixed("listen", \.listen), fixed("event-loops", \.eventLoops), fixed("data", \.dataFolder),
        fixed("database", \.database), fixed("node", \.node), fixed("auth", \.admission.mode),
        fixed("host", \.hosts), fixed("allow-origin", \.origins),
        fixed("trusted-proxy", \.proxies), fixed("head-limit", \.limits.headBytes),
        fixed("search-time", \.limits.searchSeconds), fixed("room-limit", \.limits.rooms),
        fixed("connection-limit", \.limits.connections),
        fixed("connections-per-address", \.limits.connectionsOfAddress),
        fixed("answer-memory", \.limits.answerBytes), fixed("drain-time", \.limits.drainSeconds),
        fixed("traces", \.traces), fixed("trace-share", \.traceShare),
    ]
}

// Key paths of properties keep nothing, and may cross to other tasks.
private typealias Path<Value> = any KeyPath<ServerSettings, Value> & Sendable
private typealias Place<Value> = any WritableKeyPath<ServerSettings, Value> & Sendable

extension ServerSetting {
    private static func live<Value: Equatable & SendableMetatype>(
        _ key: String,
        _ place: Place<Value>
    ) -> ServerSetting {
        ServerSetting(key: key) {
            $0[keyPath: place] == $1[keyPath: place]
        } take: {
            $0[keyPath: place] = $1[keyPath: place]
            return true
        }
    }

    /// One of the pair that TLS needs: another one takes its place, but TLS itself neither begins
    /// nor ends while the server runs.
    private static func file(_ key: String, _ part: Path<String?>) -> ServerSetting {
        ServerSetting(key: key) {
            $0[keyPath: part] == $1[keyPath: part]
        } take: {
            guard $0.tls != nil, $1.tls != nil else { return false }
            $0.tls = $1.tls
            return true
        }
    }

    private static func fixed<Value: Equatable & SendableMetatype>(
        _ key: String,
        _ part: Path<Value>
    ) -> ServerSetting {
        ServerSetting(
            key: key,
            isSame: { $0[keyPath: part] == $1[keyPath: part] },
            take: { _, _ in false }
        )
    }
}
