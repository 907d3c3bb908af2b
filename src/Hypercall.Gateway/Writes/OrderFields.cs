namespace Hypercall.Gateway.Writes;

/// <summary>
/// The terms of a new or replaced order, as texts while they are signed and as the engine's numbers after that.
/// </summary>
internal sealed record OrderFields
{
    private const string DefaultTif = "gtc";
    private const string DefaultRoute = "best_execution";

    /// <summary>Least id of an order.</summary>
    private const long FirstOrderId = 1;

    private static readonly (string, Side)[] Sides = [("Buy", Side.Buy), ("Sell", Side.Sell)];

    private static readonly (string, TimeInForce)[] Tifs =
    [
        ("gtc", TimeInForce.Gtc), ("ioc", TimeInForce.Ioc), ("fok", TimeInForce.Fok), ("gtd", TimeInForce.Gtd),
    ];

    private static readonly (string, StpMode)[] StpModes =
    [
        ("cancelMaker", StpMode.CancelMaker), ("cancelTaker", StpMode.CancelTaker),
        ("cancelBoth", StpMode.CancelBoth), ("decrement", StpMode.Decrement),
    ];

    /// <summary>The order to be replaced; null: a new one.</summary>
    public required long? OrderId { get; init; }

    public required WalletAddress Wallet { get; init; }

    public required OrderTexts Texts { get; init; }

    public required OrderTerms Terms { get; init; }

    /// <summary>The body has a term of the newer type, if only as an empty text or 0.</summary>
    public required bool HasNewTerm { get; init; }

    public required long Nonce { get; init; }

    private bool IsReduceOnly => (Terms.Flags & OrderFlags.ReduceOnly) != 0;

    private bool IsMmp => (Terms.Flags & OrderFlags.Mmp) != 0;

    /// <summary>Signed as the newer type: it has a term that the older ones do not know.</summary>
    private bool IsVersion2 => HasNewTerm || Terms.TimeInForce == TimeInForce.Gtd;

    /// <summary>Reads them, all but the signature.</summary>
    public static OrderFields Read(Fields fields, bool isReplacement)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        string? stp = fields.OptionalText("stp");
        long? orderId = isReplacement ? fields.Integer("order_id", FirstOrderId, long.MaxValue) : null;
        var texts = new OrderTexts(
            fields.Text("symbol"),
            fields.Text("side"),
            fields.Text("size"),
            fields.Text("price"),
            fields.OptionalText("tif") ?? DefaultTif,
            isReplacement ? "" : ReadRoute(fields),
            fields.OptionalText("client_id") ?? "",
            stp ?? "");
        bool? postOnly = fields.OptionalFlag("post_only");
        long? expiresAtMs = fields.OptionalInteger("expires_at", 0, Instant.MaxMs);
        return new OrderFields
        {
            OrderId = orderId,
            Wallet = wallet,
            Texts = texts,
            HasNewTerm = postOnly.HasValue || expiresAtMs.HasValue || stp is not null,
            Terms = TermsOf(fields, texts, expiresAtMs, postOnly ?? false),
            Nonce = SignatureFields.ReadNonce(fields),
        };
    }

    /// <summary>What is signed, up to the nonce.</summary>
    public StructHash ToStruct()
    {
        var signed = new StructHash(TypeOf());
        signed.Add(Wallet);
        if (OrderId is { } orderId)
            signed.Add(orderId.ToString(CultureInfo.InvariantCulture));
        signed.Add(Texts.Symbol);
        signed.Add(Texts.Side);
        signed.Add(Texts.Size);
        signed.Add(Texts.Price);
        signed.Add(Texts.Tif);
        if (OrderId is null)
            signed.Add(Texts.Route);
        signed.Add(Texts.ClientId);
        if (IsVersion2)
            AddNewTerms(ref signed);
        else if (IsReduceOnly)
            signed.Add(true);
        return signed;
    }

    private TypedStruct TypeOf() => (OrderId.HasValue, IsVersion2, IsReduceOnly) switch
    {
        (false, true, _) => SignedTypes.PlaceOrderV2,
        (false, false, true) => SignedTypes.PlaceOrderReduceOnly,
        (false, false, false) => SignedTypes.PlaceOrder,
        (true, true, _) => SignedTypes.ReplaceOrderV2,
        (true, false, true) => SignedTypes.ReplaceOrderReduceOnly,
        (true, false, false) => SignedTypes.ReplaceOrder,
    };

    private void AddNewTerms(ref StructHash signed)
    {
        signed.Add(IsReduceOnly);
        signed.Add((Terms.Flags & OrderFlags.PostOnly) != 0);
        signed.Add(IsMmp);
        signed.Add(Terms.ExpiresAtMs ?? 0);
        signed.Add(Texts.Stp);
        signed.Add(Terms.Builder ?? default);
    }

    /// <summary>What is signed as an absent term is one: whoever passes a body on could add it.</summary>
    private static OrderTerms TermsOf(Fields fields, OrderTexts texts, long? expiresAtMs, bool postOnly) => new(
        SymbolNames.Canonical(texts.Symbol),
        fields.Choice("side", null, Sides),
        new Price(fields.SmallUnits("price", texts.Price, Price.Decimals)),
        new Quantity(fields.SmallUnits("size", texts.Size, Quantity.Decimals)),
        fields.Choice("tif", TimeInForce.Gtc, Tifs),
        expiresAtMs > 0 ? expiresAtMs : null,
        (postOnly ? OrderFlags.PostOnly : OrderFlags.None)
            | (fields.Flag("reduce_only") ? OrderFlags.ReduceOnly : OrderFlags.None)
            | (fields.Flag("mmp_enabled") ? OrderFlags.Mmp : OrderFlags.None),
        texts.Stp.Length > 0 ? fields.Choice("stp", null, StpModes) : null,
        texts.ClientId.Length > 0 ? texts.ClientId : null,
        fields.OptionalWallet("builder_code_address") is { } builder && builder != default ? builder : null);

    /// <summary>Both routes lead to the book; the third one to a desk that there is not.</summary>
    private static string ReadRoute(Fields fields)
    {
        const string expected = "one of book_only, best_execution";
        string route = fields.OptionalText("route", expected) ?? DefaultRoute;
        return route switch
        {
            "book_only" or "best_execution" => route,
            "rfq_only" => throw new RefusedException(GatewayError.NotSupported("route rfq_only is not served")),
            _ => throw fields.Wrong("route", expected),
        };
    }
}

/// <summary>The texts that are hashed exactly as they stand in the body.</summary>
internal sealed record OrderTexts(
    string Symbol, string Side, string Size, string Price, string Tif, string Route, string ClientId, string Stp);
