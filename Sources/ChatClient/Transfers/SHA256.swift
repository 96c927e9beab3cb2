/// The hash by which a server names a file, of bytes as they come.
///
/// Our own: a library for it would bring a second BoringSSL into the client, which is more code
/// than all of ours. Source: FIPS 180-4, sections 4.1.2, 5.1.1, 5.3.3 and 6.2.
struct SHA256: Sendable {
    private static let blockBytes = 64

    private var state: InlineArray<8, UInt32> = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
        0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    /// The beginning of a block that is not whole yet.
    private var rest: [UInt8] = []
    /// Bytes that were taken.
    private(set) var count: Int64 = 0

    /// Takes further bytes.
    ///
    /// - Parameter bytes: any number.
    mutating func update(_ bytes: Span<UInt8>) {
        count += Int64(bytes.count)
        var index = 0
        if !rest.isEmpty {
            index = min(bytes.count, Self.blockBytes - rest.count)
            for place in 0..<index { rest.append(bytes[place]) }
            guard rest.count == Self.blockBytes else { return }
            let block = rest
            take(block.span, at: 0)
            rest.removeAll(keepingCapacity: true)
        }
        while index + Self.blockBytes <= bytes.count {
            take(bytes, at: index)
            index += Self.blockBytes
        }
        while index < bytes.count {
            rest.append(bytes[index])
            index += 1
        }
    }

    /// The hash of all that was taken, 64 digits in lower case.
    var hexadecimal: String {
        var last = self
        let bits = UInt64(count) &* 8
        var padding: [UInt8] = [0x80]
        while (rest.count + padding.count) % Self.blockBytes != Self.blockBytes - 8 {
            padding.append(0)
        }
        for shift in stride(from: 56, through: 0, by: -8) {
            padding.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
        last.update(padding.span)
        return last.digits
    }

    private var digits: String {
        var text = ""
        for index in state.indices {
            let digits = String(state[index], radix: 16)
            text += String(repeating: "0", count: 8 - digits.count) + digits
        }
        return text
    }

    /// Takes a block.
    private mutating func take(_ bytes: Span<UInt8>, at start: Int) {
        let words = Self.schedule(bytes, at: start)
        let constants = Self.constants
        var now = state
        for round in words.indices {
            let e = now[4]
            let choice = (e & now[5]) ^ (~e & now[6])
            let one = now[7] &+ Self.sum(e, 6, 11, 25) &+ choice &+ constants[round] &+ words[round]
            let a = now[0]
            let majority = (a & now[1]) ^ (a & now[2]) ^ (now[1] & now[2])
            let two = Self.sum(a, 2, 13, 22) &+ majority
            now = [one &+ two, a, now[1], now[2], now[3] &+ one, e, now[5], now[6]]
        }
        for index in state.indices { state[index] &+= now[index] }
    }

    /// The words of the rounds: those of the block, and what is made of them.
    private static func schedule(
        _ bytes: Span<UInt8>,
        at start: Int
    ) -> InlineArray<64, UInt32> {
        var words = InlineArray<64, UInt32>(repeating: 0)
        for index in 0..<16 {
            let place = start + index * 4
            words[index] =
                UInt32(bytes[place]) << 24 | UInt32(bytes[place + 1]) << 16
                | UInt32(bytes[place + 2]) << 8 | UInt32(bytes[place + 3])
        }
        for index in 16..<64 {
            let (early, late) = (words[index - 15], words[index - 2])
            let first = turned(early, 7) ^ turned(early, 18) ^ (early >> 3)
            let second = turned(late, 17) ^ turned(late, 19) ^ (late >> 10)
            words[index] = words[index - 16] &+ first &+ words[index - 7] &+ second
        }
        return words
    }

    private static func sum(_ word: UInt32, _ a: UInt32, _ b: UInt32, _ c: UInt32) -> UInt32 {
        turned(word, a) ^ turned(word, b) ^ turned(word, c)
    }

    private static func turned(_ word: UInt32, _ bits: UInt32) -> UInt32 {
        word &>> bits | word &<< (32 &- bits)
    }

    private static let constants: InlineArray<64, UInt32> = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5,
        0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
        0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc,
        0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
        0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
        0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3,
        0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5,
        0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
        0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
