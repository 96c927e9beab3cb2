@testable import Credentials

/// Keys, and what they have signed for `burble`: by ssh-keygen of OpenSSH 9.2.
///
/// Those of security keys were put together by hand, since ssh-keygen makes them with hardware
/// alone, and found good by `ssh-keygen -Y verify`.
struct SSHVector {
    let name: String
    let line: String
    let fingerprint: String
    /// The armored text without its line ends.
    let signature: String

    static let message = Array("burble_challenge_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG".utf8)

    /// One of each form.
    static let forms = all.filter { !["nistp384", "nistp521", "rsa3072"].contains($0.name) }

    var armored: String { Self.armored(signature) }

    static func armored(_ body: String) -> String {
        "-----BEGIN SSH SIGNATURE-----\n\(body)\n-----END SSH SIGNATURE-----\n"
    }

    static let all = [
        SSHVector(
            name: "ed25519",
            line:
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJLE4xS+3btMCcKyYF7vcFkOtj6ygPbWIrVGwjMVmzgq ana@example",
            fingerprint: "SHA256:cufoYI12iAwhY98YGIDOmH4EBWurjiKn/6dQX10NJ3A",
            signature:
                "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgksTjFL7du0wJwrJgXu9wWQ62PrKA9tYitUbCMxWbOCoAAAAGYnVyYmxlAAAAAAAAAAZzaGE1MTIAAABTAAAAC3NzaC1lZDI1NTE5AAAAQEjY/1WVslosI2kxXECNMc5F0Ee70+90PaqAWcwwNLIDuYVlQHLV26o4IdVOeX25isGw+lyl4PiFr9wT5GiudA8="
        ),
        SSHVector(
            name: "nistp256",
            line:
                "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBOAhgnuaUjRizZiPSHbMIi3c3SYGVlV2B9bT8S/Tl4WWsg1Nnhyk14ADMkWj/xyP/8c2Iq46z530qLyTb7diNP0= ana@example",
            fingerprint: "SHA256:bACy/jnpcZ58C7cSa3edDCRi74koUzkCp1NBlQ89Vhs",
            signature:
                "U1NIU0lHAAAAAQAAAGgAAAATZWNkc2Etc2hhMi1uaXN0cDI1NgAAAAhuaXN0cDI1NgAAAEEE4CGCe5pSNGLNmI9IdswiLdzdJgZWVXYH1tPxL9OXhZayDU2eHKTXgAMyRaP/HI//xzYirjrPnfSovJNvt2I0/QAAAAZidXJibGUAAAAAAAAABnNoYTUxMgAAAGMAAAATZWNkc2Etc2hhMi1uaXN0cDI1NgAAAEgAAAAgVhBMVkr51QLrTFfLA3h/CDx1+sJ7eUnC33EdvDL8KdwAAAAgJC0ZtJEE5xdPYJnj5k2F8yNzsggUNGx6yD2+uxk8C30="
        ),
        SSHVector(
            name: "nistp384",
            line:
                "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBF7fWlJwzWI9Bad9wLjfUk6Ann0xx3FkguYY3/x33W8mWsK4pQhBf/2sx48iCpGRMZhGMh5o4C91QH7Nc4PEhvcSUmj01IBJVlJ73ToihRYep0APUdinrCGbLD8ob4tsMQ== ana@example",
            fingerprint: "SHA256:1WQunVViKTqSe3JCSth+QfjVLQfrCRZ1Qc/RwlEs49Y",
            signature:
                "U1NIU0lHAAAAAQAAAIgAAAATZWNkc2Etc2hhMi1uaXN0cDM4NAAAAAhuaXN0cDM4NAAAAGEEXt9aUnDNYj0Fp33AuN9SToCefTHHcWSC5hjf/HfdbyZawrilCEF//azHjyIKkZExmEYyHmjgL3VAfs1zg8SG9xJSaPTUgElWUnvdOiKFFh6nQA9R2KesIZssPyhvi2wxAAAABmJ1cmJsZQAAAAAAAAAGc2hhNTEyAAAAgwAAABNlY2RzYS1zaGEyLW5pc3RwMzg0AAAAaAAAADAjkQI0ueVJEBfNAtYza/IlxGSwCcVaTW3hmgawfqIWg33/YGPwtjZGLFuqeg0kPUgAAAAwRXFErbHnkzL9+N55xE9mzHF9EAVaTNQy9EjOm7ax7Vnv/NsCue4/SawJddDSYy2P"
        ),
        SSHVector(
            name: "nistp521",
            line:
                "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBADE21sB1A00Hfk7Huw6g3PjzKTxtyYb+FCq/vzKYT80Pq3AyfEcGOyXdCWHQNL55GFdQtaL+BfpPPZTQO3LmsVMzwBt18ZL/WE55ohCi+vTT1suh77PzAQUEcklrjWLCqmoqNwHUU7AOgcI/EKHbBq2mFHKouziK54OfAfj63V/XfS51Q== ana@example",
            fingerprint: "SHA256:qjq/ANaZZaN9Y3CtS7GjjVhgyrrWtemNqiULkSj8RzM",
            signature:
                "U1NIU0lHAAAAAQAAAKwAAAATZWNkc2Etc2hhMi1uaXN0cDUyMQAAAAhuaXN0cDUyMQAAAIUEAMTbWwHUDTQd+Tse7DqDc+PMpPG3Jhv4UKr+/MphPzQ+rcDJ8RwY7Jd0JYdA0vnkYV1C1ov4F+k89lNA7cuaxUzPAG3Xxkv9YTnmiEKL69NPWy6Hvs/MBBQRySWuNYsKqaio3AdRTsA6Bwj8QodsGraYUcqi7OIrng58B+PrdX9d9LnVAAAABmJ1cmJsZQAAAAAAAAAGc2hhNTEyAAAApgAAABNlY2RzYS1zaGEyLW5pc3RwNTIxAAAAiwAAAEIA3DXRSR3+R9XF/rFqwXczqRLXysEHT9iwkc+9KWl0pCf3WvL7oTPYVLVGqu1zabkP6nNFNwFh6ieqdBvHntHEEvkAAABBYKcB7sBmLGvb0+htWkjYXOGjtVjjt+oGPTSdOheH47mu4a1E1wAQlPyniftInYgAj+W+/6rJEnFV2CzowqLTvJM="
        ),
        SSHVector(
            name: "rsa2048",
            line:
                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC/odOpjAjnzYSQ8j3Iz37uZs3tBecrLI/HyQ4dmGEQmjaK8V9Gv2N8Kfg5mJaHuCVW83WLK6O8DI5RhEZD0xbu0GHmrnKoc/hz5hiDliEj8u3UwgjJhcn/wUuP1J1kax1yQG5MXtSKyEoHjxHixSa4QpbAxWpsLy/wFxei8PmvRUMMSnqf/1TTygMTfwEvujO6aYsmYLZQ4UuQiI198qFC8p/9uT1FjWo4yOj6D1NywvXoXy3o1k2+YkWw65F1qB/OVpvjPK+SoFObcS1snPdKQ00m18gt6NOu28hCetMBSxYUhRB7te9PDvRSyZxLDFpJbkzNPkLD71Kz4ZwPYBPX ana@example",
            fingerprint: "SHA256:BHbGlq7mZBytexrErU/+x4sxzLkqMiKdO5HVwe5b1qc",
            signature:
                "U1NIU0lHAAAAAQAAARcAAAAHc3NoLXJzYQAAAAMBAAEAAAEBAL+h06mMCOfNhJDyPcjPfu5mze0F5yssj8fJDh2YYRCaNorxX0a/Y3wp+DmYloe4JVbzdYsro7wMjlGERkPTFu7QYeaucqhz+HPmGIOWISPy7dTCCMmFyf/BS4/UnWRrHXJAbkxe1IrISgePEeLFJrhClsDFamwvL/AXF6Lw+a9FQwxKep//VNPKAxN/AS+6M7ppiyZgtlDhS5CIjX3yoULyn/25PUWNajjI6PoPU3LC9ehfLejWTb5iRbDrkXWoH85Wm+M8r5KgU5txLWyc90pDTSbXyC3o067byEJ60wFLFhSFEHu1708O9FLJnEsMWkluTM0+QsPvUrPhnA9gE9cAAAAGYnVyYmxlAAAAAAAAAAZzaGE1MTIAAAEUAAAADHJzYS1zaGEyLTUxMgAAAQBdi+oknNKCcN/eDar6SVyUndxqf2ux4r3OHrer1CR+cCFm+YMmiPUHMBTwISBLdivBv73ogfO9ek1mo3azMSLEoBky/Nez+2Dup0NoEZmt8iaJoeqMtV1b3lqbUUiAo/wqTMLdFmbZs6eaEIv56LqC95g08O5V5vc8MmhNC14+woE9BWn0tb8TjB44X4OnLobBG4vjMvzOVXSXtau0EiirAEbpqkimacW1/XzhDlweOB9Px+UBnVLw8t0AuiCWVsM+2utXU0CesVUSK1rui6WWaHWyZVs6VTe3wzUevkg9quNvDWEoxC6EdAIuAq8DquvLIkL97qRbOXf7Dr86BGwk"
        ),
        SSHVector(
            name: "rsa3072",
            line:
                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQCiPLfrg5D39TNjTIyKZ4XzPF2JLJTSyWRj0UEjP0LuPwLJazNNNdbXDGsgq9w0CySX5FS+EzdNmu+Siq2mEkcKcJTDfSMMnOsZrsbOqhuUYFd7ZbBxREt1+f55NglKDpfR66nhyLZ9dbgzHH2t/oTEe8m2NN8AbCjq5Ai8cEAMI5LUM7dxWNDGe0I0Ng57gWRpNljiHqt1LuMa+c7rWU24MDo98EQNCPfyIt628bmjY8Nz0+l3oJhfBmorJKUE09jEc7GpVXW9TrmmSLLQ2mM5SzZLWvLuBZX84yA9avuDpeHGoAaUrXItGNvs/RnuirJH8PWb9r7kNF1xmgEGP7zf1WDFxM1GoAodbPp3gc45Pu5wqWp5fpDb5vPZzXkySkAptRWz/pCcT75royra1tQFqrASyDzj8Ff9FWp1BUQOj3hfJWtR29BmPDRfOluhMHa0K75aow3Tv+/cWXe9/MbSYGsbjNRN+YKNZc2x+UNjjf8CMopLdR5VTkjB+6YJRm0= ana@example",
            fingerprint: "SHA256:Dx0AJOe9IUrEaLna4ZfVUkOMKLNJv0VVIi5AcGVaTr8",
            signature:
                "U1NIU0lHAAAAAQAAAZcAAAAHc3NoLXJzYQAAAAMBAAEAAAGBAKI8t+uDkPf1M2NMjIpnhfM8XYkslNLJZGPRQSM/Qu4/AslrM0011tcMayCr3DQLJJfkVL4TN02a75KKraYSRwpwlMN9Iwyc6xmuxs6qG5RgV3tlsHFES3X5/nk2CUoOl9HrqeHItn11uDMcfa3+hMR7ybY03wBsKOrkCLxwQAwjktQzt3FY0MZ7QjQ2DnuBZGk2WOIeq3Uu4xr5zutZTbgwOj3wRA0I9/Ii3rbxuaNjw3PT6XegmF8GaiskpQTT2MRzsalVdb1OuaZIstDaYzlLNkta8u4FlfzjID1q+4Ol4cagBpStci0Y2+z9Ge6Kskfw9Zv2vuQ0XXGaAQY/vN/VYMXEzUagCh1s+neBzjk+7nCpanl+kNvm89nNeTJKQCm1FbP+kJxPvmujKtrW1AWqsBLIPOPwV/0VanUFRA6PeF8la1Hb0GY8NF86W6EwdrQrvlqjDdO/79xZd738xtJgaxuM1E35go1lzbH5Q2ON/wIyikt1HlVOSMH7pglGbQAAAAZidXJibGUAAAAAAAAABnNoYTUxMgAAAZQAAAAMcnNhLXNoYTItNTEyAAABgE2nUOm0Bcb8mMoTskwz48+74HvSGwkf4tsVrFVkR46mjxr0wlHr+IFeLe2FJHncxjIYBo2ePrNuEKKPWY5hcr13nukkn9wEb6yaKgvfeuQqufqVs04lctZynJLNW7Utca1UP7n2ZH3YqbZ226INuGTN5hP9WNjJF4u5fVNEHiNlHjQcT1m5w/t53JWVswpszbulfpg9dUCJiDwjyWdLqtAq9g740xcQN8QsfCVjILebeG2TNWQ9K2hgiW+4oLW3D3infgyGPjT3UI27VyRH4ADgrFyzxME5Ag9RgKmiJEdxdVz5GrNy1XlGcnm8s5ycgNFZn2080SRFrYDBIX0p6wrUf9SB95S9GSC35vvbxrSqCTbTNPzndjBLFajAeLNU0M+tK160ueo5FViK9Sp8sjcghlM1IMD7DMfUKfmurcPZvizVRBG4TCbz5kQRzZHZ3d8NCRpmdf8wVPkaFWTyxjPPDlaZrdhUjvi9E8e+MhrDHuArtx3dOdmxZdALJxEXOQ=="
        ),
        SSHVector(
            name: "security ed25519",
            line:
                "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIFBp/xq0nWDolfwOvVLmzB5BGTNcZTwS+R5VEMl674g4AAAABHNzaDo= ana@key",
            fingerprint: "SHA256:jizgDwjinrZoBIrZYDGlY7LpiwzFo6UkplcAsUwQmGI",
            signature:
                "U1NIU0lHAAAAAQAAAEoAAAAac2stc3NoLWVkMjU1MTlAb3BlbnNzaC5jb20AAAAgUGn/GrSdYOiV/A69UubMHkEZM1xlPBL5HlUQyXrviDgAAAAEc3NoOgAAAAZidXJibGUAAAAAAAAABnNoYTUxMgAAAGcAAAAac2stc3NoLWVkMjU1MTlAb3BlbnNzaC5jb20AAABAPKbZNp8tgAB9M5VTC+rjCwx4lbMzHpt6eAsJ4yJ2RrTjZbcdd44WLUzp4UJ58b0MdO0FJikgZBKDuxEsDB5rCQUAAAAH"
        ),
        SSHVector(
            name: "security nistp256",
            line:
                "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyNTYAAABBBN2e3CePTnt8gNxE7vZRQImpxF4goru3JCVMQndGUuq7/viqVodbMB1k2Ebg3jQBAIeyCMopEgt5ktjCt7YqrN0AAAAEc3NoOg== ana@key",
            fingerprint: "SHA256:1WptaZ6CMZZ+w73s/FNA8W8GTQrpFNckT0o2VBZo0Mk",
            signature:
                "U1NIU0lHAAAAAQAAAH8AAAAic2stZWNkc2Etc2hhMi1uaXN0cDI1NkBvcGVuc3NoLmNvbQAAAAhuaXN0cDI1NgAAAEEE3Z7cJ49Oe3yA3ETu9lFAianEXiCiu7ckJUxCd0ZS6rv++KpWh1swHWTYRuDeNAEAh7IIyikSC3mS2MK3tiqs3QAAAARzc2g6AAAABmJ1cmJsZQAAAAAAAAAGc2hhNTEyAAAAeAAAACJzay1lY2RzYS1zaGEyLW5pc3RwMjU2QG9wZW5zc2guY29tAAAASQAAACEAwMv+0AHM7qt3MveHo6a0vWiPsmd5qLMVir1a+vMCE/cAAAAgSb2xEiY6HPBJRKoQeyeNpn3ERZIRuDuYrzJVvps0VywBAAAACQ=="
        ),
    ]

