import ChatProtocol
import Testing

@Suite("A range of addresses")
struct AddressRangeTests {
    @Test(
        "has one spelling, which is its own",
        arguments: [
            ("192.0.2.7", "192.0.2.7"), ("192.0.2.7/32", "192.0.2.7"),
            ("192.0.2.7/24", "192.0.2.0/24"), ("192.0.2.255/25", "192.0.2.128/25"),
            ("203.0.113.9/0", "0.0.0.0/0"), ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:DB8::1/32", "2001:db8::/32"), ("2001:db8:0:0:0:0:0:1/128", "2001:db8::1"),
            ("2001:0db8::0001", "2001:db8::1"), ("::", "::"), ("::/0", "::/0"), ("1::", "1::"),
            ("::1", "::1"), ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("1:2:3:4:5:6:7:8/64", "1:2:3:4::/64"), ("::c000:201", "::c000:201"),
        ]
    )
    func spelling(text: String, normal: String) throws {
        let range = try #require(AddressRange(text))
        #expect(range.description == normal)
        #expect(AddressRange(normal) == range)
    }
}
