import Testing

@testable import StreamingHTTP

@Suite struct ContentDispositionTests {
    @Test(
        "A file's name reaches the browser, and no name can end the field's value",
        arguments: [
            ("data.csv", "filename=data.csv"),
            ("a b.txt", #"filename="a b.txt"; filename*=UTF-8''a%20b.txt"#),
            (#"a";x="b\c"#, #"filename="a_;x=_b_c"; filename*=UTF-8''a%22%3Bx%3D%22b%5Cc"#),
            ("Grüße.txt", #"filename="Gr__e.txt"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt"#),
            ("a\r\nX: y", #"filename="a__X: y"; filename*=UTF-8''a%0D%0AX%3A%20y"#),
        ]
    )
    func attachment(name: String, field: String) {
        #expect(ContentDisposition.attachment(name) == "attachment; \(field)")
    }
}
