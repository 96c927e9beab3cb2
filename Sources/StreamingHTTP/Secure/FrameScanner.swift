/// Finds where the frames of an HTTP/2 connection begin, without reading them.
///
/// Source: RFC 9113, sections 3.4 (the client's preface), 4.1 (a frame's head) and 6.
struct FrameScanner {
    /// The type of a frame that begins a request, or ends one with trailers.
    static let headers: UInt8 = 1
    /// The type of a frame of settings.
    static let settings: UInt8 = 4
    /// The type of a frame that is a part of a body.
    private static let data: UInt8 = 0
    /// The type of a frame that goes on with the head of a request.
    private static let continuation: UInt8 = 9
    /// The mark of the last frame of such a head.
    private static let endOfHead: UInt8 = 4
    /// The most bytes of settings in one frame: 32, of which six are defined.
    ///
    /// Each change of the windows costs as much as there are requests.
    /// Source: the bound of nghttp2, after CVE-2020-11080.
    private static let settingsBytes = 32 * 6
    private static let prefaceBytes = 24
    private static let headBytes = 9

    /// Bytes of the preface or of a frame's payload that are to come.
    private var left = prefaceBytes
    /// What has come of a frame's head.
    private var head: [UInt8] = []
    /// Whether the frame has settings, of which nothing was gone over if it is at its start.
    private var hasSettings = false
    private var isAtStart = false
    /// Whether the head of a request goes on in the next frame.
    private var isHeadOpen = false
    private var isBody = false
    /// How many frames have begun, but for those that go on with another.
    private var begun = 0

    /// The highest number of a request that has begun.
    private(set) var lastRequest = 0
    /// The number of what has begun and is not whole: the preface, a frame, or the head of a
    /// request in several; `nil` for a body's, which is taken as it comes.
    var unfinished: Int? {
        guard head.isEmpty else { return isHeadOpen ? begun : begun &+ 1 }
        return isHeadOpen || left > 0 && !isBody ? begun : nil
    }

    /// Whether a frame began, and was not gone over, with more settings than anybody needs.
    private(set) var hasTooMany = false
    /// Settings among the bytes that were gone over last: where they are, and whether their frame
    /// begins with them.
    private(set) var settings: [(place: Range<Int>, isStart: Bool)] = []

    /// Goes over bytes that have come.
    ///
    /// - Parameters:
    ///   - bytes: in the order in which they came, beginning with those that were not gone over.
    ///   - mayBegin: given the type of each frame that begins; false to stop before it.
    /// - Returns: how many bytes were gone over.
    mutating func scan(_ bytes: some Collection<UInt8>, _ mayBegin: (UInt8) -> Bool) -> Int {
        var rest = bytes[...]
        settings = []
        while !rest.isEmpty {
            if left > 0 {
                let count = min(left, rest.count)
                if hasSettings { noteSettings(bytes.count - rest.count, count) }
                rest = rest.dropFirst(count)
                left -= count
                continue
            }
            let missing = rest.prefix(Self.headBytes - head.count)
            guard head.count + missing.count == Self.headBytes else {
                head += missing
                return bytes.count
            }
            let whole = head + missing
            let length = whole.prefix(3).reduce(0) { $0 << 8 | Int($1) }
            hasTooMany = whole[3] == Self.settings && length > Self.settingsBytes
            guard !hasTooMany, mayBegin(whole[3]) else { break }
            left = length
            hasSettings = whole[3] == Self.settings
            isAtStart = true
            noteBegin(of: whole)
            head = []
            rest = rest.dropFirst(missing.count)
        }
        return bytes.count - rest.count
    }

    private mutating func noteBegin(of whole: [UInt8]) {
        let type = whole[3]
        isBody = type == Self.data
        if type != Self.continuation { begun &+= 1 }
        guard type == Self.headers || type == Self.continuation else { return }
        isHeadOpen = whole[4] & Self.endOfHead == 0
        // The first of 32 bits is none of the number.
        let number = whole[5...].reduce(0) { $0 << 8 | Int($1) } & 0x7fff_ffff
        lastRequest = max(lastRequest, number)
    }

    private mutating func noteSettings(_ offset: Int, _ count: Int) {
        settings.append((offset..<offset + count, isAtStart))
        isAtStart = false
    }
}