    /// Of the first key, with `-O hashalg=sha256`.
    static let sha256 =
        "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgksTjFL7du0wJwrJgXu9wWQ62PrKA9tYitUbCMxWbOCoAAAAGYnVyYmxlAAAAAAAAAAZzaGEyNTYAAABTAAAAC3NzaC1lZDI1NTE5AAAAQKKzBA2Wes8E+vam7m1zSrjHzunNzlE3MyipVlwVhdc0MpMFq1skYMft6UCOtvug8O4P+rnPMfmQMd12Inacrwc="

    /// Of the first key, with `-n git`.
    static let git =
        "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgksTjFL7du0wJwrJgXu9wWQ62PrKA9tYitUbCMxWbOCoAAAADZ2l0AAAAAAAAAAZzaGE1MTIAAABTAAAAC3NzaC1lZDI1NTE5AAAAQK4fUaJUaEp0oFaoTav6NBD+h4lfnRj9sgnHpJpFBkOwyAm5//jZhu5HV1LFa+8lRjkJmLvWXcyVsH21o70HNA4="

    /// Of the first key, of a message without bytes.
    static let empty =
        "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgksTjFL7du0wJwrJgXu9wWQ62PrKA9tYitUbCMxWbOCoAAAAGYnVyYmxlAAAAAAAAAAZzaGE1MTIAAABTAAAAC3NzaC1lZDI1NTE5AAAAQC/b1p7W54dUuPmy+TPIUss17LkCU5I+AjXuTB+a3PtnEZpyxjR/9o5meyNUHlJvca6Ll3el24AyISTaiAvLiwM="

