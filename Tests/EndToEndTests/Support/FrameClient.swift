/// A client of HTTP/2 that sends frames by hand, in Python.
///
/// Source: RFC 9113, sections 4.1 and 6, and RFC 7541, section 6.2.2.
enum FrameClient {
    /// Makes a script whose first argument is a server's port.
    ///
    /// - Parameter lines: what it does once `client` is connected: `frame` sends one, `head` makes
    ///   a request's, `hear` waits for bytes, `connect` and `begin` make another client.
    static func script(_ lines: String) -> String { beginning + "\n" + lines }

    private static let beginning = """
        import socket, ssl, struct, sys
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_alpn_protocols(["h2"])

        def connect():
            plain = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
            return context.wrap_socket(plain, suppress_ragged_eofs=False)

        client, heard = connect(), b""

        def frame(kind, flags, stream, payload=b""):
            length = struct.pack(">I", len(payload))[1:]
            client.sendall(length + bytes([kind, flags]) + struct.pack(">I", stream) + payload)

        def text(value):
            return bytes([len(value)]) + value.encode()

        def field(name, value):
            return b"\\0" + text(name) + text(value)

        def head(method, path):
            return (b"\\x02" + text(method) + b"\\x87\\x04" + text(path)
                    + b"\\x01" + text("127.0.0.1") + field("authorization", "Basic YWxpY2U6"))

        def hear(mark, count=1):
            global heard
            while heard.count(mark) < count:
                part = client.recv(65536)
                if not part:
                    sys.exit("closed, and no " + repr(mark))
                heard += part

        def begin():
            client.sendall(b"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n")
            frame(4, 0, 0)

        begin()
        """
}
