import TestTools

/// What becomes of some bytes by accident or malice, the same in every run.
enum Mutations {
    /// Each bit turned; each end; each number of 32 bits at its extremes; and random splices.
    static func of(_ bytes: [UInt8]) -> [[UInt8]] {
        let flipped = bytes.indices.map { index in
            changed(bytes) { $0[index] ^= 1 << UInt8(index % 8) }
        }
        let cut = bytes.indices.map { Array(bytes[..<$0]) }
        let numbers = bytes.indices.dropLast(3).flatMap { index in
            [[255, 255, 255, 255], [0, 0, 0, 0]].map {
                number in
                changed(bytes) { $0.replaceSubrange(index..<index + 4, with: number) }
            }
        }
        return flipped + cut + numbers + spliced(bytes) + [bytes + [0], bytes + bytes]
    }

    private static func spliced(_ bytes: [UInt8]) -> [[UInt8]] {
        var generator = SeededGenerator(seed: 1)
        return (0..<100).map { _ in
            changed(bytes) { bytes in
                let start = Int.random(in: 0...bytes.count, using: &generator)
                let end = Int.random(in: start...min(start + 8, bytes.count), using: &generator)
                let count = Int.random(in: 0...8, using: &generator)
                let new = (0..<count).map { _ in
                    UInt8.random(in: .min ... .max, using: &generator)
                }
                bytes.replaceSubrange(start..<end, with: new)
            }
        }
    }

    private static func changed(_ bytes: [UInt8], _ change: (inout [UInt8]) -> Void) -> [UInt8] {
        var bytes = bytes
        change(&bytes)
        return bytes
    }
}