    /// Of the key of 2,048 bits, by `rsa-sha2-256`.
    static let rsaSHA256 =
        "U1NIU0lHAAAAAQAAARcAAAAHc3NoLXJzYQAAAAMBAAEAAAEBAL+h06mMCOfNhJDyPcjPfu5mze0F5yssj8fJDh2YYRCaNorxX0a/Y3wp+DmYloe4JVbzdYsro7wMjlGERkPTFu7QYeaucqhz+HPmGIOWISPy7dTCCMmFyf/BS4/UnWRrHXJAbkxe1IrISgePEeLFJrhClsDFamwvL/AXF6Lw+a9FQwxKep//VNPKAxN/AS+6M7ppiyZgtlDhS5CIjX3yoULyn/25PUWNajjI6PoPU3LC9ehfLejWTb5iRbDrkXWoH85Wm+M8r5KgU5txLWyc90pDTSbXyC3o067byEJ60wFLFhSFEHu1708O9FLJnEsMWkluTM0+QsPvUrPhnA9gE9cAAAAGYnVyYmxlAAAAAAAAAAZzaGE1MTIAAAEUAAAADHJzYS1zaGEyLTI1NgAAAQA5tKy7CRzqSoJ5263plZxtq6ou7ijHJEqBNq4MzWbMS3PIpi18fU9ZOlRZQ/Vzc2yc8m/NHeab4e6ICXxKxKuoH23TQtt+ETorY4/GG09uIDlE/7iabnPNW5H6fPi+yE1hy4Ky9soHhLCSXYYsocZW1jUMwybCbmaAsc+Vvj+RmoBVy74LPMe49LTAVxu/Yht8oO9nyCacd3yZkEOBZuhKenrsSEP6tHzywAu3ECXlsvGTLHDZsz4BnAkVfCIn2jJxHzJysznq9s35/7m+pOLydq5D6Pk/jBPE02HLRB8RzvGz9TIl9GJkSqoKw+9a9KEh9N4HIzKdnDRDrBFqYwea"

