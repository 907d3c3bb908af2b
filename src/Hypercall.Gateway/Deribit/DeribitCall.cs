namespace Hypercall.Gateway.Deribit;

/// <summary>Whose key a call came with: the wallet, and the agent that the key is.</summary>
internal sealed record KeyHolder(KeyName Name, WalletAddress Agent)
{
    public WalletAddress Wallet => Name.Wallet;
}

/// <summary>One call of a method, over HTTP or a socket.</summary>
/// <param name="Method">Its name, such as public/ticker.</param>
/// <param name="Sender">From where and when it came.</param>
/// <param name="Cancellation">Its sender has left.</param>
internal sealed record DeribitCall(
    string Method, DeribitParams Params, Sender Sender, CancellationToken Cancellation)
{
    private readonly TaskCompletionSource _submitted = new();

    /// <summary>Whose call it is; null: nobody has said.</summary>
    public KeyHolder? Key { get; init; }

    /// <summary>What a command's id is made of where the call names none; null: at random.</summary>
    public byte[]? IdSource { get; init; }

    /// <summary>When it says that it was signed, ms since the epoch; null: it is not signed itself.</summary>
    public long? SignedAtMs { get; init; }

    /// <summary>
    /// When its command was first sent, at the latest: what was signed may be sent again, and to another gateway.
    /// </summary>
    public long FirstSentMs => Math.Min(Sender.ReceivedAtMs, SignedAtMs ?? long.MaxValue);

    /// <summary>True: nobody on the way can read what it says.</summary>
    public bool IsConfidential { get; init; }

    /// <summary>The least sequence that a read is to be as of.</summary>
    public long MinSequence { get; init; }

    /// <summary>The limit that it was counted against, where it was against one of its key's.</summary>
    public RateBucket? Bucket { get; set; }

    /// <summary>The id of its command; null: it has none, or none yet.</summary>
    public RequestId? RequestId { get; set; }

    /// <summary>What came of its command; null: it has none, or that is not known.</summary>
    public ApplyOutput? Outcome { get; set; }

    /// <summary>Its command is on its way to the engine: the next call of the socket may follow.</summary>
    public Task Submitted => _submitted.Task;

    public KeyHolder RequireKey() => Key ?? throw new DeribitException(DeribitError.NotAuthorized(
        "this method needs a key: an Authorization header, or public/auth"));

    /// <summary>What a failure of the gateway is told as: its command may have been executed.</summary>
    public DeribitError OutcomeUnknown() => DeribitError.Of(
        GatewayError.OutcomeUnknown("the gateway failed") with { RequestId = RequestId?.ToString() });

    public void NoteSubmitted() => _submitted.TrySetResult();
}

/// <summary>What a call is answered.</summary>
/// <param name="Sequence">Which sequence it is as of; null: it is not of the engine.</param>
/// <param name="Write">Writes the value of <c>result</c>.</param>
internal sealed record DeribitResult(long? Sequence, Action<Utf8JsonWriter> Write)
{
    /// <summary>Channels that the socket is to be told of once it is answered, or null.</summary>
    public IReadOnlyList<DeribitChannel>? Joined { get; init; }

    public static DeribitResult Object(long? sequence, Action<Utf8JsonWriter> members) =>
        new(sequence, writer => writer.WriteObject(members));

    public static DeribitResult List<T>(
        long? sequence, IEnumerable<T> items, Action<Utf8JsonWriter, T> members) =>
        new(sequence, writer => writer.WriteObjects(null, items, members));

    /// <summary><c>{trades, has_more}</c>.</summary>
    /// <param name="trades">One more than is shown, where there are more.</param>
    public static DeribitResult Trades<T>(
        long? sequence, IReadOnlyList<T> trades, int count, Action<Utf8JsonWriter, T> members) =>
        Object(sequence, writer =>
        {
            writer.WriteObjects("trades", trades.Take(count), members);
            writer.WriteBoolean("has_more", trades.Count > count);
        });

    public static DeribitResult Text(string text) => new(null, writer => writer.WriteStringValue(text));
}
