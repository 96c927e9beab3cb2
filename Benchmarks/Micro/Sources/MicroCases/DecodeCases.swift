import ChatProtocol

/// A page of a stream into events, counted by the event: what `chat-tui` does 20,000 times.
enum DecodeCases {
    /// Events of a page.
    private static let pageEvents = 100

    /// The cases.
    ///
    /// - Parameter samples: what is decoded.
    /// - Returns: one for each event and format that carries whole events.
    static func all(_ samples: MicroSamples) -> [MicroCase] {
        Format.allCases.filter { $0 != .text }.flatMap { format in
            samples.named.map { name, event in decode(event, name, from: format) }
        }
    }

    private static func decode(_ event: Event, _ name: String, from format: Format) -> MicroCase {
        let encoder = EventEncoder(format: format, namesRooms: false)
        var page = encoder.preamble
        for _ in 0..<pageEvents { encoder.append(event, to: &page) }
        return MicroCase("decode \(format.rawValue) \(name)") { [page] count in
            var sum = 0
            while sum < count {
                guard var decoder = EventDecoder(format: format) else { return 0 }
                sum += try decoder.decode(page).count
            }
            return sum
        }
    }
}
