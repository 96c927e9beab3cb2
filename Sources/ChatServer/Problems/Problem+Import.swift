import ChatProtocol

/// What an import is refused with.
extension Problem {
    static func unsupportedEncoding(_ coding: String) -> Problem {
        Problem(
            .unsupportedEncoding,
            "a body must not be encoded, and this one is \(SafeText(coding).singleLine): "
                + "gunzip -c FILE | curl -T - …"
        )
    }

    static func unsupportedTransferCoding(_ coding: String) -> Problem {
        Problem(
            .unsupportedEncoding,
            "chunked is the only Transfer-Encoding that is read here, without "
                + SafeText(coding).singleLine
        )
    }

    static func importRunning(_ room: RoomName) -> Problem {
        Problem(
            .importRunning,
            "one import at a time goes into \(room); repeat this one when it has ended",
            retryAfter: 1
        )
    }
}
