import Testing

@testable import ChatServer

@Suite struct RecentValuesTests {
    // In slow mode of a day each name that had spoken was gone over with each post.
    @Test("So many newest values are remembered, and twice as many at the most")
    func newest() {
        var values = RecentValues<Int, String>(half: 3)
        for key in 0..<20 {
            values.put("\(key)", for: key)
            for recent in max(0, key - 2)...key { #expect(values[recent] == "\(recent)") }
        }
        #expect((0..<20).count { values[$0] != nil } <= 6)
    }

    @Test("A value takes the place of the key's last one")
    func again() {
        var values = RecentValues<String, Int>(half: 1)
        values.put(1, for: "a")
        values.put(2, for: "b")
        values.put(3, for: "a")
        #expect(values["a"] == 3 && values["b"] == 2)
        values.put(4, for: "a")
        #expect(values["a"] == 4 && values["b"] == 2)
    }
}
