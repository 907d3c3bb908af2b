namespace Hypercall.Gateway.Tests.Signing;

/// <summary>The vectors of gateway.md §3, made with viem: hashes of types and structs, digests, signers.</summary>
public sealed class SigningVectorTests
{
    private const string A = "0x302f53179d4bc1640bf1caae05ecac089b4946c8";
    private const string B = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
    private const string Eth = "ETH-20260130-3200-C";
    private static readonly WalletAddress WalletA = WalletAddress.Parse(A);
    private static readonly WalletAddress WalletB = WalletAddress.Parse(B);
    private static readonly object[] First =
        [WalletA, "BTC-30JUN26-100000-C", "Buy", "0.1", "100", "gtc", "book_only", "client-123", 103L];
    private static readonly object[] Second =
        [WalletB, Eth, "Sell", "3", "205", "gtc", "book_only", "quote-1", 1767600000002L];

    private static readonly SigningDomain Domain = new(998);

    public static TheoryData<string> Recoveries => ["managed", "native"];

    [Fact]
    public void The_domain_has_its_separator() => Assert.Equal(
        "0x0b9459ea657d0024f9b92b5eaa58782ea66e1b8773f9b847edbfcd893d169316",
        "0x" + Convert.ToHexStringLower(Domain.Separator));

    [Fact]
    public void Keccak_is_not_SHA3() => Assert.Equal(
        "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", Convert.ToHexStringLower(Keccak.Hash([])));

    [Fact]
    public void Types_have_their_hashes()
    {
        Assert.Equal(
            "67b2d8cea8c1dacf00ab377841dc28ad9d4bd6da70c11e29f41915946425d4a8",
            Convert.ToHexStringLower(SignedTypes.PlaceOrder.TypeHash));
        Assert.Equal(
            "a9ee30d9938fabc0f7c12be28b75c7d93537b6637b822455dcaff88f1f9e1541",
            Convert.ToHexStringLower(SignedTypes.PlaceOrderV2.TypeHash));
    }

    [Fact]
    public void Orders_have_the_hashes_of_their_structs()
    {
        AssertStruct("b64ce1722a7162df3e9024f4586d7345d9fed1532bba6452b6db783e35841e95", First);
        AssertStruct("552904f1b3ca9ff2f29be0f88f6385cf9c9e8aae0df26f54f23d9242f637549e", Second);
    }

    [Theory]
    [MemberData(nameof(Recoveries))]
    public void A_placed_order_is_recovered(string kind) => AssertSigned(
        kind,
        "0xf7190e24c91d50864cef80e28fe1b05e76eac7c7d4688e54fc72df2a11bc3118",
        "0xc66973933f9395012fc2e67e49e1b4178f076c5f6de2f6ec93a88127d5dad46f"
        + "0a5b0503c9980eb73ca4ca071cde84e2584be6db4add8cd02e94f7dfc81c00111b",
        A,
        SignedTypes.PlaceOrder, First);

    [Theory]
    [MemberData(nameof(Recoveries))]
    public void A_cancel_by_client_id_is_recovered_with_v_28(string kind) => AssertSigned(
        kind,
        "0x6a92e85bb695dad5b7ca8402b707b270d9cfaac318cfac1350b16b733d66ea2b",
        "0x5eafaf3c1d3cfc5e5c25cb36ebfaa2d7328f3cf8dc2104257b5520fd1be5abc3"
        + "0a274cc4cdec79d49506d7cb3de3ef729386c5863ab2c8cbef2282804e2575341c",
        A,
        SignedTypes.CancelOrderByClientId, WalletA, "client-123", 106L);

    [Theory]
    [MemberData(nameof(Recoveries))]
    public void The_id_of_a_request_is_made_of_its_digest(string kind)
    {
        Digest256 digest = AssertSigned(
            kind,
            "0xad029b18423ead3ff9f2a3b97875306fe5187874ca9dc45f67b590dba3ec9f8b",
            "0x727b43fd8a00b3da2b334d3c1f1caa188b7fa439d19ddd65998d5a29d65d46a9"
            + "6849238deaa069ea7ff31558c732a0cef2583623d1d6d7683dfa9b6886accb7c1b",
            B,
            SignedTypes.PlaceOrder, Second);
        Assert.Equal("ad029b18-423e-8d3f-b9f2-a3b97875306f", digest.ToRequestId().ToString());
    }

