import Glibc

/// One publisher's connection: what is to be sent, and what waits for its answer.
///
/// Proof of safety: `outgoing` holds `capacity` requests, and no more are in flight at once, so
/// that what is pending always fits; the block lives as long as this value.
@safe
final class Publisher {
    /// A post that was sent and is not answered yet.
    struct Flight: BitwiseCopyable {
        var due: UInt64
        var room: Int
    }

    let number: Int
    let connection: Connection
    private let template: PostTemplate
    private let rooms: Int
    private let outgoing: UnsafeMutableRawPointer
    private let capacity: Int
    private var pendingStart = 0
    private var pendingEnd = 0
    private var flights: FlatArray<Flight>
    private var firstFlight = 0
    private(set) var flightCount = 0
    private var room: Int
    private var counters: FlatArray<UInt32>
    private(set) var acknowledged: [UInt32]
    /// Posts sent, or about to be.
    private(set) var posted: UInt64 = 0
    var isConnected = false
    var isEnded = false
    var leftover: [UInt8] = []

    /// A publisher that has sent nothing.
    ///
    /// - Parameters:
    ///   - number: from 0.
    ///   - connection: one that is being connected.
    ///   - template: its request.
    ///   - rooms: how many rooms it goes over, each in turn.
    ///   - capacity: posts in flight at most.
    init(number: Int, connection: Connection, template: PostTemplate, rooms: Int, capacity: Int) {
        self.number = number
        self.connection = connection
        self.template = template
        self.rooms = rooms
        self.capacity = capacity
        unsafe outgoing = .allocate(byteCount: template.bytes.count * capacity, alignment: 64)
        flights = FlatArray(repeating: Flight(due: 0, room: 0), count: capacity)
        counters = FlatArray(repeating: 0, count: rooms)
        acknowledged = Array(repeating: 0, count: rooms)
        // Each begins elsewhere, so that the posts spread over the rooms from the first.
        room = number % rooms
    }

    deinit {
        close(connection.socket)
        unsafe outgoing.deallocate()
    }

    /// Whether one more post may be in flight.
    var hasRoom: Bool { isConnected && !isEnded && flightCount < capacity }

    /// Puts the next post behind what is pending.
    ///
    /// - Parameter due: when it was to be sent, in nanoseconds of the run, for its stamp.
    func post(due: UInt64) {
        let bytes = template.bytes.count
        if pendingEnd + bytes > capacity * bytes { compact() }
        let place = unsafe outgoing + pendingEnd
        unsafe template.bytes.withUnsafeBytes { source in
            if let base = source.baseAddress {
                unsafe place.copyMemory(from: base, byteCount: bytes)
            }
        }
        unsafe Stamp.write(
            UInt64(room),
            digits: Dialect.roomDigits,
            to: place + template.roomOffset
        )
        let stamp = Stamp(publisher: number, counter: counters[room], due: due)
        unsafe stamp.write(to: place + template.stampOffset)
        counters[room] += 1
        flights[(firstFlight + flightCount) % capacity] = Flight(due: due, room: room)
        posted += 1
        flightCount += 1
        pendingEnd += bytes
        room = (room + 1) % rooms
    }

    /// Sends what is pending, as much as the socket takes.
    func flush() {
        guard pendingEnd > pendingStart else { return }
        let outcome = unsafe connection.send(
            outgoing + pendingStart,
            count: pendingEnd - pendingStart
        )
        switch outcome {
        case .bytes(let count): pendingStart += count
        case .wouldBlock: return
        case .ended: isEnded = true
        }
        if pendingStart == pendingEnd { (pendingStart, pendingEnd) = (0, 0) }
    }

    /// Takes the answer to the oldest post in flight.
    ///
    /// - Parameter isAcknowledgement: whether the server has taken the post.
    /// - Returns: the post; nothing when none was in flight.
    func answered(isAcknowledgement: Bool) -> Flight? {
        guard flightCount > 0 else { return nil }
        let flight = flights[firstFlight]
        firstFlight = (firstFlight + 1) % capacity
        flightCount -= 1
        if isAcknowledgement { acknowledged[flight.room] += 1 }
        return flight
    }

    private func compact() {
        unsafe outgoing.copyMemory(
            from: outgoing + pendingStart,
            byteCount: pendingEnd - pendingStart
        )
        (pendingStart, pendingEnd) = (0, pendingEnd - pendingStart)
    }
}
