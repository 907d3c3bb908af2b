namespace Hypercall.Testing.Twin;

/// <summary>
/// Counts what streams reached, so that a generator that misses a rule fails instead of passing idly.
/// </summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly RiskCoverage _risk;

    public Coverage() => _risk = new RiskCoverage(Add);

    /// <summary>Counts one command and what the twin answered, under the rules it was answered by.</summary>
    public void Add(in CommandEnvelope envelope, NaiveOutput output, NaiveState state)
    {
        _risk.Add(envelope.Command, output, state);
        AddCode(output.Reject);
        output.Results?.ForEach(r => AddCode(r.Reject));
        Add(output.First is null ? "first" : output.Reject is null ? "duplicate accepted" : "duplicate rejected");
        output.Reached.ForEach(Add);
        foreach (string line in output.Events)
            AddLine(line, state);
        if (output.Reject is not null || output.First is not null)
            return;
        Add($"accepted {envelope.Command.Type}");
        Add(envelope.Signer is null ? "unsigned" : "signed");
        if (envelope.Command is MarketAction market)
            Add($"accepted {market.Action}");
        OrderTerms? terms = (envelope.Command as PlaceOrder)?.Order ?? (envelope.Command as ReplaceOrder)?.Order;
        if (terms is not null)
            AddTerms(terms.Value, output.Events, state);
    }

    public void Add(Coverage other)
    {
        foreach ((string key, int count) in other._counts)
            _counts[key] = _counts.GetValueOrDefault(key) + count;
    }

    /// <returns>What should have been reached and was not.</returns>
    public IEnumerable<string> Missing() => Wanted().Where(w => !_counts.ContainsKey(w));

    public bool Has(string what) => _counts.ContainsKey(what);

    public override string ToString() => string.Join('\n', _counts.Select(c => $"{c.Value,9} {c.Key}"));

    private static IEnumerable<string> Wanted()
    {
        IEnumerable<string> wanted =
        [
            .. Enum.GetValues<RejectCode>().Where(c => c != RejectCode.Skipped).Select(c => $"code {c}"),
            .. Enum.GetValues<CommandType>().Select(t => $"accepted {t}"),
            .. Enum.GetValues<EventKind>().Select(k => $"event {k}"),
            .. Enum.GetValues<OrderReason>().Select(r => $"OrderUpdated reason={r}"),
            .. Enum.GetValues<OrderStatus>().Select(s => $"OrderUpdated status={s}"),
            .. Enum.GetValues<BalanceReason>().Select(r => $"BalanceChanged reason={r}"),
            .. Enum.GetValues<MarketActionKind>().Select(a => $"accepted {a}"),
            .. Enum.GetValues<StpMode>().Select(m => $"self-trade {m}"),
            .. Enum.GetValues<TimeInForce>().Select(t => $"tif {t}"),
            "flag PostOnly", "flag ReduceOnly", "flag Mmp", "builder", "duplicate accepted", "duplicate rejected",
            "mmp Exceeds Rolling", "mmp Exceeds Fixed", "mmp Reaches Rolling", "mmp Reaches Fixed",
            "signed", "unsigned",
            "mmp until reset", "mmp until time", "account Clearing", "account Fees", "account Insurance",
            "fee rebate", "realized pnl", .. RiskCoverage.Wanted(), .. AuditWanted(),
        ];
        return wanted;
    }

    /// <summary>What the audit's rules want to have been reached (risk.md A1, A2, A5, A6, B1).</summary>
    private static IEnumerable<string> AuditWanted() =>
    [
        "transfer reported", "transfer reported by a stranger", "transfer with half a name", "own withdrawal of another",
        "own withdrawal without nonce", "transfer number smaller", "transfer number with another command",
        "transfer duplicate accepted", "transfer duplicate rejected", "transfer duplicate with a request id",
        "builder is the wallet itself", "both rebates", "taker's rebate cut", "maker's rebate cut",
        "too many agents alive", "too many agents with the dead", "signer forgotten", "agent forgotten",
        "mmp interval too long", "mmp without an instrument", "mmp without a limit", "mmp disabled without either",
        "mmp disabled where nothing was ever named",
        "mmp fills of one millisecond", "mmp records become one", "mmp records of a fixed window become one",
        "fill or kill meets too many makers",
        "total size", "total size of a filled order", "total size cancels", "average covers too little",
        "settlement forced", "settlement far from index", "settlement far from average", "not covered without margin",
        "covered", "covered without margin", "covered in liquidation", "touched wallets queued", "due steps left",
        "grace ends healthy", "grace put off", "grace put off to the last", "grace takes effect in spite of a halt",
        "distress cancels", "distress keeps", "distress cancels what increases",
        .. Enum.GetNames<LiquidationState>().Select(s => $"deposit while {s}"),
        "withdrawal while InLiquidation", "withdrawal while Liquidated", "quote signed by its taker",
        "quote signed by a stranger", "mode kept in liquidation", "loss of a leg made good by another",
        "debt repaid by a deposit", "debt repaid by other cash", "examined without current marks",
    ];

    private void AddTerms(in OrderTerms terms, List<string> events, NaiveState state)
    {
        Add($"tif {terms.TimeInForce}");
        foreach (OrderFlags flag in new[] { OrderFlags.PostOnly, OrderFlags.ReduceOnly, OrderFlags.Mmp })
        {
            if (terms.Flags.HasFlag(flag))
                Add($"flag {flag}");
        }

        if (terms.Builder is not null)
            Add("builder");
        if (events.Exists(e => e.Contains(" reason=SelfTrade ", StringComparison.Ordinal)))
            Add($"self-trade {terms.Stp ?? state.Rules.DefaultStp}");
    }

    private void AddLine(string line, NaiveState state)
    {
        string kind = line[..line.IndexOf(' ')];
        Add($"event {kind}");
        switch (kind)
        {
            case nameof(OrderUpdated):
                Add($"{kind} {Token(line, "reason=")}");
                Add($"{kind} {Token(line, "status=")}");
                break;
            case nameof(BalanceChanged):
                Add($"{kind} {Token(line, "reason=")}");
                Add(Token(line, "account=").Replace("account=", "account "));
                break;
            case nameof(MmpTriggered):
                Add($"mmp {state.Rules.Mmp.Breach} {state.Rules.Mmp.Window}");
                Add(line.EndsWith('=') ?
            "mmp until reset" : "mmp until time");
                break;
            case nameof(Filled):
                if (line.Contains("Fee=-", StringComparison.Ordinal))
                    Add("fee rebate");
                if (!line.Contains("takerPnl=0 ", StringComparison.Ordinal))
                    Add("realized pnl");
                break;
        }
    }

    private void AddCode(NaiveReject? reject) => Add($"code {reject?.Code ?? RejectCode.None}");

    internal static string Token(string line, string name)
    {
        int start = line.IndexOf(name, StringComparison.Ordinal);
        int end = line.IndexOf(' ', start);
        return end < 0 ? line[start..] : line[start..end];
    }

    private void Add(string key) => _counts[key] = _counts.GetValueOrDefault(key) + 1;
}
