import ChatProtocol
import HTTPTypes
import NIOCore
import NIOHTTP1
import StreamingHTTP
import Testing

@testable import ChatServer

@Suite struct AddressTests {
    @Test(
        "A range holds the addresses that begin as it does",
        arguments: [
            ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
            ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
            ("192.0.2.128/25", "192.0.2.127", false), ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false), ("2001:db8::/32", "2001:db8:1::1", true),
            ("2001:db8::/32", "2001:db9::1", false), ("2001:db8::1/128", "2001:db8::1", true),
            ("::/0", "192.0.2.1", false),
        ]
    )
    func contains(range: String, address: String, isIn: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(try #require(IPAddress(address))) == isIn)
    }

    @Test(
        "What is no range is none",
        arguments: [
            "", "/", "192.0.2", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/8/8",
            "2001:db8::/129", "example.org", "192.0.2.0/0x8", "192.0.2.0/ 8",
            "192.0.2.0/+8", "192.0.2.0/08", "192.0.2.0/99999999999999999999",
        ]
    )
    func none(text: String) { #expect(AddressRange(text) == nil) }

    @Test(
        "An address is one for ranges where it is one for connections, and the same",
        arguments: [
            "::", "::1", "1::", "1::2", ":", ":::", ":1", "1:", "::1:", ":1::", "1::2::3",
            "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3::4:5:6:7:8",
            "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "+1::", "-0::", "1::%lo",
            "::ffff:192.0.2.7", "::192.0.2.7", "1:2:3:4:5:6:192.0.2.7", "192.0.2.7::", "::1.2.3",
            "::192.0.2.7:1", "1:2:3:4:5:6:7:192.0.2.7", "[::1]", "FE80::A", "192.0.2.07", "١::",
            "192.0.2.256", "192.0.2.+7", "1.2.3.4.5", "1..3.4", " ::1", "",
        ]
    )
    func isAddress(text: String) {
        #expect(AddressRange(text)?.bytes == IPAddress(text)?.bytes)
    }

    @Test("A client of IPv6 is in a range as far as its network is known")
    func network() throws {
        let key = ClientNetwork.key(of: IPAddress("2001:db8:0:1::5"))
        let client = try #require(AddressRange(key: key))
        #expect(try #require(AddressRange("2001:db8::/32")).contains(client))
        #expect(try #require(AddressRange("2001:db8:0:1::9/128")).contains(client))
        #expect(!(try #require(AddressRange("2001:db8:0:2::/64")).contains(client)))
        #expect(!(try #require(AddressRange("0.0.0.0/0")).contains(client)))
        #expect(AddressRange(key: "") == nil)
    }

    @Test(
        "The address of a socket is what its text says",
        arguments: [
            "127.0.0.1", "192.0.2.7", "0.0.0.0", "255.255.255.255", "::1", "::", "2001:db8:0:1::5",
            "::ffff:192.0.2.7", "::192.0.2.7", "fe80::1",
        ]
    )
    func socket(text: String) throws {
        let address = try SocketAddress(ipAddress: text, port: 80)
        #expect(IPAddress(address) == IPAddress(text))
        #expect(ClientNetwork.key(of: address) == ClientNetwork.key(of: IPAddress(text)))
    }

    @Test("A Unix socket has no address")
    func unixSocket() throws {
        let address = try SocketAddress(unixDomainSocketPath: "/tmp/s")
        #expect(IPAddress(address) == nil)
        #expect(ClientNetwork.key(of: address).isEmpty)
    }

    @Test("Ranges are found by each client that is in them, and by no other, until they are gone")
    func index() throws {
        let ranges = try [
            "0.0.0.0/0", "::/0", "192.0.2.0/24", "192.0.2.128/25", "192.0.2.7", "192.0.2.7/32",
            "2001:db8::/32", "2001:db8:0:1::/64", "2001:db8:0:1::9/128", "::1", "::/64",
            "127.0.0.1",
            "128.0.0.0/1", "8000::/1",
        ].map { try #require(AddressRange($0)) }
        let keys = [
            "192.0.2.7", "192.0.2.200", "192.0.3.1", "2001:db8:0:1::5", "2001:db8:1::5", "::1",
            "::2",
            "127.0.0.1", "203.0.113.9", "8001::", "::ffff:192.0.2.7",
        ].map { ClientNetwork.key(of: IPAddress($0)) }
        var index = RangeIndex()
        for (id, range) in ranges.enumerated() { index.insert(range, as: "\(id)") }
        for gone in -1..<ranges.count {
            if gone >= 0 { index.remove(ranges[gone], as: "\(gone)") }
            for key in keys {
                let client = try #require(AddressRange(key: key))
                let known = ranges.indices.filter { $0 > gone && ranges[$0].contains(client) }
                #expect(Set(index.ids(ofKey: key)) == Set(known.map { "\($0)" }), "\(key) \(gone)")
            }
        }
        #expect(index.ids(ofKey: "").isEmpty)
    }

    @Test(
        "Where two fields lead to different clients, it is not clear which a proxy wrote",
        arguments: [
            ("10.0.0.1", "203.0.113.5", "for=198.51.100.1", false),
            ("10.0.0.1", "203.0.113.5", "for=_hidden", false),
            ("10.0.0.1", "198.51.100.1, 203.0.113.5", "for=203.0.113.5", true),
            // Of a chain of proxies each ends its field with the one before it.
            ("10.0.0.1", "203.0.113.9, 10.0.0.5", "for=198.51.100.7, for=10.0.0.5", false),
            ("10.0.0.1", "203.0.113.9, 10.0.0.5", "for=127.0.0.1, for=10.0.0.5", false),
            ("10.0.0.1", "203.0.113.9, 10.0.0.5", "for=203.0.113.9, for=10.0.0.5", true),
            ("10.0.0.1", "203.0.113.9, 10.0.0.5", "for=203.0.113.9", true),
            ("10.0.0.1", "203.0.113.5", nil, true), ("10.0.0.1", nil, "for=203.0.113.5", true),
            ("192.0.2.9", "203.0.113.5", "for=198.51.100.1", true),
        ] as [(String, String?, String?, Bool)]
    )
    func twoFields(peer: String, old: String?, new: String?, isClear: Bool) throws {
        let proxies = try #require(TrustedProxies("10.0.0.0/8"))
        var fields: HTTPFields = [:]
        fields[.forwardedFor] = old
        fields[.forwarded] = new
        let address = try SocketAddress(ipAddress: peer, port: 1)
        #expect(proxies.tellOne(address, fields) == isClear)
    }

    @Test(
        "An address is taken from the field of a trusted proxy alone, and no further than it knows",
        arguments: [
            ("192.0.2.9", "203.0.113.5", nil, "192.0.2.9"),
            ("10.0.0.1", "203.0.113.5", nil, "203.0.113.5"),
            ("10.0.0.1", "198.51.100.1, 203.0.113.5", nil, "203.0.113.5"),
            ("10.0.0.1", "203.0.113.5, 10.0.0.7", nil, "203.0.113.5"),
            ("10.0.0.1", "203.0.113.5, nonsense", nil, "10.0.0.1"),
            // What another machine calls its own address is not this machine.
            ("10.0.0.1", "127.0.0.1", nil, "10.0.0.1"),
            ("10.0.0.1", "::1, 10.0.0.5", nil, "10.0.0.5"),
            ("10.0.0.1", "203.0.113.5, nonsense, 10.0.0.7", nil, "10.0.0.7"),
            ("10.0.0.1", "203.0.113.5:4711", nil, "203.0.113.5"),
            // The comma is a proxy's, the letter that joins with it a client's.
            ("10.0.0.1", "9.9.9.9:\u{600}, 203.0.113.5", nil, "203.0.113.5"),
            ("10.0.0.1", "9.9.9.9:\u{600},203.0.113.5, 10.0.0.7", nil, "203.0.113.5"),
            ("10.0.0.1", nil, "for=9.9.9.9;x=\u{600},for=203.0.113.5", "203.0.113.5"),
            ("10.0.0.1", nil, "for=203.0.113.5;proto=https", "203.0.113.5"),
            ("10.0.0.1", nil, "for=198.51.100.1, for=\"[2001:db8::1]:80\"", "2001:db8::1"),
            ("10.0.0.1", nil, "for=_hidden", "10.0.0.1"),
            ("10.0.0.1", nil, "for=\"[2001:db8::1\"", "10.0.0.1"),
            ("10.0.0.1", nil, "for=198.51.100.1;for=203.0.113.5", "10.0.0.1"),
            ("10.0.0.1", nil, "for=\"198.51.100.1, for=203.0.113.5", "203.0.113.5"),
            ("10.0.0.1", nil, nil, "10.0.0.1"),
            // A client's own words, in quotes as its proxy writes them.
            ("10.0.0.1", nil, #"for=203.0.113.7;host="a,for=9.9.9.9";proto=https"#, "203.0.113.7"),
            ("10.0.0.1", nil, #"for=203.0.113.7;host="a;for=9.9.9.9""#, "203.0.113.7"),
            ("10.0.0.1", nil, #"for=203.0.113.7;host="a\",for=9.9.9.9,\"""#, "203.0.113.7"),
            ("10.0.0.1", nil, #"for=203.0.113.7;by="_p, x""#, "203.0.113.7"),
            ("127.0.0.1", nil, #"for=203.0.113.7;host="a;for=9.9.9.9""#, "203.0.113.7"),
            ("127.0.0.1", "127.0.0.1", nil, "127.0.0.1"), ("127.0.0.1", nil, nil, "127.0.0.1"),
        ] as [(String, String?, String?, String)]
    )
    func proxies(peer: String, list: String?, forwarded: String?, client: String) throws {
        let proxies = try #require(TrustedProxies("10.0.0.0/8, 127.0.0.1"))
        var fields: HTTPFields = [:]
        fields[.forwardedFor] = list
        fields[.forwarded] = forwarded
        let address = try SocketAddress(ipAddress: peer, port: 1)
        #expect(proxies.address(of: address, fields) == ClientNetwork.key(of: IPAddress(client)))
        let unnamed = TrustedProxies().address(of: address, fields)
        let isMarked = list != nil || forwarded != nil
        let isBehindOwn = peer == "127.0.0.1" && isMarked
        #expect((unnamed == ClientNetwork.key(of: address)) == !isBehindOwn)
    }

    @Test(
        "Clients of whom a proxy on this machine does not tell are not this machine",
        arguments: [
            [.forwarded: "for=unknown"], [.forwarded: "for=_x;proto=https"], [.forwarded: ""],
            [.forwarded: #"for="203.0.113.5"#], [.forwardedFor: "unknown"],
            [.forwardedFor: "203.0.113.5, _x, 127.0.0.1"], [.forwardedProtocol: "https"],
        ] as [HTTPFields]
    )
    func untold(fields: HTTPFields) throws {
        let proxies = try #require(TrustedProxies("127.0.0.1"))
        let local = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
        let key = proxies.address(of: local, fields)
        #expect(!ClientNetwork.isLocal(key: key))
        #expect(key == proxies.address(of: local, [.forwarded: "for=_other"]))
        // Nor are they behind one that nobody named.
        #expect(TrustedProxies().address(of: local, fields) == key)
        // No address: a ban of this machine's is not of those who come through it.
        #expect(AddressRange(key: key) == nil)
    }

    @Test("A password is private on this machine, and behind a trusted proxy that had it by TLS")
    func isPrivate() throws {
        let proxies = try #require(TrustedProxies("10.0.0.0/8"))
        let proxy = try SocketAddress(ipAddress: "10.0.0.1", port: 1)
        let other = try SocketAddress(ipAddress: "192.0.2.1", port: 1)
        let local = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
        let secure: HTTPFields = [.forwardedProtocol: "https"]
        #expect(proxies.isPrivate(proxy, secure) && !proxies.isPrivate(proxy, [:]))
        #expect(!proxies.isPrivate(other, secure) && proxies.isPrivate(local, [:]))
        for (protocols, isPrivate) in [
            ("http, HTTPS\t", true), ("https, http", false), ("https\u{600}, http", false),
            ("http\u{600},https", true), ("", false), (",", false),
        ] {
            let isTaken = proxies.isPrivate(proxy, [.forwardedProtocol: protocols])
            #expect(isTaken == isPrivate, "\(protocols)")
        }
        for (forwarded, isPrivate) in [
            ("for=192.0.2.1;proto=https", true), ("proto=\"https\"; FOR=192.0.2.1", true),
            ("for=192.0.2.1;proto=https, for=10.0.0.7;proto=http", true),
            ("for=1.2.3.4;proto=https, for=192.0.2.1;proto=http", false),
            ("for=192.0.2.1;proto=http;x=\"proto=https\"", false),
            ("for=192.0.2.1;proto=https;proto=http", false), ("proto=https", false),
            (#"for=192.0.2.1;host="a;proto=https";proto=http"#, false),
            (#"for=192.0.2.1;host="a, for=192.0.2.1;proto=https";proto=http"#, false),
        ] {
            let isTaken = proxies.isPrivate(proxy, [.forwarded: forwarded])
            #expect(isTaken == isPrivate, "\(forwarded)")
        }
        let both: HTTPFields = [
            .forwarded: "for=192.0.2.1;proto=https", .forwardedProtocol: "http",
        ]
        #expect(!proxies.isPrivate(proxy, both))
        // What this machine itself sends beside its proxy has no proxy's mark.
        let onLocal = try #require(TrustedProxies("127.0.0.1"))
        #expect(onLocal.isPrivate(local, [:]) && onLocal.isPrivate(local, secure))
        for mark in HTTPField.Name.proxyMarks {
            #expect(!onLocal.isPrivate(local, [mark: "203.0.113.5"]), "\(mark)")
            #expect(!TrustedProxies().isPrivate(local, [mark: "203.0.113.5"]), "\(mark)")
            let fields = DirectFields([mark.canonicalName: "203.0.113.5"])
            #expect(fields.isUnusual, "\(mark)")
        }
        #expect(TrustedProxies("10.0.0.0/8, x") == nil)
        for empty in ["", ",", "10.0.0.0/8,", "10.0.0.0/8,,10.1.0.0/16"] {
            #expect(TrustedProxies(empty) == nil, "\(empty)")
            #expect(HostNames.parse(empty.replacing("/", with: "")) == nil, "\(empty)")
        }
    }
}