    [Theory]
    [MemberData(nameof(Recoveries))]
    public void A_reduce_only_order_has_a_type_of_its_own(string kind) => AssertSigned(
        kind,
        "0x98f30c4085fc327bb51151db51e6cf798f7c5f723cde1bf39674626e0bf53f6b",
        "0xc6f1a4720bf4b64473d2cea7a461ef330c020a5c246eef8c2900f5ea4f699e1b"
        + "4e5cf4002742b64fee7e4ade6866047fcc4694aa6bc432604cd3a3b3cbc190e81c",
        B,
        SignedTypes.PlaceOrderReduceOnly,
        WalletB, Eth, "Buy", "3", "205", "ioc", "book_only", "", true, 1767600000003L);

    [Theory]
    [MemberData(nameof(Recoveries))]
    public void An_order_with_the_newer_terms_is_recovered(string kind) => AssertSigned(
        kind,
        "0xbe7c58a89190171c6a10c97113b300e8b7ebfa10f413acfa2540d0b1cc5dacb7",
        "0x00b3c739c94a7cfdd2e302c658c44b83dc433112ba5120fb1f1fc41c0490e8a5"
        + "00d45922988a0d9879a0752de980594f2dc37a587bb1941e0f37f21b1d37d44f1b",
        B,
        SignedTypes.PlaceOrderV2,
        WalletB, Eth, "Sell", "3", "205", "gtd", "book_only", "quote-2", false, true, true, 1767603600000L, "",
        default(WalletAddress), 1767600000007L);

    [Fact]
    public void What_cancels_all_has_its_digests()
    {
        AssertDigest(
            "0x9a7ae51cf67e655283b1566a539ce855b08be5f1b507e171135ce96bad9212ec",
            SignedTypes.CancelAll, WalletB, "", "", false, 1767600000005L);
        AssertDigest(
            "0xb92d48085c22fe5fa9285104b8d5aa591db8e582eaa1ff00bcbf0be5324dbb73",
            SignedTypes.CancelAllAfter, WalletB, 60_000L, 1767600000006L);
    }

    [Fact]
    public void A_bulk_signs_the_text_of_its_actions() => AssertDigest(
        "0x34108ab0a1a445276652b8701cde45ef356103c4e690adcaf2271bfabf02d12a",
        SignedTypes.BulkOrders, WalletB, """[{"type":"CancelOrder","orderId":1}]""", 1767600000009L);

    [Fact]
    public void Protection_has_its_digests()
    {
        AssertDigest(
            "0x795f56364f9e32cb33ffe5c1fc094523683368ef3150005cbd500a420203fb86",
            SignedTypes.SetMmpConfig, WalletB, "ETH", 60_000L, 300_000L, "10", "5", "", true, 1L);
        AssertDigest(
            "0xa16f4b6f9e1e9b8cd79ee1c203f25b0ebfa8a15d5776a500b02140de3b57f346",
            SignedTypes.ResetMmp, WalletB, "ETH", 2L);
        AssertDigest(
            "0x3be75709c94acfe659d5d62e73204a2968305306dada41ef91f72c763c72395e",
            SignedTypes.DeleteMmpConfig, WalletB, "ETH", 3L);
    }

    [Fact]
    public void The_proof_of_a_socket_has_its_digest() => AssertDigest(
        "0x87ec9a91eac07abacb3ba33424657c0a412e7e97bf802dda00f61e8eeb9a3bf4",
        SignedTypes.AuthenticateWs, WalletB, 1767600000000L);

    private static void AssertStruct(string expected, object[] order)
    {
        Span<byte> hash = stackalloc byte[32];
        Hashed.Of(SignedTypes.PlaceOrder, order).Finish(hash);
        Assert.Equal(expected, Convert.ToHexStringLower(hash));
    }

    private static Digest256 AssertDigest(string expected, TypedStruct type, params ReadOnlySpan<object> values)
    {
        StructHash signed = Hashed.Of(type, values);
        Digest256 digest = Domain.DigestOf(ref signed);
        Assert.Equal(expected, digest.ToString());
        return digest;
    }

    private static Digest256 AssertSigned(
        string kind, string expected, string text, string signer, TypedStruct type, params ReadOnlySpan<object> values)
    {
        ISignerRecovery recovery = kind == "native" ? NativeRecovery.TryCreate()! : new ManagedRecovery();
        Digest256 digest = AssertDigest(expected, type, values);
        Assert.True(Signature.TryParse(text, out Signature signature, out string? violation), violation);
        Assert.True(recovery.TryRecover(digest, signature, out WalletAddress recovered));
        Assert.Equal(signer, recovered.ToString());
        return digest;
    }
}
