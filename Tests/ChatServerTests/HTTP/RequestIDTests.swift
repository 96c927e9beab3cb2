import Testing

@testable import ChatServer

@Suite struct RequestIDTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test("A request is called what it calls itself, else by its trace, else anew")
    func names() {
        let ids = RequestIDs()
        let parent = "00-\(Self.trace)-00f067aa0ba902b7-01"
        #expect(ids.id(asked: "mine", trace: parent) == "mine")
        #expect(ids.id(asked: nil, trace: parent) == Self.trace)
        #expect(ids.id(asked: "not visible ", trace: parent) == Self.trace)
        // A later version may have more parts.
        #expect(ids.id(asked: nil, trace: "01-\(Self.trace)-00f067aa0ba902b7-01-x") == Self.trace)
        let (first, second) = (ids.id(asked: nil), ids.id(asked: nil))
        #expect(first != second && first != Self.trace)
    }

    @Test(
        "What names no trace is passed over",
        arguments: [
            "", "-", "00", "00-\(trace)", "00-\(trace)-00f067aa0ba902b7",
            "00-\(trace)-00f067aa0ba902b7-01-x", "ff-\(trace)-00f067aa0ba902b7-01",
            "00-\(trace.uppercased())-00f067aa0ba902b7-01", "00-\(trace)0-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-\(trace)-0000000000000000-01", "00-\(trace)-00f067aa0ba902b7-0g",
            "0-\(trace)-00f067aa0ba902b7-01",
        ]
    )
    func others(_ parent: String) {
        #expect(RequestIDs().id(asked: nil, trace: parent) != Self.trace)
    }
}
