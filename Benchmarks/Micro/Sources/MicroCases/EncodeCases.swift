import ChatProtocol

/// An event into the bytes of each format: once for each format and commit on the server.
enum EncodeCases {
    /// The cases.
    ///
    /// - Parameter samples: what is encoded.
    /// - Returns: one for each format and event.
    static func all(_ samples: MicroSamples) -> [MicroCase] {
        Format.allCases.flatMap { format in
            samples.named.map { name, event in encode(event, name, as: format) }
        }
    }

    private static func encode(_ event: Event, _ name: String, as format: Format) -> MicroCase {
        let encoder = EventEncoder(format: format, namesRooms: false)
        return MicroCase("encode \(format.rawValue) \(name)") { count in
            // A page's worth, so that growing the buffer is no part of it.
            var bytes: [UInt8] = []
            bytes.reserveCapacity(64 * 1024)
            var sum = 0
            for _ in 0..<count {
                if bytes.count > 60 * 1024 { bytes.removeAll(keepingCapacity: true) }
                encoder.append(event, to: &bytes)
                sum &+= bytes.count
            }
            return sum
        }
    }
}
