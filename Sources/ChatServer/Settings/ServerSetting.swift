/// One setting of the server: whether two readings of it differ, and whether it can change while
/// the server runs.
package struct ServerSetting: Sendable {
    /// As on the command line and in the file.
    package let key: String
    /// Whether both have the same value of it.
    let isSame: @Sendable (ServerSettings, ServerSettings) -> Bool
    /// Takes it over; `nil` for a setting that holds until the server ends.
    let take: (@Sendable (inout ServerSettings, ServerSettings) -> Void)?

    /// Whether it can change while the server runs.
    package var isLive: Bool { take != nil }

    /// Every setting.
    package static let all: [ServerSetting] = live + fixed

    private static let live: [ServerSetting] = [
        live("log-level", \.logLevel), live("tls-certificate", \.tls?.certificate, \.tls),
        live("tls-key", \.tls?.key, \.tls), live("registration", \.admission.registration),
        live("plain-passwords", \.admission.takesPlainPasswords),
        live("rate-limit", \.limits.messagesPerSecond), live("rate-burst", \.limits.messageBurst),
        live("address-rate", \.limits.addressWritesPerSecond),
        live("address-burst", \.limits.addressWriteBurst),
        live("sign-in-rate", \.limits.signInsPerMinute),
        live("account-limit", \.limits.accounts), live("message-limit", \.limits.messageBytes),
        live("topic-limit", \.limits.topicBytes), live("body-limit", \.limits.bodyBytes),
        live("match-limit", \.limits.matchBytes), live("upload-limit", \.limits.fileBytes),
        live("file-quota", \.limits.allFileBytes),
        live("member-file-quota", \.limits.memberFileBytes),
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
        fixed("drain-time", \.limits.drainSeconds),
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
        live(key, place, place)
    }

    private static func live<Value: Equatable & SendableMetatype, Whole: SendableMetatype>(
        _ key: String,
        _ part: Path<Value>,
        _ place: Place<Whole>
    ) -> ServerSetting {
        ServerSetting(key: key) {
            $0[keyPath: part] == $1[keyPath: part]
        } take: {
            $0[keyPath: place] = $1[keyPath: place]
        }
    }

    private static func fixed<Value: Equatable & SendableMetatype>(
        _ key: String,
        _ part: Path<Value>
    ) -> ServerSetting {
        ServerSetting(
            key: key,
            isSame: { $0[keyPath: part] == $1[keyPath: part] },
            take: nil
        )
    }
}
