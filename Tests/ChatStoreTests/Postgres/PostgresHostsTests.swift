#if Postgres
import Foundation
import Testing

@testable import ChatStore

/// In which order the hosts of an address are asked.
@Suite(.timeLimit(.minutes(10))) struct PostgresHostsTests {
    typealias Place = PostgresHosts.Place

    /// The options that put a host first, as `name=value`.
    private static func options(_ address: [String: String], _ place: Place?) -> [String] {
        PostgresHosts(address).options(beginningAt: place).map { "\($0.name)=\($0.value)" }
    }

    @Test("The host that answered last comes before the others, with what belongs to it")
    func first() {
        let hosts = ["host": "a,b,::1"]
        #expect(Self.options(hosts, Place(host: "::1", port: "5432")) == ["host=::1,a,b"])
        let all = ["host": "a,b,c", "hostaddr": "10.0.0.1,,10.0.0.3", "port": "1,,3"]
        for port in ["5432", ""] {
            #expect(
                Self.options(all, Place(host: "b", port: port)) == [
                    "host=b,a,c", "hostaddr=,10.0.0.1,10.0.0.3", "port=,1,3",
                ]
            )
        }
        let addresses = ["hostaddr": "10.0.0.1,10.0.0.2"]
        let second = Place(host: "10.0.0.2", port: "5432")
        #expect(Self.options(addresses, second) == ["hostaddr=10.0.0.2,10.0.0.1"])
        // The names are one; the ports tell which it is.
        let ports = ["host": "a,a", "port": "1,2"]
        #expect(Self.options(ports, Place(host: "a", port: "2")) == ["host=a,a", "port=2,1"])
        // One port of all stays where it is.
        let port = ["host": "a,b", "port": "7"]
        #expect(Self.options(port, Place(host: "b", port: "7")) == ["host=b,a"])
    }

    @Test("The order of the address is kept where the first, none or another host has answered")
    func kept() {
        let hosts = ["host": "a,b"]
        #expect(Self.options(hosts, nil) == [])
        for name in ["a", "c"] {
            #expect(Self.options(hosts, Place(host: name, port: "5432")) == [])
        }
        #expect(Self.options([:], Place(host: "/run/postgresql", port: "5432")) == [])
        #expect(Self.options(["host": "a"], Place(host: "a", port: "5432")) == [])
    }

    @Test(
        "A server asks the host first that answered last, also when one before it comes back",
        .onPostgres
    )
    func remembered() throws {
        let cluster = try TestCluster.shared.get()
        let folder = try TemporaryFolder()
        let text = "postgres://burble@/postgres?host=\(folder.path),\(cluster.folder)"
        let address = try #require(DatabaseAddress(text))
        let pulse = PostgresPulse(address)
        #expect(try pulse.connection().place.host == cluster.folder)
        let socket = "/.s.PGSQL.5432"
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + socket,
            withDestinationPath: cluster.folder + socket
        )
        #expect(try pulse.connection().place.host == cluster.folder)
        #expect(try PostgresPulse(address).connection().place.host == folder.path)
    }
}
#endif