    /// Good signatures, each but for one thing, and the place of the key in `all`.
    static let strange = [
        (
            "a reserved field", 0,
            "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgksTjFL7du0wJwrJgXu9wWQ62PrKA9tYitUbCMxWbOCoAAAAGYnVyYmxlAAAAAXgAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQyNTUxOQAAAEBI2P9VlbJaLCNpMVxAjTHORdBHu9PvdD2qgFnMMDSyA7mFZUBy1duqOCHVTnl9uYrBsPpcpeD4ha/cE+RornQP"
        ),
        (
            "the version", 0,
            "U1NIU0lHAAAAAgAAADMAAAALc3NoLWVkMjU1MTkAAAAgksTjFL7du0wJwrJgXu9wWQ62PrKA9tYitUbCMxWbOCoAAAAGYnVyYmxlAAAAAAAAAAZzaGE1MTIAAABTAAAAC3NzaC1lZDI1NTE5AAAAQEjY/1WVslosI2kxXECNMc5F0Ee70+90PaqAWcwwNLIDuYVlQHLV26o4IdVOeX25isGw+lyl4PiFr9wT5GiudA8="
        ),
        (
            "the magic word", 0,
            "U1NIU0lIAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgksTjFL7du0wJwrJgXu9wWQ62PrKA9tYitUbCMxWbOCoAAAAGYnVyYmxlAAAAAAAAAAZzaGE1MTIAAABTAAAAC3NzaC1lZDI1NTE5AAAAQEjY/1WVslosI2kxXECNMc5F0Ee70+90PaqAWcwwNLIDuYVlQHLV26o4IdVOeX25isGw+lyl4PiFr9wT5GiudA8="
        ),
        (
            "the hash", 0,
            "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgksTjFL7du0wJwrJgXu9wWQ62PrKA9tYitUbCMxWbOCoAAAAGYnVyYmxlAAAAAAAAAAZzaGEzODQAAABTAAAAC3NzaC1lZDI1NTE5AAAAQN+JnbAIA0KEoI1T4OipQbjwozlR3Jwnl0ALQtC6vrG4sMB3dkUvIfnceIq/iFsnBUkbHpLhy4HfRN0ygLLFlwU="
        ),
        (
            "the algorithm", 0,
            "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgksTjFL7du0wJwrJgXu9wWQ62PrKA9tYitUbCMxWbOCoAAAAGYnVyYmxlAAAAAAAAAAZzaGE1MTIAAABPAAAAB3NzaC1yc2EAAABASNj/VZWyWiwjaTFcQI0xzkXQR7vT73Q9qoBZzDA0sgO5hWVActXbqjgh1U55fbmKwbD6XKXg+IWv3BPkaK50Dw=="
        ),
        (
            "a touch of no hardware", 0,
            "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgksTjFL7du0wJwrJgXu9wWQ62PrKA9tYitUbCMxWbOCoAAAAGYnVyYmxlAAAAAAAAAAZzaGE1MTIAAABYAAAAC3NzaC1lZDI1NTE5AAAAQEjY/1WVslosI2kxXECNMc5F0Ee70+90PaqAWcwwNLIDuYVlQHLV26o4IdVOeX25isGw+lyl4PiFr9wT5GiudA8BAAAABw=="
        ),
        (
            "more than two numbers", 1,
            "U1NIU0lHAAAAAQAAAGgAAAATZWNkc2Etc2hhMi1uaXN0cDI1NgAAAAhuaXN0cDI1NgAAAEEE4CGCe5pSNGLNmI9IdswiLdzdJgZWVXYH1tPxL9OXhZayDU2eHKTXgAMyRaP/HI//xzYirjrPnfSovJNvt2I0/QAAAAZidXJibGUAAAAAAAAABnNoYTUxMgAAAGUAAAATZWNkc2Etc2hhMi1uaXN0cDI1NgAAAEoAAAAgAgLV51jiThwim1/J+uo+1FwZ0RbfcWUFZ4fsmP7m7r8AAAAhAI65crCR0yVCOOi9xgPwF6V46u/DQmmMzqw9k33XHfwPeA=="
        ),
        (
            "RSA with SHA-1", 4,
            "U1NIU0lHAAAAAQAAARcAAAAHc3NoLXJzYQAAAAMBAAEAAAEBAL+h06mMCOfNhJDyPcjPfu5mze0F5yssj8fJDh2YYRCaNorxX0a/Y3wp+DmYloe4JVbzdYsro7wMjlGERkPTFu7QYeaucqhz+HPmGIOWISPy7dTCCMmFyf/BS4/UnWRrHXJAbkxe1IrISgePEeLFJrhClsDFamwvL/AXF6Lw+a9FQwxKep//VNPKAxN/AS+6M7ppiyZgtlDhS5CIjX3yoULyn/25PUWNajjI6PoPU3LC9ehfLejWTb5iRbDrkXWoH85Wm+M8r5KgU5txLWyc90pDTSbXyC3o067byEJ60wFLFhSFEHu1708O9FLJnEsMWkluTM0+QsPvUrPhnA9gE9cAAAAGYnVyYmxlAAAAAAAAAAZzaGE1MTIAAAEPAAAAB3NzaC1yc2EAAAEAlIsnuekdyTnRVqmRti5qUF7pwXiz1uEwBLLwKfDaKyIWqH6X3EZHSGckPUFHpKy7asax4ZKqjNyh0vgflgm4KazOdxMi4cfFOdnsVNbpZtn7QDixArX5WD1u1QqqCIiVbpQT53nijoZTLZM37c7Kp3kYom/9ylzcHptTdkTEwvUasIbgn0dkj6STPJwCCmIzRs9mMp4J9OG4mkhv0AgMQKS/pR8Zl6ZP8TmFR0KtpsT/Nww3WAmajlTQ4sGc+MZ2uF12AKjpDeV6N+14ph4B4nlNOUdTlC0+RnHx7Ee6JVSZ9VK6nawj1IGFFqnFFgPFgcPeEAImk6XYLw0UbeC2Xg=="
        ),
        (
            "RSA by the old name", 4,
            "U1NIU0lHAAAAAQAAARcAAAAHc3NoLXJzYQAAAAMBAAEAAAEBAL+h06mMCOfNhJDyPcjPfu5mze0F5yssj8fJDh2YYRCaNorxX0a/Y3wp+DmYloe4JVbzdYsro7wMjlGERkPTFu7QYeaucqhz+HPmGIOWISPy7dTCCMmFyf/BS4/UnWRrHXJAbkxe1IrISgePEeLFJrhClsDFamwvL/AXF6Lw+a9FQwxKep//VNPKAxN/AS+6M7ppiyZgtlDhS5CIjX3yoULyn/25PUWNajjI6PoPU3LC9ehfLejWTb5iRbDrkXWoH85Wm+M8r5KgU5txLWyc90pDTSbXyC3o067byEJ60wFLFhSFEHu1708O9FLJnEsMWkluTM0+QsPvUrPhnA9gE9cAAAAGYnVyYmxlAAAAAAAAAAZzaGE1MTIAAAEPAAAAB3NzaC1yc2EAAAEAXYvqJJzSgnDf3g2q+klclJ3can9rseK9zh63q9QkfnAhZvmDJoj1BzAU8CEgS3Yrwb+96IHzvXpNZqN2szEixKAZMvzXs/tg7qdDaBGZrfImiaHqjLVdW95am1FIgKP8KkzC3RZm2bOnmhCL+ei6gveYNPDuVeb3PDJoTQtePsKBPQVp9LW/E4weOF+Dpy6GwRuL4zL8zlV0l7WrtBIoqwBG6apIpmnFtf184Q5cHjgfT8flAZ1S8PLdALogllbDPtrrV1NAnrFVEita7oullmh1smVbOlU3t8M1Hr5IParjbw1hKMQuhHQCLgKvA6rryyJC/e6kWzl3+w6/OgRsJA=="
        ),
        (
            "a key that nobody touched", 6,
            "U1NIU0lHAAAAAQAAAEoAAAAac2stc3NoLWVkMjU1MTlAb3BlbnNzaC5jb20AAAAgUGn/GrSdYOiV/A69UubMHkEZM1xlPBL5HlUQyXrviDgAAAAEc3NoOgAAAAZidXJibGUAAAAAAAAABnNoYTUxMgAAAGcAAAAac2stc3NoLWVkMjU1MTlAb3BlbnNzaC5jb20AAABA2W0+v5XV+354oXbvlqQlQkFXjXOIOxI5c2VzL7HjoioBoqyx42Yixx1ZZwoIUICD599V07TEe/8R0Ym+BNxABwQAAAAH"
        ),
        (
            "more than a counter", 6,
            "U1NIU0lHAAAAAQAAAEoAAAAac2stc3NoLWVkMjU1MTlAb3BlbnNzaC5jb20AAAAgUGn/GrSdYOiV/A69UubMHkEZM1xlPBL5HlUQyXrviDgAAAAEc3NoOgAAAAZidXJibGUAAAAAAAAABnNoYTUxMgAAAGgAAAAac2stc3NoLWVkMjU1MTlAb3BlbnNzaC5jb20AAABAPKbZNp8tgAB9M5VTC+rjCwx4lbMzHpt6eAsJ4yJ2RrTjZbcdd44WLUzp4UJ58b0MdO0FJikgZBKDuxEsDB5rCQUAAAAHeA=="
        ),
    ]

