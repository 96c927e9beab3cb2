import ChatProtocol

/// What an import is refused with.
extension Problem {
    static func unsupportedEncoding(_ coding: String) -> Problem {
        Problem(
            status: 415,
            code: "unsupported_encoding",
            title: "Not in this encoding",
            detail: "a body must not be encoded, and this one is \(SafeText(coding).singleLine): "
                + "gunzip -c FILE | curl -T - …"
        )
    }

    static func importRunning(_ room: RoomName) -> Problem {
        var problem = Problem(
            status: 409,
            code: "import_running",
            title: "An import goes on",
            detail: "one import at a time goes into \(room); repeat this one when it has ended"
        )
        problem.retryAfter = 1
        return problem
    }
}
