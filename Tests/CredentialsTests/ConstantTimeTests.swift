import Testing

@testable import Credentials

@Suite struct ConstantTimeTests {
    @Test("Arrays are equal when all their bytes are, and as many")
    func equality() {
        #expect(ConstantTime.areEqual([], []))
        #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        for other: [UInt8] in [[], [1, 2], [1, 2, 3, 0], [0, 2, 3], [1, 2, 0]] {
            #expect(!ConstantTime.areEqual([1, 2, 3], other))
            #expect(!ConstantTime.areEqual(other, [1, 2, 3]))
        }
    }
}