    static let dsa =
        "ssh-dss AAAAB3NzaC1kc3MAAACBAKhwvOt29q7X4m69/4UNclimlmFhdkrZPTssaYUU7Ah9+YMmoADWOaTj9ySBWD8mihaeEevtIFi4PBFcFZ8j3sqU9hFODtXCF2d+F+60eEtRhe9lB1sVikT/+hbSf4yxKZ0GUcPPxR8POPaYuql9xrZ7lpeo9wHtUOrqXdYfJJBhAAAAFQCiFNNuLIguRPxIU9ct/+HlEjvvUwAAAIEAkINuaFxUkh1Q0JDAc4hSkWXR1g1W+eyRZ+p8pnINANCQ9TdhPCCZqYuPIe+9Y4JLQBZpQDD0b9tJd6yfDjtPOWrgx81Ne38H1FoXrp/zJWhx/ZY81N0xn0PToja84TMLWED4QP9KnawWrbrzz/uvAX8F0cpIwDxLkcn9gjdhonwAAACBAJ9RFAfygjPCQ8xNJaZOgUVhyX0v+OXT3P1kMwbZ/yo6oueycyuPSrdJBZZPrfhos8z10etsEMCbLdBpb0HhsNp1Ar4uE7v/ve473fenVaeYu5TqWlu57IpvjkP2ZH+ELWWMu+WgsfgF+S0nTcSz9nAntRzuafV9ujEGPZ/I4Z6o old"
    static let certificate =
        "ecdsa-sha2-nistp256-cert-v01@openssh.com AAAAKGVjZHNhLXNoYTItbmlzdHAyNTYtY2VydC12MDFAb3BlbnNzaC5jb20AAAAgGUpPCV7WM1ZGI7k5XhdEfFXQ1rvT23Dz5r5Y4WvbCiUAAAAIbmlzdHAyNTYAAABBBOAhgnuaUjRizZiPSHbMIi3c3SYGVlV2B9bT8S/Tl4WWsg1Nnhyk14ADMkWj/xyP/8c2Iq46z530qLyTb7diNP0AAAAAAAAAAAAAAAEAAAABeAAAAAcAAAADYW5hAAAAAAAAAAD//////////wAAAAAAAACCAAAAFXBlcm1pdC1YMTEtZm9yd2FyZGluZwAAAAAAAAAXcGVybWl0LWFnZW50LWZvcndhcmRpbmcAAAAAAAAAFnBlcm1pdC1wb3J0LWZvcndhcmRpbmcAAAAAAAAACnBlcm1pdC1wdHkAAAAAAAAADnBlcm1pdC11c2VyLXJjAAAAAAAAAAAAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIJLE4xS+3btMCcKyYF7vcFkOtj6ygPbWIrVGwjMVmzgqAAAAUwAAAAtzc2gtZWQyNTUxOQAAAEAz1J/Hwo7N7uehL7J/t4gafvoH6zOh0aNCc+MwAeHpCiN3iwbvV2oDxStAqn4FV0QDn/vZORENpahGvKKjABcG ana@example"
    static let weak =
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCvHe2L+M3v1VoYBM5rQesRRgm9hrHofIIzay6QdkoeeHckoEE/abSvA7MikK4dnOxRADdO5FrPv0D9Iqj+qMoQyt8dnf4kE/Ra3OZw6Xn473hu2B6NPEvP+PnBdZ307gWltET9+vrOtnngti2E2IdH+QvOihuLi/2y8fZBpSrqxQ== weak"
}
